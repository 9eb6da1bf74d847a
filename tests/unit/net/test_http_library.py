"""Loading aiohttp reads no certificates, and takes them from nobody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import trustme

PROBE = """
import json, ssl
from newsreader.net.tls import make_context
from newsreader.net import client
from aiohttp.connector import _SSL_CONTEXT_UNVERIFIED, _SSL_CONTEXT_VERIFIED
theirs = (_SSL_CONTEXT_VERIFIED, _SSL_CONTEXT_UNVERIFIED)
print(json.dumps([context.cert_store_stats()["x509_ca"] for context in (*theirs, make_context())]))
"""


def test_aiohttp_trusts_nobody_by_itself_and_the_client_whom_the_system_trusts(tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    trustme.CA().cert_pem.write_to_path(str(authority))
    environment = {**os.environ, "SSL_CERT_FILE": str(authority), "SSL_CERT_DIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, check=True)
    assert json.loads(run.stdout) == [0, 0, 1]
