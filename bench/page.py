"""The conversation page in a real browser: what it loads, and how soon an answer is painted after Enter."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure, Result, median, percentile
from bench.processes import HOST, Server, own_folder, service, through, upstream
from bench.visitor import REPLIES, SCENARIOS

ANSWERS = 30
MOST_KILOBYTES = 40
MOST_MILLISECONDS = 60
CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Notes when Enter is pressed and when the frame after the first change of a customer's words is drawn.
_WATCH = """() => {
window.painted = new Promise(done => {
  let pressed = 0;
  const words = () => [...document.querySelectorAll(".line.customer [data-words]")].map(e => e.textContent).join("\\n");
  document.addEventListener("keydown", event => { if (event.key === "Enter") pressed = performance.now(); }, true);
  const before = words().length;
  new MutationObserver((_, observer) => {
    if (!pressed || words().length <= before + 1) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
  }).observe(document.body, {childList: true, subtree: true, characterData: true});
});
}"""
#: Of the page that is shown, cached or not.
_FILES = "() => performance.getEntriesByType('resource').map(entry => entry.name)"


def measure() -> Result:
    with own_folder() as folder, upstream(folder) as model, service(folder, through(model)) as server:
        with _visiting(server) as page:
            hosts: set[str] = set()
            page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
            milliseconds = [_answer(page, server, number) for number in range(ANSWERS)]
            files = {urlsplit(name).path for name in page.evaluate(_FILES)}
        sizes = {path: _sent(server, path) for path in files if Path(path).suffix in (".js", ".css")}
    return Result(
        "page",
        "python -m bench page",
        f"the conversation page in chromium; Enter to the first words painted, {ANSWERS} times, through litellm from "
        "an upstream that does not wait",
        (
            Figure("JavaScript and CSS sent, gzip", sum(sizes.values()) / 1000, "kB", most=MOST_KILOBYTES),
            Figure("files of them", len(sizes)),
            Figure("other hosts asked", len(hosts - {urlsplit(server.address).netloc}), most=0),
            Figure("Enter to first words, median", median(milliseconds), "ms", most=MOST_MILLISECONDS),
            Figure("Enter to first words, p95", percentile(milliseconds, 95), "ms"),
        ),
    )


@contextmanager
def _visiting(server: Server) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        try:
            page = browser.new_page()
            page.goto(server.address)
            page.fill("#name", "Bench")
            page.click("form.sign-in button")
            yield page
        finally:
            browser.close()


def _answer(page: Page, server: Server, number: int) -> float:
    """Milliseconds, in a conversation of its own."""
    page.goto(f"{server.address}/scenarios/{SCENARIOS[number % len(SCENARIOS)]}")
    page.click("form[action$='/conversations'] button:not([name])")
    page.fill("#text", REPLIES[number % len(REPLIES)])
    page.evaluate(_WATCH)
    page.press("#text", "Enter")
    taken: float = page.evaluate("window.painted")
    page.wait_for_selector("[data-unsettled]", state="detached")
    return taken


def _sent(server: Server, path: str) -> int:
    """Bytes of the body as a browser without a cache gets it."""
    connection = http.client.HTTPConnection(HOST, server.port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    if response.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path} was answered with {response.status}")
    return len(response.read())
