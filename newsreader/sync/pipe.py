"""The worker's pipe: one JSON document a line, UTF-8. Both ends use this codec; standard library only.

To the worker: ``{"id": 7, "job": "sync", "args": {...}}``, ``{"cancel": 7}``, ``{"quit": true}``.
From it: ``{"hello": {...}}``, ``{"id": 7, "progress": {...}}``, ``{"id": 7, "done": {...}}``,
``{"id": 7, "error": {"kind", "sentence", ...}}``, ``{"changed": {"feeds": [...], "new": n, "updated": n}}``.
Ids and counts, never bodies.
"""

from __future__ import annotations

import json
from typing import Any

from newsreader.domain import errors
from newsreader.domain.errors import NetError, NewsreaderError

Message = dict[str, Any]


def encode(message: Message) -> bytes:
    """One line, with its line feed."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def decode(line: bytes) -> Message:
    """The message of one line. Raises ValueError for anything that is not a JSON object."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("a message is a JSON object")
    return message


def fault_to_json(fault: NewsreaderError) -> Message:
    """A fault as it goes over the pipe: the name of its class, its sentence, and what else it carries."""
    document: Message = {"kind": fault.kind, "sentence": fault.sentence}
    if isinstance(fault, NetError):
        document |= {"status": fault.status, "retry_after": fault.retry_after}
    if fault.tried:
        document |= {"tried": list(fault.tried)}
    return document


def fault_from_json(document: Message) -> NewsreaderError:
    """The fault that ``fault_to_json`` wrote; one of a kind this version does not know is a plain NewsreaderError."""
    kind = getattr(errors, str(document.get("kind", "")), NewsreaderError)
    sentence = str(document.get("sentence", ""))
    if not (isinstance(kind, type) and issubclass(kind, NewsreaderError)):
        return NewsreaderError(sentence)
    fault: NewsreaderError
    if issubclass(kind, NetError):
        fault = kind(sentence, status=document.get("status"), retry_after=document.get("retry_after"))
    else:
        fault = kind(sentence)
    fault.tried = tuple(document.get("tried", ()))
    return fault
