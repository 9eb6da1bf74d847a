"""Unpacking a body piece by piece, with an end: a bomb costs its limit in memory and no more (HOSTILE N01-N04)."""

from __future__ import annotations

import zlib
from typing import Any

from newsreader.domain.errors import BrokenAnswer, TooLarge

_STEP = 256 * 1024
_GZIP_MAGIC = b"\x1f\x8b"


class Body:
    """A body on its way in. ``feed`` the pieces as they come, then ``finish``. Not for several threads.

    ``coding`` is ``gzip``, ``deflate`` or ``""``. ``limit`` bounds the decoded bytes, and the encoded ones as well:
    a stream can be long and unpack to nothing. ``size`` counts the decoded ones so far, ``wire_bytes`` the encoded.
    """

    def __init__(self, coding: str, limit: int) -> None:
        self._coding = coding
        self._limit = limit
        self._pieces: list[bytes] = []
        self.size = 0
        self._inflater: Any = None
        self._head = b""
        self._whole = False
        self._ended = False
        self.wire_bytes = 0

    @property
    def packed(self) -> bool:
        """True when the body can be larger than what comes over the wire."""
        return bool(self._coding)

    def feed(self, piece: bytes) -> None:
        """Take the next piece. Raises TooLarge beyond the limit, BrokenAnswer for damaged bytes."""
        self.wire_bytes += len(piece)
        if self.wire_bytes > self._limit:
            raise too_large(self._limit)
        if not self._coding:
            self._keep(piece)
        elif not self._ended:
            self._inflate(piece)

    def finish(self) -> bytes:
        """The whole decoded body. Raises BrokenAnswer when the packed stream was cut off."""
        if self._coding and self.wire_bytes and not self._whole:
            raise BrokenAnswer("The answer was cut off in the middle. It will be asked for again.")
        whole = b"".join(self._pieces)
        self.drop()
        return whole

    def drop(self) -> None:
        """Forget what came."""
        self._pieces.clear()
        self._inflater = None

    def _inflate(self, piece: bytes) -> None:
        data, self._head = self._head + piece, b""
        while data and not self._ended:
            if self._inflater is None:
                if len(data) < 2:
                    self._head = data
                    return
                # Several gzip members in a row are one body (RFC 1952 section 2.2); anything else after one is padding.
                if self._whole and (self._coding != "gzip" or data[:2] != _GZIP_MAGIC):
                    self._ended = True
                    return
                self._inflater, self._whole = self._start(data), False
            data = self._inflate_member(self._inflater, data)

    def _inflate_member(self, inflater: Any, data: bytes) -> bytes:
        """Unpack ``data`` in bounded steps; gives what lies beyond the end of this member."""
        while True:
            try:
                decoded: bytes = inflater.decompress(data, _STEP)
            except zlib.error:
                raise BrokenAnswer("The answer cannot be unpacked: it is damaged.") from None
            self._keep(decoded)
            if inflater.eof:
                self._inflater, self._whole = None, True
                rest: bytes = inflater.unused_data
                return rest
            data = inflater.unconsumed_tail
            if not data and len(decoded) < _STEP:
                return b""

    def _start(self, data: bytes) -> Any:
        """``deflate`` means zlib (RFC 9110 section 8.4.1.2), but some servers send it without its header."""
        if self._coding == "gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        wrapped = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)

    def _keep(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._limit:
            raise too_large(self._limit)
        if piece:
            self._pieces.append(piece)


def too_large(limit: int) -> TooLarge:
    """The refusal of a body beyond ``limit`` bytes."""
    size = f"{limit // (1024 * 1024)} MB" if limit >= 1024 * 1024 else f"{max(1, limit // 1024)} KB"
    return TooLarge(f"The answer is larger than {size}; it was not read to the end.")
