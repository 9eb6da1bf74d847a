"""S18: names that a feed gave become plain parts of a path."""

from __future__ import annotations

import pytest

from newsreader.text.file_names import LONGEST, download_name, picture_name, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\x.mp3", "x.mp3"),
        ("-rf", "rf"),
        ("--help.mp3", "help.mp3"),
        ("a\0b.mp3", "ab.mp3"),
        ("CON", "_CON"),
        ("con.mp3", "_con.mp3"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("COM1.txt", "_COM1.txt"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        ("name. ", "name"),
        ("~root", "root"),
        ("C:\\autoexec.bat", "C autoexec.bat"),
        ("gpj\u202e.exe", "gpj.exe"),
        ("a\nb\tc.mp3", "abc.mp3"),
        ("Folge 12: Äpfel.mp3", "Folge 12 Äpfel.mp3"),
        ("第十二集.mp3", "第十二集.mp3"),
        ("x\ud800.mp3", "x.mp3"),
    ],
)
def test_a_name_is_one_plain_part_of_a_path(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_is_cut_before_its_ending() -> None:
    assert safe_name("x" * 5000 + ".mp3") == "x" * (LONGEST - 4) + ".mp3"
    wide = safe_name("𝒳" * 5000 + ".mp3")
    assert wide.endswith("𝒳.mp3")
    assert len(wide.encode()) <= 255


@pytest.mark.parametrize(
    ("url", "type", "name"),
    [
        ("https://x.example/shows/episode-12.mp3?token=1#t=3", "audio/mpeg", "episode-12.mp3"),
        ("https://x.example/get/42", "audio/mpeg", "42.mp3"),
        ("https://x.example/", "audio/mpeg", "The harbour, part 2.mp3"),
        ("https://x.example", "", "The harbour, part 2"),
        ("https://x.example/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "", "passwd"),
        ("https://x.example/a%00b%5c..%5ccon.mp3", "audio/mpeg", "_con.mp3"),
        ("https://x.example/-rf", "", "rf"),
        ("https://x.example/..", "application/pdf", "The harbour, part 2.pdf"),
    ],
)
def test_a_file_is_named_by_its_address(url: str, type: str, name: str) -> None:
    assert download_name(url, type, "The harbour, part 2") == name


def test_a_picture_ends_as_what_it_is() -> None:
    assert picture_name("https://x.example/a/ferry.png?w=3", ".webp") == "ferry.webp"
    assert picture_name("https://x.example/a/evil.exe", ".jpg") == "evil.jpg"
    assert picture_name("welcome:ferry.png", ".png") == "ferry.png"
