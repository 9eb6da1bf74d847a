"""A certificate authority of the tests' own, and servers' certificates that are wrong in one way each."""

from __future__ import annotations

import datetime
import ssl
import warnings
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Vouches for names. ``pem`` is the file that a client has to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._authority = trustme.CA()
        self.pem = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(str(self.pem))

    def context(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        """A server context with a certificate for ``names``; ``expired`` lets it end a day ago."""
        now = datetime.datetime.now(datetime.UTC)
        until = now - datetime.timedelta(days=1) if expired else now + datetime.timedelta(days=30)
        since = now - datetime.timedelta(days=60)
        issued = self._authority.issue_cert(*names, not_before=since, not_after=until)
        context = _bare_context()
        issued.configure_cert(context)
        return context

    def old_context(self, *names: str) -> ssl.SSLContext:
        """A server that speaks TLS 1.0 and nothing newer."""
        context = self.context(*names)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context

    def self_signed_context(self, name: str) -> ssl.SSLContext:
        """A server whose certificate is signed by nobody but itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        path = self._folder / f"self-signed-{name}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = _bare_context()
        context.load_cert_chain(path)
        return context


def _bare_context() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
