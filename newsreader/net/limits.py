"""How much of a stranger's answer we take, and for how long. One place for every number (HOSTILE N01-N11, 2.8)."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BODY = 16 * 1024 * 1024
"""The largest decoded document we take, in bytes, unless a request asks for less."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Times are seconds, sizes bytes. Tests pass smaller ones instead of waiting.

    ``total`` is one request with its redirects, without the time it stood in line for its host; ``connect`` is looking
    up the name, connecting and the TLS handshake; ``read`` the longest silence. ``header_line`` bounds one header
    field, ``body`` the decoded and the encoded body; of bodies beyond ``small_body`` only ``large_at_once`` are read at
    a time. ``download`` is one file that is saved. ``turns`` and ``tenure`` tell when a host that still has requests
    in line lets another host go first.
    """

    total: float = 60.0
    connect: float = 15.0
    read: float = 30.0
    download: float = 6 * 3600.0
    body: int = MAX_BODY
    small_body: int = 1024 * 1024
    large_at_once: int = 4
    header_line: int = 16 * 1024
    redirects: int = 5
    per_host: int = 2
    in_all: int = 64
    turns: int = 32
    tenure: float = 5.0
