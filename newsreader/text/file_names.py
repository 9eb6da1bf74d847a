"""Names for files whose real ones a feed gave: safe on every system (HOSTILE S18). Pure; any thread."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

LONGEST = 120
"""Letters of a name, its ending included: file systems take 255 bytes."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_TYPES = {
    "audio/mpeg": ".mp3",
    "audio/mp3": ".mp3",
    "audio/mp4": ".m4a",
    "audio/x-m4a": ".m4a",
    "audio/ogg": ".ogg",
    "audio/opus": ".opus",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
}


def safe_name(name: str, fallback: str = "file") -> str:
    """``name`` as one plain part of a path: no folder, no device, no option, no control or direction character.

    ``fallback`` stands in where nothing is left. It keeps its ending when it is cut.
    """
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    text = "".join(
        letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    text = " ".join(_FORBIDDEN.sub(" ", text).split()).strip(" .-~")
    stem, dot, ending = text.rpartition(".")
    if not dot or not _ENDING.fullmatch(f".{ending}"):
        stem, ending = text, ""
    ending = f".{ending}" if ending else ""
    stem = stem[: LONGEST - len(ending)].strip(" .")
    while len((stem + ending).encode()) > 240:
        stem = stem[:-1]
    if not stem:
        stem = fallback
    if _RESERVED.fullmatch(stem.split(".", 1)[0].strip()):
        stem = f"_{stem}"
    return stem + ending


def download_name(url: str, type: str = "", title: str = "") -> str:
    """The name under which a file is saved: the last part of its address, with the ending of its type where it has
    none; ``title`` where the address has no name."""
    path = unquote(url.split("#", 1)[0].split("?", 1)[0]).replace("\\", "/")
    last = path.split("/", 3)[3].rstrip("/").rsplit("/", 1)[-1] if path.count("/") > 2 else ""
    name = safe_name(last, "") if last else ""
    if not name.strip("."):
        name = safe_name(title, "file") if title else "file"
    ending = _TYPES.get(type.split(";", 1)[0].strip().lower(), "")
    return name if not ending or _ENDING.search(name[-9:]) else f"{name}{ending}"


def picture_name(url: str, ending: str) -> str:
    """The name under which a picture is saved; its ``ending`` says what it really is, whatever its address says."""
    name = download_name(url) if url.startswith("http") else safe_name(url.partition(":")[2], "picture")
    stem = name.rpartition(".")[0] or name
    return safe_name(f"{stem}{ending}" if ending else name, "picture")
