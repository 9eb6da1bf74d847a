"""Which way an address is reached."""

from __future__ import annotations

import pytest

from newsreader.domain.errors import ProxyFault
from newsreader.net.address import parse
from newsreader.net.proxy import ProxyChooser, ProxySettings, Route

PAGE = parse("http://news.example/")
SAFE = parse("https://news.example/")


def test_none_is_straight() -> None:
    assert ProxyChooser(ProxySettings("none"), {"http": "http://p:1"}).route(PAGE) is None


def test_the_system_names_one_for_each_scheme() -> None:
    chooser = ProxyChooser(ProxySettings(), {"http": "http://u%40x:p%3A@plain:3128", "https": "https://safe"})
    assert chooser.route(PAGE) == Route("http", "plain", 3128, "u@x", "p:")
    assert chooser.route(SAFE) == Route("http", "safe", 443, secure=True)


@pytest.mark.parametrize(
    ("named", "route"),
    [
        ("proxy:8080", Route("http", "proxy", 8080)),
        ("http://proxy", Route("http", "proxy", 80)),
        ("socks5://proxy:9050", Route("socks5", "proxy", 9050)),
        ("socks5h://proxy", Route("socks5", "proxy", 1080)),
        ("http://[::1]:3128/", Route("http", "::1", 3128)),
    ],
)
def test_the_forms_of_a_variable(named: str, route: Route) -> None:
    assert ProxyChooser(ProxySettings(), {"all": named}).route(PAGE) == route


@pytest.mark.parametrize("named", ["socks4://proxy", "ftp://proxy", "http://", "http://proxy:port", "://"])
def test_a_broken_variable_is_a_fault(named: str) -> None:
    with pytest.raises(ProxyFault):
        ProxyChooser(ProxySettings(), {"http": named}).route(PAGE)


@pytest.mark.parametrize(
    "bypass",
    ["news.example", ".example", "example", "*", " other , .EXAMPLE ", "news.example:80", "*.example"],
)
def test_hosts_to_reach_straight(bypass: str) -> None:
    assert ProxyChooser(ProxySettings(), {"http": "http://p:1", "no": bypass}).route(PAGE) is None
    manual = ProxySettings("http", "p", 1, bypass=tuple(bypass.split(",")))
    assert ProxyChooser(manual).route(PAGE) is None


@pytest.mark.parametrize("bypass", ["", "ews.example", "news.example.org", ",,", "10.0.0.0/8"])
def test_others_are_not(bypass: str) -> None:
    assert ProxyChooser(ProxySettings(), {"http": "http://p:1", "no": bypass}).route(PAGE) is not None


@pytest.mark.parametrize("url", ["http://localhost/", "http://127.0.1.5:8000/", "http://[::1]/"])
@pytest.mark.parametrize(
    "settings", [ProxySettings(), ProxySettings("http", "p", 1), ProxySettings("socks5", "p", 1)]
)
def test_this_machine_is_always_reached_straight(url: str, settings: ProxySettings) -> None:
    assert ProxyChooser(settings, {"http": "http://p:1"}).route(parse(url)) is None


def test_a_manual_one() -> None:
    chooser = ProxyChooser(ProxySettings("socks5", "proxy.example", 9050, "ada", "secret"))
    assert chooser.route(SAFE) == Route("socks5", "proxy.example", 9050, "ada", "secret")
    assert "secret" not in repr(chooser.route(SAFE)) + repr(ProxySettings("http", "p", 1, "ada", "secret"))


@pytest.mark.parametrize(
    "settings", [ProxySettings("http"), ProxySettings("http", "p"), ProxySettings("socks5", "a/b", 1)]
)
def test_a_manual_one_without_host_or_port_is_a_fault(settings: ProxySettings) -> None:
    with pytest.raises(ProxyFault):
        ProxyChooser(settings)
