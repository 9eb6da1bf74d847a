"""Short hashes that fit a signed SQLite integer. Pure; any thread."""

from __future__ import annotations

from hashlib import blake2b

_MASK = (1 << 63) - 1


def hash63(*parts: str | bytes | memoryview) -> int:
    """A 63-bit hash of the parts: equal parts in the same order give an equal number, on every machine and run.

    Each part is closed by its length, so that ("ab", "c") and ("a", "bc") differ. A view is one of single bytes.
    """
    hashed: list[bytes | memoryview] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hashed += (data, len(data).to_bytes(8, "little"))
    return int.from_bytes(blake2b(b"".join(hashed), digest_size=8).digest(), "little") & _MASK
