"""A page that tells whatever runs on it, and what a page is made of."""

import json
from dataclasses import dataclass, field

from playwright.sync_api import Dialog, Page, Request

from tests.browser.hostile import Wording

TRAP = """
const tell = (what) => console.error(`It ran: ${what}`);
for (const name of ["alert", "confirm", "prompt", "__ran", "MsgBox"]) {
  Object.defineProperty(window, name, { get: () => () => tell(name), set: () => tell(name) });
}
addEventListener("securitypolicyviolation", (event) => tell(`${event.violatedDirective} ${event.blockedURI}`));
window.everAdded = new Set();
window.everSaid = [];
const shape = (element) => `${element.localName}[${element.getAttributeNames().sort()}]`;
new MutationObserver((changes) => {
  for (const { addedNodes, target } of changes) {
    for (const node of addedNodes) {
      if (node instanceof Element) [node, ...node.querySelectorAll("*")].forEach((part) => everAdded.add(shape(part)));
      else if (target.id === "announcement") everSaid.push(node.data);
    }
  }
}).observe(document, { childList: true, subtree: true });
"""
PARTS = """
() => {
  const own = ({ childNodes }) => [...childNodes].map((node) => node instanceof Element ? "" : node.data).join("");
  const parts = (element, depth) => [
    [depth, element.localName, Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
      element.id === "announcement" ? everSaid : [own(element)]],
    ...[...(element.content instanceof DocumentFragment ? element.content : element).children]
      .filter(({ parentElement }) => parentElement?.id !== "length")
      .flatMap((child) => parts(child, depth + 1)),
  ];
  return JSON.stringify(parts(document.documentElement, 0));
}
"""
FILL = "(box, text) => { box.value = JSON.parse(text); box.dispatchEvent(new Event('input', { bubbles: true })); }"
#: The YAML in it writes each wording as it must.
_SOURCE = {"type": "hidden", "name": "text"}
_FIXED = ("class", "type", "rel", "name", "method")

#: Depth, name, attributes (their values where these are the template's own, else the wording in them), the wording.
Part = tuple[int, str, dict[str, str], str]


@dataclass
class Watched:
    """A page, with what was asked of it that no page of ours would."""

    page: Page
    base: str
    wording: Wording
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(TRAP)
        self.page.on("dialog", self._dismiss)
        self.page.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("frameattached", lambda frame: self.faults.append(f"frame {frame.url}"))
        self.page.context.on("request", self._look)

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _hear(self, said: str) -> None:
        if "Failed to load resource" not in said:
            self.faults.append(said)

    def _look(self, request: Request) -> None:
        own = request.url.startswith(f"{self.base}/")
        if not own or request.resource_type in ("image", "media", "font", "object", "ping"):
            self.faults.append(f"request {request.resource_type} {request.url}")

    def parts(self) -> list[Part]:
        """Every element of the page as it stands; of what is announced all, as grade and answer come in any order.

        Not what an editor says of a text's length: with every text of a rubric as long as these, it is too long.
        """
        found = json.loads(self.page.evaluate(PARTS))
        return [
            (depth, name, self._told(attributes), " ".join(sorted(map(self.wording.marks, texts))))
            for depth, name, attributes, texts in found
        ]

    def ever_added(self) -> set[str]:
        """The elements that stood on this page at any time, if only for a moment."""
        return set(self.page.evaluate("[...everAdded]"))

    def fill(self, selector: str, text: str) -> None:
        """By way of JSON, as a half of a character has no other."""
        self.page.locator(selector).evaluate(FILL, json.dumps(text))

    def _told(self, attributes: dict[str, str]) -> dict[str, str]:
        if attributes.items() >= _SOURCE.items():
            attributes = {**attributes, "value": ""}
        return {key: value if key in _FIXED else self.wording.marks(value) for key, value in attributes.items()}
