"""What a person does on the pages, as they would: by what they see."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Person:
    page: Page
    base: str
    name: str = "Alice"

    def sign_in(self) -> "Person":
        self.page.goto(f"{self.base}/")
        self.page.locator("#name").fill(self.name)
        self.page.locator("form.sign-in button").click()
        self.page.wait_for_url("**/scenarios")
        return self

    def begin(self, scenario: str = "late-parcel", language: str = "en", mode: str = "practice") -> "Person":
        self.page.goto(f"{self.base}/scenarios/{scenario}")
        self.page.locator(f"input[name=language][value={language}]").check()
        self.page.locator(f"input[name=mode][value={mode}]").check()
        self.page.locator("form[action$='/conversations'] button").click()
        self.page.wait_for_url("**/conversations/*")
        return self

    def type(self, text: str) -> None:
        self.box.fill(text)

    def send(self, text: str) -> None:
        """Sends with the keyboard and waits until the customer is done and the reply graded."""
        answers = self.answers.count()
        self.type(text)
        self.box.press("Control+Enter")
        expect(self.answers).to_have_count(answers + 1)
        self.await_quiet()

    def await_quiet(self) -> None:
        """Until nothing on the page is being said, graded or sent any more."""
        expect(self.page.locator("#lines .typing, #lines .sending")).to_have_count(0)

    def await_first_words(self) -> None:
        """Until the server has the reply and the customer has begun to answer it."""
        expect(self.page.locator(".line.customer.speaking[data-turn] [data-words]")).not_to_be_empty()

    @property
    def box(self) -> Locator:
        return self.page.locator("textarea[name=text]")

    @property
    def answers(self) -> Locator:
        """The customer's lines, the opening included."""
        return self.page.locator("#lines > .customer[data-turn]")

    @property
    def replies(self) -> Locator:
        return self.page.locator("#lines > .trainee[data-turn]")

    @property
    def grades(self) -> Locator:
        return self.page.locator("[data-grade] .scores")

    @property
    def moods(self) -> Locator:
        """How the customers feel, beside the talk."""
        return self.page.locator(".mood-card")

    def end(self) -> None:
        closing = self.page.locator("details[data-end]")
        if closing.count():
            closing.locator("summary").click()
            closing.locator("button").click()
        else:
            self.page.locator("#composer a[href$='/report']").click()
        self.page.wait_for_url("**/report")
