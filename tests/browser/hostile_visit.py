"""One browser that goes from page to page as one person after the other, and what it saw there."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.hostile_accounts import Account
from tests.browser.hostile_page import Part, Watched

NARROW = {"width": 320, "height": 700}
LANDMARKS = ("body > header", "main", "h1", "body > footer")


@dataclass
class Visit:
    """In `too_wide` are the names of the pages that would have to be scrolled sideways."""

    watched: Watched
    sights: dict[str, list[Part]] = field(default_factory=dict)
    too_wide: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.watched.page

    def by(self, account: Account | None) -> None:
        self.page.context.clear_cookies()
        if account:
            account.sign_in(self.page.context, self.watched.base)

    def look(self, name: str, path: str = "", *, as_others: bool = True) -> None:
        """Not made `as_others`: its parts go by how many lines its words have, or by what is flagged in them."""
        if path:
            answer = self.page.goto(f"{self.watched.base}{path}")
            assert answer is not None
            assert answer.status < 500, name
        if as_others:
            self.sights[name] = self.watched.parts()
        assert self.watched.faults == [], name
        assert [self.page.locator(landmark).count() for landmark in LANDMARKS] == [1] * len(LANDMARKS), name
        if self.page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
            self.too_wide.add(name)

    def refused(self, name: str, action: str, *fields: str, as_others: bool = True) -> None:
        """The wording is sent in each field of a form, past what a browser checks, and comes back on the page."""
        answered = self.sent(action, dict.fromkeys(fields, self.watched.wording.whole * 2))
        assert 400 <= answered < 500, name
        self.look(name, as_others=as_others)

    def sent(self, action: str, fields: dict[str, str]) -> int:
        """The status with which that is answered."""
        form = "main form[method=post]" + (f"[action$='{action}']" if action else "")
        for name, text in fields.items():
            self.watched.fill(f"{form} [name={name}]", text)
        with self.page.expect_navigation() as answered:
            self.page.locator(form).evaluate("(form) => HTMLFormElement.prototype.submit.call(form)")
        return answered.value.status
