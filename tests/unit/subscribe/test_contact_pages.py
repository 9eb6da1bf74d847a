"""How a publication is reached, read from pages of its site: every way pages say it, and what they do not mean."""

from __future__ import annotations

import pytest

from newsreader.subscribe.contact_pages import ContactPage, best, read_contact_page

URL = "https://courier.example/"


def page(body: str, url: str = URL) -> ContactPage:
    return read_contact_page(url, "text/html; charset=utf-8", f"<html><body>{body}</body></html>".encode())


def told(body: str) -> dict[str, str]:
    return {name: value for name, (value, _page) in best([page(body)]).items()}


def test_linked_data_of_a_news_organization() -> None:
    script = """
    {"@context": "https://schema.org", "@graph": [
      {"@type": "WebSite", "name": "Courier"},
      {"@type": ["NewsMediaOrganization", "Thing"], "name": "Harbour Courier",
       "address": {"@type": "PostalAddress", "streetAddress": "14 Quay Street", "postalCode": "4711",
                   "addressLocality": "Northport", "addressCountry": {"@type": "Country", "name": "Northland"}},
       "contactPoint": [{"@type": "ContactPoint", "telephone": "+47 555 0142", "email": "mailto:desk@courier.example"}]}
    ]}"""
    assert told(f'<script type="application/ld+json">{script}</script>') == {
        "address": "14 Quay Street, 4711, Northport, Northland",
        "phone": "+47 555 0142",
        "email": "desk@courier.example",
    }


def test_the_publisher_of_a_story_counts_and_its_author_does_not() -> None:
    script = """{"@type": "NewsArticle", "author": {"@type": "Person", "email": "ann@home.example"},
                 "publisher": {"@type": "Organization", "telephone": "555 0142"}}"""
    assert told(f'<script type="application/ld+json">{script}</script>') == {"phone": "555 0142"}


@pytest.mark.parametrize(
    "script",
    ["", "{", "[" * 5000, "null", "3", '"text"', '{"@type": 7}', '{"@type": "Organization", "email": {"a": []}}',
     '{"@type": "Organization", "address": [null, 3, {"streetAddress": ["x"]}], "telephone": true}',
     '{"@type": "Organization", "email": "noreply@courier.example", "telephone": "call us"}'],
)  # fmt: skip
def test_broken_linked_data_tells_nothing(script: str) -> None:
    assert told(f'<script type="application/ld+json">{script}</script>') == {}


def test_microdata() -> None:
    body = """
    <div itemscope itemtype="http://schema.org/Organization">
      <span itemprop="name">Harbour Courier</span>
      <div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">
        <span itemprop="streetAddress">14 Quay
          Street</span> <span itemprop="addressLocality">Northport</span></div>
      Call <a itemprop="telephone" href="tel:+475550142">us</a> or <span itemprop="email">desk@courier.example</span>
    </div>"""
    assert told(body) == {
        "address": "14 Quay Street, Northport", "phone": "+475550142", "email": "desk@courier.example",
    }  # fmt: skip


def test_a_card_in_classes() -> None:
    body = """
    <div class="vcard"><span class="fn org">Courier</span>
      <div class="adr"><span class="street-address">14 Quay Street</span>, <span class="locality">Northport</span></div>
      <span class="tel">555 0142</span> <a class="email" href="mailto:desk@courier.example?subject=Hi">X</a></div>"""
    assert told(body) == {
        "address": "14 Quay Street, Northport", "phone": "555 0142", "email": "desk@courier.example",
    }  # fmt: skip


def test_the_address_element_without_its_phone_and_mail() -> None:
    body = """<address>Harbour Courier<br>14 Quay Street<br>4711 Northport<br>Tel. 555 0142<br>
    <a href="mailto:desk@courier.example">desk@courier.example</a></address>"""
    assert told(body)["address"] == "Harbour Courier, 14 Quay Street, 4711 Northport"
    assert told(body)["email"] == "desk@courier.example"


def test_an_author_in_an_address_element_is_no_address() -> None:
    assert told("<article><address>By <a href='/ann'>Ann Lee</a></address></article>") == {}


def test_links_prefer_the_newsroom_of_the_site() -> None:
    links = "".join(
        f"<a href='mailto:{mail}'>x</a>"
        for mail in ("agency@ads.example", "privacy@courier.example", "ann@courier.example", "info@courier.example",
                     "redaktion@courier.example", "webmaster@courier.example")
    )  # fmt: skip
    assert told(links)["email"] == "redaktion@courier.example"
    assert told("<a href='tel:+47%20555%200142'>Call</a>") == {"phone": "+47 555 0142"}
    assert told("<a href='mailto:privacy@courier.example'>x</a><a href='tel:abc'>y</a>") == {}


def test_values_of_all_pages_are_weighed_and_their_page_is_told() -> None:
    front = page("<a href='mailto:ann@courier.example'>Ann</a>")
    imprint = page("<a href='mailto:desk@courier.example'>Desk</a>", URL + "imprint")
    assert best([front, imprint]) == {"email": ("desk@courier.example", URL + "imprint")}


def test_pages_that_may_tell_more() -> None:
    body = """
    <a href="/news/minister-makes-contact-with-the-islands-after-a-long-silence-and-a-short-storm-and-more">Contact</a>
    <a href="/about">About us</a><a href="/kontakt/">Kontakt</a><a href="https://elsewhere.example/contact">Contact</a>
    <a href="mailto:a@b.example">Contact</a><a href="/impressum#top">Impressum</a><a href="/sport">Sport</a>"""
    assert page(body).further == (URL + "kontakt/", URL + "impressum")


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe", b"<" * 5000, b"<a href='http://[::1'>contact</a>" * 50]
)
def test_no_page_breaks_it(body: bytes) -> None:
    assert best([read_contact_page(URL, "", body)]) == {}


def test_what_is_found_is_one_short_line() -> None:
    long = "Quay Street 1 " * 1000
    found = told(
        f"<div itemscope itemtype='https://schema.org/Organization'><p itemprop='address'>{long}</p></div>"
    )
    assert len(found["address"]) <= 200
    assert "\n" not in found["address"]
