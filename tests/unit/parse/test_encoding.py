"""The bytes of a document as UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.parse.encoding import to_utf8

WORDS = "<rss>grün</rss>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (WORDS.encode(), ""),
        (WORDS.encode(), "text/xml"),  # RFC 3023 said US-ASCII; RFC 7303 looks at the document
        (WORDS.encode(), "application/xml; charset=UTF-8"),
        (WORDS.encode("latin-1"), "application/rss+xml; charset=iso-8859-1"),
        (WORDS.encode("latin-1"), ""),
        (WORDS.encode("latin-1"), "text/xml; charset=utf-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + WORDS.encode("latin-1"), "text/xml"),
        (b"<?xml version='1.0' encoding='UTF-8'?>" + WORDS.encode("latin-1"), ""),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + WORDS.encode(), "text/xml; charset=utf-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + WORDS.encode("latin-1"), "text/xml; charset=x"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/xml; charset=iso-8859-1"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="iso-8859-1"?>' + WORDS.encode(), ""),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), ""),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "text/xml; charset=utf-8"),
        (WORDS.encode("utf-16-le"), ""),
        (WORDS.encode("utf-16-be"), ""),
        (WORDS.encode("utf-32-le"), ""),
        (b"\x00\x00\xfe\xff" + WORDS.encode("utf-32-be"), ""),
        (b'<?xml version="1.0" encoding="utf-16"?>' + WORDS.encode(), ""),
        (b'<?xml version="1.0" encoding="utf-7"?>' + WORDS.encode(), "text/xml; charset=utf-7"),
        (b'<?xml version="1.0" encoding="no-such-thing"?>' + WORDS.encode(), "text/xml; charset=unicode_escape"),
        (b'\r\n <?xml version="1.0"?>\n' + WORDS.encode(), ""),
        (b'<?xml version="1.0" encoding="cp850"?>' + WORDS.encode("cp850"), ""),
    ],
)  # fmt: skip
def test_it_is_read_as_meant(body: bytes, content_type: str) -> None:
    assert to_utf8(body, content_type).decode() == WORDS


def test_latin_1_is_taken_for_windows_1252() -> None:
    assert to_utf8(b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\x93x\x94</a>').decode() == "<a>“x”</a>"


def test_gb2312_is_taken_for_its_superset() -> None:
    assert (
        to_utf8(b"<a>" + "镕".encode("gb18030") + b"</a>", "text/xml; charset=gb2312").decode() == "<a>镕</a>"
    )


def test_a_few_bad_bytes_do_not_spoil_utf8() -> None:
    body = ("<a>" + "größer " * 20 + "</a>").encode() + b"\xff"
    assert to_utf8(body).decode() == "<a>" + "größer " * 20 + "</a>\ufffd"


@pytest.mark.parametrize("lead", ["", "x", "xx"])
def test_a_long_text_is_utf8_wherever_its_characters_fall(lead: str) -> None:
    body = (f"<a>{lead}" + "\u20ac" * 20_000 + "</a>").encode()
    assert to_utf8(body, "text/xml; charset=utf-8") == body


def test_a_long_text_that_ends_within_a_character_is_no_whole_utf8() -> None:
    body = ("<a>" + "\u20ac" * 20_000).encode()
    assert to_utf8(body[:-1]).decode() == "<a>" + "\u20ac" * 19_999 + "\ufffd"


def test_every_byte_is_some_character() -> None:
    assert to_utf8(b"<a>\x81\x8d\x90</a>").decode("utf-8").startswith("<a>")


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "text/xml", "text/xml; charset=shift_jis", "x; charset=utf-16"]),
)
def test_it_never_fails(body: bytes, content_type: str) -> None:
    to_utf8(body, content_type).decode("utf-8")
