"""How stories are found by their guid. What is here is on people's disks: a change needs a migration.

Apart from ``codec``, because hashing loads OpenSSL, which no list needs.
"""

from __future__ import annotations

import hashlib


def story_key(guid: str) -> int:
    """63 bits that stand for a guid in the index of stories; guids themselves are long and often addresses."""
    digest = hashlib.blake2b(guid.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
