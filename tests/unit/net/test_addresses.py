"""Addresses, redirects, public and private: the pure rules."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.domain.errors import AddressRefused, BrokenAnswer
from newsreader.net.address import is_loopback, is_public, origin, parse, resolve
from newsreader.net.message import Redirect
from newsreader.net.redirects import check_hops, is_downgrade, keeps_credentials, next_address, permanent_url

HOSTS = st.sampled_from(["a.example", "b.example", "127.0.0.1", "xn--bcher-kva.example", "[::1]"])
PORTS = st.sampled_from(["", ":80", ":443", ":8080"])
PATHS = st.text("abc/.%20?&=;~é ", max_size=20).map(lambda path: "/" + path)
URLS = st.builds(
    lambda scheme, host, port, path: f"{scheme}://{host}{port}{path}",
    st.sampled_from(["http", "https"]),
    HOSTS,
    PORTS,
    PATHS,
)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://a.example", "http://a.example/"),
        ("HTTP://A.Example:80/X", "http://a.example/X"),
        ("https://a.example:443/?q#f", "https://a.example/?q"),
        ("https://a.example:8443/", "https://a.example:8443/"),
        ("  http://a.example/\n", "http://a.example/"),
        ("http://ada:secret@a.example/x", "http://a.example/x"),
        ("http://b\u00fccher.example/\u00e9", "http://xn--bcher-kva.example/%C3%A9"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://a.example/%7E%zz%", "http://a.example/%7E%zz%"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0x7f.0.0.1/", "http://127.0.0.1/"),
        ("http://\uff11\uff12\uff17\u30021/", "http://127.0.0.1/"),
        ("http://a.example./x", "http://a.example/x"),
        ("http://some_host-1.example/", "http://some_host-1.example/"),
    ],
)
def test_addresses_are_written_one_way(text: str, url: str) -> None:
    assert parse(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "//a.example/",
        "file:///etc/passwd",
        "http:/a",
        "http://",
        "http://a b/",
        "http://a\x00b/",
        "http://a.example:0/",
        "http://a.example:port/",
        "http://[::1/",
        "http://a%2f.example/",
        "http://a\nb/",
        "http://1.2.3.999/",
        "http://" + "a" * 300 + "/",
        "http://a.example/" + "x" * 20000,
        "mailto:a@b.example",
    ],
)
def test_others_are_refused(text: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        parse(text)
    assert caught.value.sentence.endswith(".")


def test_user_and_password_stay_apart() -> None:
    address = parse("https://ada%40home:s%3Ecret@a.example:8443/x")
    assert (address.user, address.password) == ("ada@home", "s>cret")
    assert "s>cret" not in repr(address)
    assert address.origin == origin("https://a.example:8443/other") == "https://a.example:8443"
    assert "@" not in address.url + address.origin


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse(text)
    except AddressRefused:
        return
    assert address.url.isascii()
    assert not any(char in address.url for char in " \r\n\t\x00")
    assert parse(address.url).url == address.url


@given(URLS)
def test_parsing_again_changes_nothing(url: str) -> None:
    once = parse(url)
    assert parse(once.url) == once


@given(URLS, st.one_of(URLS, PATHS, st.text(max_size=40)))
def test_a_redirect_leads_to_the_web_or_nowhere(base: str, location: str) -> None:
    try:
        target = next_address(parse(base), location, with_credentials=True)
    except (AddressRefused, BrokenAnswer):
        return
    assert target.url.startswith(("http://", "https://"))
    assert target.user == target.password == ""
    assert not is_downgrade(parse(base), target)


@given(URLS, URLS)
def test_credentials_stay_only_with_scheme_host_and_port(one: str, two: str) -> None:
    first, second = parse(one), parse(two)
    same = (first.scheme, first.host, first.port) == (second.scheme, second.host, second.port)
    safer = first.host == second.host and (first.scheme, first.port, second.scheme, second.port) == (
        *("http", 80),
        *("https", 443),
    )
    assert keeps_credentials(first, second) is (same or safer)


def test_a_server_does_not_choose_our_login() -> None:
    target = resolve(parse("http://a.example/"), "http://eve:x@b.example/")
    assert (target.user, target.password, target.url) == ("", "", "http://b.example/")


CHAINS = st.lists(st.builds(Redirect, st.sampled_from([301, 302, 303, 307, 308]), URLS), max_size=6)


@given(URLS, CHAINS)
def test_the_permanent_address_is_the_end_of_the_permanent_beginning(
    start: str, hops: list[Redirect]
) -> None:
    found = permanent_url(start, hops)
    if not found:
        first = hops[0] if hops else None
        downgrade = first is not None and start.startswith("https:") and first.url.startswith("http:")
        assert (
            first is None or first.status not in (301, 308) or downgrade or start in [hop.url for hop in hops]
        )
        return
    ends = [n for n, hop in enumerate(hops) if hop.url == found]
    assert any(all(hop.status in (301, 308) for hop in hops[: end + 1]) for end in ends)
    assert not (start.startswith("https:") and found.startswith("http:"))


@given(st.lists(st.sampled_from("abcdefgh"), max_size=10))
def test_no_chain_is_longer_than_its_limit(paths: list[str]) -> None:
    visited = ["http://a.example/start"]
    try:
        for path in paths:
            target = parse(f"http://a.example/{path}")
            check_hops(visited, target, 5)
            visited.append(target.url)
    except BrokenAnswer:
        pass
    assert len(visited) <= 6
    assert len(set(visited)) == len(visited)


@given(st.ip_addresses())
def test_private_is_what_the_standard_library_says_and_more(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not (address.is_private)
        assert not (address.is_loopback)
        assert not (address.is_link_local)
        assert not (address.is_multicast)


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_judged_by_what_it_holds(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    assert is_public(str(mapped)) == is_public(str(address))
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address))
    assert is_public(str(nat64)) == is_public(str(address))


@pytest.mark.parametrize("ip", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
def test_some_public_ones(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "fe80::1%eth0", "999.1.1.1"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost.example", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
