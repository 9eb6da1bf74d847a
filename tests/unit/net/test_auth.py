"""Challenges and answers: the examples of the RFCs, and anything a server may send."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.net.auth import Challenge, Digest, basic, bearer, is_stale, parse_challenges, strongest
from newsreader.net.message import Credentials

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=40)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_rfc_7616(algorithm: str, response: str) -> None:
    """Section 3.9.1."""
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    digest = Digest(
        realm="http-auth@example.org",
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        algorithm=algorithm,
        qop=True,
        opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
        make_cnonce=lambda: cnonce,
    )
    header = digest.authorization(Credentials("Mufasa", "Circle of Life"), "/dir/index.html")
    assert f'response="{response}"' in header
    assert 'uri="/dir/index.html"' in header
    assert "nc=00000001" in header
    assert "qop=auth" in header


def test_the_example_of_rfc_2069_without_qop() -> None:
    digest = Digest("testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "MD5", qop=False)
    header = digest.authorization(Credentials("Mufasa", "CircleOfLife"), "/dir/index.html")
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in header
    assert "qop" not in header
    assert "nc=" not in header


def test_the_examples_of_rfc_7617() -> None:
    assert basic(Credentials("Aladdin", "open sesame")) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    assert basic(Credentials("test", "123\u00a3")) == "Basic dGVzdDoxMjPCow=="
    assert bearer(Credentials("", "mF_9.B5f-4.1JqM", "bearer")) == "Bearer mF_9.B5f-4.1JqM"


def test_several_challenges_in_one_header() -> None:
    value = 'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple", Negotiate'
    assert parse_challenges([value, "Digest nonce=n"]) == [
        Challenge("newauth", {"realm": "apps", "type": "1", "title": 'Login to "apps"'}),
        Challenge("basic", {"realm": "simple"}),
        Challenge("negotiate"),
        Challenge("digest", {"nonce": "n"}),
    ]


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_header_is_read_without_a_fault(values: list[str]) -> None:
    challenges = parse_challenges(values)
    is_stale(challenges)
    chosen = strongest(challenges)
    if isinstance(chosen, Digest):
        chosen.authorization(Credentials("a", "b"), "/")


def test_a_long_hostile_header_is_read_quickly() -> None:
    for value in (
        'Digest realm="' + "\\" * 100_000,
        "a=" * 50_000,
        ", " * 50_000,
        "Digest " + 'a="b",' * 20_000,
    ):
        parse_challenges([value])


@given(realm=TEXT, nonce=TEXT, opaque=TEXT)
def test_what_a_server_quotes_comes_back_as_it_was(realm: str, nonce: str, opaque: str) -> None:
    value = f"Digest realm={quoted(realm)}, nonce={quoted(nonce)}, opaque={quoted(opaque)}, qop=auth"
    (challenge,) = parse_challenges([value])
    digest = Digest.from_challenge(challenge)
    assert digest is not None
    header = digest.authorization(Credentials("ada", "secret"), "/feed")
    (sent,) = parse_challenges([header])
    assert (sent.params["realm"], sent.params["nonce"]) == (realm, nonce)
    assert sent.params.get("opaque", "") == opaque


@given(user=TEXT, secret=TEXT, target=st.text("abc/?=&%20", min_size=1, max_size=30), uses=st.integers(1, 4))
def test_a_server_that_computes_the_same_gets_the_same(
    user: str, secret: str, target: str, uses: int
) -> None:
    digest = Digest("r", "n", "SHA-256", qop=True)
    header = ""
    for _ in range(uses):
        header = digest.authorization(Credentials(user, secret), target)
    (sent,) = parse_challenges([header])

    def hashed(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    expected = hashed(
        f"{hashed(f'{user}:r:{secret}')}:n:{uses:08x}:{sent.params['cnonce']}:auth:{hashed(f'GET:{target}')}"
    )
    assert sent.params["response"] == expected
    assert sent.params["nc"] == f"{uses:08x}"


@given(user=TEXT.filter(lambda text: ":" not in text), secret=TEXT)
def test_basic_can_be_read_back(user: str, secret: str) -> None:
    scheme, _, packed = basic(Credentials(user, secret)).partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(packed).decode() == f"{user}:{secret}"


def test_each_answer_has_its_own_cnonce() -> None:
    digest = Digest("r", "n", "MD5", qop=True)
    headers = {digest.authorization(Credentials("a", "b"), "/") for _ in range(20)}
    assert len(headers) == 20


def test_names_outside_ascii_go_in_the_extended_form() -> None:
    header = Digest("r", "n", "MD5", qop=True).authorization(Credentials("J\u00e4s\u00f8n", "p"), "/")
    assert "username*=UTF-8''J%C3%A4s%C3%B8n" in header
    assert header.isascii()


@pytest.mark.parametrize(
    "value",
    [
        "Digest realm=r",
        "Digest nonce=n, algorithm=SHA-512",
        "Digest nonce=n, qop=auth-int",
        "Negotiate",
        "Bearer",
        "",
    ],
)
def test_what_we_cannot_answer(value: str) -> None:
    assert strongest(parse_challenges([value])) is None


def test_secrets_are_in_no_repr() -> None:
    assert "secret" not in repr(Credentials("ada", "secret"))
