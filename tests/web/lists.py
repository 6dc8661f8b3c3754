"""Lists of a page as somebody sees them who sorts by a header or looks for words."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from tests.web.browser import Browser

_ROW = re.compile(r"<tr[^>]*>\s*<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_HEADER = re.compile(r'<th scope="col"([^>]*)><a href="([^"]+)">(.*?)</a></th>', re.DOTALL)


@dataclass(frozen=True)
class ShownList:
    """`rows` are the words of each row's first cell; `headers` lead to the page sorted by them."""

    rows: list[str]
    headers: dict[str, str]
    sorted_by: dict[str, str]


def list_at(browser: Browser, path: str, anchor: str = "rows-list") -> ShownList:
    """Empty where there is none."""
    browser.get(path)
    page = browser.client.get(path, headers={"Accept-Language": browser.language, "Accept": "text/html"}).text
    _, _, after = page.partition(f'id="{anchor}"')
    head, _, body = after.partition("</table>")[0].partition("<tbody")
    found = [(attributes, unescape(href), _words(text)) for attributes, href, text in _HEADER.findall(head)]
    return ShownList(
        [_words(cell) for cell in _ROW.findall(body)],
        {text: href for _, href, text in found},
        {text: sort[1] for attributes, _, text in found if (sort := re.search(r'aria-sort="(\w+)"', attributes))},
    )


def sorts_both_ways(browser: Browser, path: str, anchor: str = "rows-list") -> list[str]:
    """Follows every header twice, and gives their names: each time the same rows, and the header says the direction."""
    shown = list_at(browser, path, anchor)
    field = "sort" if anchor == "rows-list" else f"{anchor.removesuffix('-list')}_sort"
    for name in shown.headers:
        now = shown
        for _ in range(2):
            address, _, place = now.headers[name].partition("#")
            now = list_at(browser, address, anchor)
            assert place == anchor
            assert list(now.sorted_by) == [name], address
            assert sorted(now.rows) == sorted(shown.rows), address
            seen = now.sorted_by[name]
            asked = parse_qs(urlsplit(address).query)[field][0]
            assert seen == ("descending" if asked.startswith("-") else "ascending"), address
    return list(shown.headers)


def _words(html: str) -> str:
    shown = re.sub(r"<[^>]+>", " ", html).replace("↑", "").replace("↓", "")
    return " ".join(unescape(shown).split())
