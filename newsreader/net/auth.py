"""Telling a server who we are: Basic (RFC 7617), Digest (RFC 7616), Bearer (RFC 6750)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from newsreader.net.message import Credentials

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_PART = re.compile(
    rf'\s*(?:({_TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))|({_TOKEN})(?:\s+(?=[^\s,=])|\s*(?=,|$)))'
)
_HASHES: dict[str, str] = {"SHA-256": "sha256", "MD5": "md5"}
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Challenge:
    """One way to log in that a server offers: its scheme and parameters, both with lower-case names."""

    scheme: str
    params: dict[str, str] = field(default_factory=dict)


def parse_challenges(values: Sequence[str]) -> list[Challenge]:
    """The challenges of WWW-Authenticate headers (RFC 9110 section 11.6.1) in order; broken parts are skipped."""
    found: list[Challenge] = []
    for value in values:
        position, text = 0, value[:_LONGEST]
        while position < len(text):
            match = _PART.match(text, position)
            if match is None:
                position += 1
                continue
            name, quoted, plain, scheme = match.groups()
            if scheme:
                found.append(Challenge(scheme.lower()))
            elif found:
                given = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain
                found[-1].params.setdefault(name.lower(), given)
            position = max(match.end(), position + 1)
    return found


def basic(credentials: Credentials) -> str:
    """The Authorization value of Basic; in UTF-8, which RFC 7617 lets a server ask for and all understand for ASCII."""
    pair = f"{credentials.user}:{credentials.secret}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")


def bearer(credentials: Credentials) -> str:
    """The Authorization value of a bearer token."""
    return f"Bearer {credentials.secret}"


@dataclass(slots=True)
class Digest:
    """A Digest conversation with one server: its challenge, and how often its nonce was used.

    ``make_cnonce`` is injected by tests. Not for several threads.
    """

    realm: str
    nonce: str
    algorithm: str
    qop: bool
    opaque: str = ""
    used: int = 0
    accepted: bool = False
    make_cnonce: Callable[[], str] = field(default=lambda: secrets.token_hex(16), repr=False)

    @classmethod
    def from_challenge(cls, challenge: Challenge) -> Digest | None:
        """The conversation that ``challenge`` opens; None for what we cannot do (auth-int, other hashes)."""
        params = challenge.params
        algorithm = params.get("algorithm", "MD5").upper()
        offered = {word.strip().lower() for word in params.get("qop", "").split(",")} - {""}
        if algorithm.removesuffix("-SESS") not in _HASHES or "nonce" not in params:
            return None
        if offered and "auth" not in offered:
            return None
        return cls(
            params.get("realm", ""), params["nonce"], algorithm, bool(offered), params.get("opaque", "")
        )

    def authorization(self, credentials: Credentials, target: str, method: str = "GET") -> str:
        """The Authorization value for ``target`` (path and query as they stand in the request line)."""
        self.used += 1
        cnonce, count = self.make_cnonce(), f"{self.used:08x}"
        secret = self._hash(f"{credentials.user}:{self.realm}:{credentials.secret}")
        if self.algorithm.endswith("-SESS"):
            secret = self._hash(f"{secret}:{self.nonce}:{cnonce}")
        middle = f"{self.nonce}:{count}:{cnonce}:auth" if self.qop else self.nonce
        response = self._hash(f"{secret}:{middle}:{self._hash(f'{method}:{target}')}")
        parts = [_user_part(credentials.user), f"realm={_quoted(self.realm)}", f"nonce={_quoted(self.nonce)}"]
        parts += [f"uri={_quoted(target)}", f"algorithm={self.algorithm}", f'response="{response}"']
        if self.opaque:
            parts.append(f"opaque={_quoted(self.opaque)}")
        if self.qop:
            parts += ["qop=auth", f"nc={count}", f'cnonce="{cnonce}"']
        elif self.algorithm.endswith("-SESS"):
            parts.append(f'cnonce="{cnonce}"')
        return "Digest " + ", ".join(parts)

    def _hash(self, text: str) -> str:
        name = _HASHES[self.algorithm.removesuffix("-SESS")]
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()


def strongest(challenges: Sequence[Challenge]) -> Digest | Challenge | None:
    """What to answer: Digest with SHA-256, then with MD5, then Basic (RFC 7616 section 3.7); None for neither."""
    digests = [
        digest for item in challenges if item.scheme == "digest" and (digest := Digest.from_challenge(item))
    ]
    if digests:
        return max(digests, key=lambda digest: digest.algorithm.startswith("SHA-256"))
    return next((item for item in challenges if item.scheme == "basic"), None)


def is_stale(challenges: Sequence[Challenge]) -> bool:
    """True when the server only wants a newer nonce and has nothing against the password."""
    return any(
        item.scheme == "digest" and item.params.get("stale", "").lower() == "true" for item in challenges
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _user_part(user: str) -> str:
    """RFC 7616 section 3.4: a name outside ASCII goes in the extended notation of RFC 5987."""
    return f"username={_quoted(user)}" if user.isascii() else f"username*=UTF-8''{quote(user, safe='')}"
