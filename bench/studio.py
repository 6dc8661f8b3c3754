"""The pages of trainers, trainees and administrators in an organisation that has practised for half a year."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import studio_export
from bench.figures import Figure, Result, percentile
from bench.processes import PRACTICE, environment, own_folder, service
from bench.studio_visits import ROUNDS, Page, commented, groups_of, pages_of, rounds, signed_in, while_it_runs

TRAINEES, TALKS = 200, 11_200  #: about nine replies to a talk make 100,000
MOST_MS = 200


def measure() -> Result:
    with own_folder() as folder:
        links, made = _demo(folder)
        with service(folder, {"PRACTICE_SIGN_IN": "accounts"}) as server:
            visitors = {role: signed_in(server, link) for role, link in links.items()}
            pages = [page for role, visitor in visitors.items() for page in pages_of(visitor, role)]
            pages.append(commented(visitors["trainee"]))
            with ThreadPoolExecutor(2) as two:
                looked = two.map(lambda page: rounds(visitors[page.role], page), pages)
                taken = dict(zip(pages, looked, strict=True))
            trainer = visitors["trainer"]
            taken |= while_it_runs(trainer, _first(pages, "/gold/…"))
            exports = studio_export.figures(trainer, groups_of(trainer), folder, MOST_MS)
            for visitor in visitors.values():
                visitor.close()
    slowest = sorted(taken.items(), key=lambda one: -percentile(one[1], 95))
    everything = [milliseconds for of_page in taken.values() for milliseconds in of_page]
    return Result(
        "studio",
        "python -m bench studio",
        f"{made}, SQLite; {len(taken)} pages, {ROUNDS} times each, two visitors at once; two of these pages while a "
        "preview is made, by one",
        (
            Figure("all pages, p95", percentile(everything, 95), "ms", most=MOST_MS),
            *(
                Figure(f"{page.role}: {page.name}, p95", percentile(of_page, 95), "ms", most=MOST_MS)
                for page, of_page in slowest
            ),
            *exports,
        ),
    )


def _demo(folder: Path) -> tuple[dict[str, str], str]:
    """Role -> the link behind which one chooses a password, and what was made."""
    command = [PRACTICE, "demo-data", "--trainees", str(TRAINEES), "--talks", str(TALKS)]
    done = subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True, text=True)
    said, *people = done.stdout.splitlines()
    rows = (line.split("\t") for line in people)
    return {role: link for role, _, link in rows}, f"{TRAINEES} trainees, {said.partition(': ')[2].partition('. ')[0]}"


def _first(pages: list[Page], name: str) -> str:
    return next(page.path for page in pages if page.name == name)
