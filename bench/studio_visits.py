"""Who looks at which pages of an organisation that has practised for half a year."""

import re
import time
from dataclasses import dataclass

import httpx

from bench.processes import Server

ROUNDS = 20
PASSWORD = "six calm blue whales"
#: Where each looks, and what of a page's links is looked at from there; `*` stands for what tells one from the next.
LOOKED_AT = {
    "trainer": (
        ("/cohorts", r"/cohorts/\w{32}$"),
        ("/cohorts/*", r"/cohorts/\w{32}/(people/\d+|progress|export)$"),
        ("/queue", r"/conversations/\w{32}/report"),
        ("/gold", r"/gold/\w{32}$"),
        ("/gold/*", r"/gold/\w{32}/(label|agreement|teach)$"),
        ("/rubrics", r"/(rubrics/\w+|previews/\w{32})$"),
        ("/rubrics/frontline", r"/rubrics/frontline/versions/1$"),
        ("/rubrics/frontline/versions/1", r"/(try|preview)$"),
        ("/studio/scenarios", None),
    ),
    "trainee": (("/scenarios", r"/conversations/\w{32}(/report)?$"),),
    "admin": (("/administration/people", None), ("/administration/audit", None)),
}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_LINK = re.compile(r'href="(/[^"#]*)"')
_COMMENTED = '<div class="comment">'
#: Not previewed yet; the version in force is the file's.
_BEGIN, _INSTEAD_OF = "/rubrics/frontline/versions/2/preview", "0"
_RUNNING = 'data-over="no"'


@dataclass(frozen=True)
class Page:
    role: str
    path: str
    name: str


def signed_in(server: Server, link: str) -> httpx.Client:
    visitor = httpx.Client(base_url=server.address, follow_redirects=True, timeout=60)
    path = httpx.URL(link).path
    token = _token(visitor, path)
    fields = {"csrf_token": token, "password": PASSWORD, "again": PASSWORD}
    visitor.post(path, data=fields).raise_for_status()
    return visitor


def pages_of(visitor: httpx.Client, role: str) -> list[Page]:
    found: list[str] = []
    for path, linked in LOOKED_AT[role]:
        begin = next((page for page in found if re.fullmatch(path.replace("*", r"\w{32}"), page)), path)
        text = visitor.get(begin).raise_for_status().text
        kinds: dict[str, str] = {}
        for link in _LINK.findall(text):
            if linked and re.search(linked, link):
                kinds.setdefault(shown(link), link)
        linked_to = (_final(visitor, link) for link in kinds.values())
        found += [page for page in (begin, *linked_to) if page not in found]
    return [Page(role, page, shown(page)) for page in found]


def groups_of(trainer: httpx.Client) -> list[str]:
    """The addresses of the groups they train."""
    text = trainer.get("/cohorts").raise_for_status().text
    return list(dict.fromkeys(link for link in _LINK.findall(text) if re.fullmatch(r"/cohorts/\w{32}", link)))


def commented(trainee: httpx.Client) -> Page:
    """The report of the trainee's newest talk, as its trainer reads it."""
    [report] = [page.path for page in pages_of(trainee, "trainee") if page.path.endswith("/report")]
    if _COMMENTED not in trainee.get(report).raise_for_status().text:
        raise RuntimeError(f"{report} has no comments")
    return Page("trainer", report, f"{shown(report)} with comments")


def rounds(visitor: httpx.Client, page: Page) -> list[float]:
    return [_milliseconds(visitor, page.path)[0] for _ in range(ROUNDS)]


def while_it_runs(trainer: httpx.Client, gold_set: str) -> dict[Page, list[float]]:
    """Of a preview that is begun now, as often as it is looked at before all is graded."""
    token = _token(trainer, _BEGIN)
    fields = {"csrf_token": token, "gold_set": gold_set.rpartition("/")[2], "instead_of": _INSTEAD_OF}
    preview = trainer.post(_BEGIN, data=fields).raise_for_status().url.path
    name = f"{shown(preview)} while it is made"
    taken: dict[Page, list[float]] = {}
    for page in (Page("trainer", preview, name), Page("trainer", f"{preview}/progress", f"{shown(preview)}/progress")):
        looked = [_milliseconds(trainer, page.path) for _ in range(ROUNDS)]
        taken[page] = [milliseconds for milliseconds, text in looked if _RUNNING in text]
        if not taken[page]:
            raise RuntimeError(f"{page.path} was over before it was looked at")
    return taken


def shown(page: str) -> str:
    """The kind of page: without what tells one object from the next."""
    return re.sub(r"/\d+(?=/|$)", "/…", re.sub(r"\w{32}", "…", page.partition("?")[0]))


def _final(visitor: httpx.Client, link: str) -> str:
    """Where it leads to, where it is led on."""
    led = visitor.get(link, follow_redirects=False)
    return httpx.URL(led.headers["Location"]).path if led.is_redirect else link


def _token(visitor: httpx.Client, path: str) -> str:
    token = _TOKEN.search(visitor.get(path).raise_for_status().text)
    if token is None:
        raise RuntimeError(f"{path} shows no form")
    return token[1]


def _milliseconds(visitor: httpx.Client, path: str) -> tuple[float, str]:
    started = time.perf_counter()
    text = visitor.get(path).raise_for_status().text
    return (time.perf_counter() - started) * 1000, text
