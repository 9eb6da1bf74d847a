"""Everything people paste, by the real client and real parsers, against a farm that imitates the sites of the web."""

from __future__ import annotations

from pathlib import Path

from newsreader.domain.errors import NewsreaderError
from newsreader.net.proxy import ProxySettings
from tests.hostile.support.certificates import Authority
from tests.support.planted import CASES, plant
from tests.support.site_farm import Farm
from tests.support.worker_desk import TestDesk


async def discovered(desk: TestDesk, typed: str) -> list[str] | tuple[type[NewsreaderError], str]:
    """The feeds found behind an address, or the fault and its sentence."""
    try:
        found = await desk.run("discover", url=typed)
    except NewsreaderError as fault:
        return type(fault), fault.sentence
    return [candidate["url"] for candidate in found["candidates"]]


async def test_whatever_is_pasted_its_feeds_are_found_or_the_reason_is_told(tmp_path: Path) -> None:
    with Farm(Authority(tmp_path)) as farm:
        plant(farm)
        proxy = ProxySettings("http", "127.0.0.1", farm.port)
        desk = TestDesk(tmp_path, proxy=proxy, extra_ca=farm.authority.pem)
        found = {typed: await discovered(desk, typed) for typed in CASES}
        await desk.close()
    for typed, expected in CASES.items():
        if isinstance(expected, tuple) and isinstance(got := found[typed], tuple) and expected[1] in got[1]:
            found[typed] = (got[0], expected[1])
    assert found == CASES
    assert not [url for url in farm.asked if "quantamagazine" in url]
