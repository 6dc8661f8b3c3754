"""The pages of trainers, trainees and administrators in an organisation that has practised for half a year."""

import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from bench.figures import Figure, Result, percentile
from bench.processes import PRACTICE, Server, environment, own_folder, service

TRAINEES, TALKS = 200, 11_200  #: about nine replies to a talk make 100,000
ROUNDS = 20
MOST_MS = 200
PASSWORD = "six calm blue whales"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_LINK = re.compile(r'href="(/[^"#]*)"')
#: Where each looks, and what of a page's links is looked at from there.
LOOKED_AT = {
    "trainer": (
        ("/cohorts", r"/cohorts/\w{32}$"),
        ("/cohorts/*", r"/cohorts/\w{32}/(people/\d+|progress)$"),
        ("/queue", r"/conversations/\w{32}/report"),
        ("/gold", None),
        ("/rubrics", r"/rubrics/\w+$"),
        ("/studio/scenarios", None),
    ),
    "trainee": (("/scenarios", r"/conversations/\w{32}(/report)?$"),),
    "admin": (("/administration/people", None), ("/administration/audit", None)),
}


def measure() -> Result:
    with own_folder() as folder:
        links, made = _demo(folder)
        with service(folder, {"PRACTICE_SIGN_IN": "accounts"}) as server:
            visitors = {role: _signed_in(server, link) for role, link in links.items()}
            pages = [(role, page) for role, visitor in visitors.items() for page in _pages(visitor, role)]
            with ThreadPoolExecutor(2) as two:
                taken = list(two.map(lambda page: _rounds(visitors[page[0]], page[1]), pages))
            for visitor in visitors.values():
                visitor.close()
    slowest = sorted(zip(pages, taken, strict=True), key=lambda one: -percentile(one[1], 95))
    everything = [milliseconds for of_page in taken for milliseconds in of_page]
    return Result(
        "studio",
        "python -m bench studio",
        f"{made}, SQLite; {len(pages)} pages, {ROUNDS} times each, two visitors at once",
        (
            Figure("all pages, p95", percentile(everything, 95), "ms", most=MOST_MS),
            *(
                Figure(f"{role}: {_shown(page)}, p95", percentile(of_page, 95), "ms", most=MOST_MS)
                for (role, page), of_page in slowest
            ),
        ),
    )


def _demo(folder: Path) -> tuple[dict[str, str], str]:
    """Role -> the link behind which one chooses a password, and what was made."""
    command = [PRACTICE, "demo-data", "--trainees", str(TRAINEES), "--talks", str(TALKS)]
    done = subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True, text=True)
    said, *people = done.stdout.splitlines()
    rows = (line.split("\t") for line in people)
    return {role: link for role, _, link in rows}, f"{TRAINEES} trainees, {said.partition(': ')[2].partition('. ')[0]}"


def _signed_in(server: Server, link: str) -> httpx.Client:
    visitor = httpx.Client(base_url=server.address, follow_redirects=True, timeout=60)
    path = httpx.URL(link).path
    token = _TOKEN.search(visitor.get(path).text)
    if token is None:
        raise RuntimeError(f"{path} shows no form")
    visitor.post(path, data={"csrf_token": token[1], "password": PASSWORD, "again": PASSWORD}).raise_for_status()
    return visitor


def _pages(visitor: httpx.Client, role: str) -> list[str]:
    found: list[str] = []
    for path, linked in LOOKED_AT[role]:
        begin = next((page for page in found if re.fullmatch(path.replace("*", r"\w{32}"), page)), path)
        text = visitor.get(begin).raise_for_status().text
        links = dict.fromkeys(link for link in _LINK.findall(text) if linked and re.search(linked, link))
        kinds = {_shown(link): link for link in links}
        found += [page for page in (begin, *kinds.values()) if page not in found]
    return found


def _rounds(visitor: httpx.Client, page: str) -> list[float]:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        visitor.get(page).raise_for_status()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _shown(page: str) -> str:
    """The kind of page: without what tells one object from the next."""
    return re.sub(r"/\d+(?=/|$)", "/…", re.sub(r"\w{32}", "…", page.partition("?")[0]))
