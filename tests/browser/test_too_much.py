"""Beyond the limit the page says when it goes on, and the words stay in the box."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.person import Person

pytestmark = pytest.mark.chromium


def test_a_reply_too_many_stays_in_the_box_with_a_word_of_when(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_MOST_ASKS_AN_HOUR="1") as base:
        alice = Person(open_page(), base).sign_in().begin()
        alice.send("I can see that you are angry, and it is our mistake.")
        alice.type("I will ring you before five o'clock.")
        alice.box.press("Control+Enter")
        expect(alice.page.locator("#reply-problem")).to_contain_text("You can go on in")
        expect(alice.box).to_have_value("I will ring you before five o'clock.")
        expect(alice.page.locator("#lines .sending")).to_have_count(0)
        alice.page.reload()
        expect(alice.box).to_have_value("I will ring you before five o'clock.")
        expect(alice.replies).to_have_count(1)
