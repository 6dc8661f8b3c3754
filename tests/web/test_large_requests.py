"""A text over a limit comes back on its page to whoever is signed in; what is larger still is refused in words."""

from io import BytesIO

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.store.person import PersonRole
from practice.web.large_requests import (
    LARGEST_OF_EDITORS,
    LARGEST_OF_SIGNED_IN,
    LARGEST_REQUEST,
    MOST_AT_ONCE,
    Places,
    kilobytes,
)
from tests.web.browser import Browser, look_at
from tests.web.staff import staff_of

EDITORS = (
    "/rubrics/frontline/versions",
    "/rubrics/frontline/form",
    "/studio/scenarios/late-parcel/form",
    "/studio/new",
)


def test_a_reply_far_over_the_limit_comes_back_into_its_box(alice_browser: Browser) -> None:
    text = "x" * (LARGEST_REQUEST + 1)
    response = alice_browser.post(f"{alice_browser.begin()}/replies", text=text)
    assert response.status_code == 400
    assert f">{text}</textarea>" in response.text


def test_what_is_larger_still_is_refused_with_what_is_taken_and_what_to_do(alice_browser: Browser) -> None:
    response = alice_browser.post(f"{alice_browser.begin()}/replies", text="x" * LARGEST_OF_SIGNED_IN)
    told = look_at(response).text
    assert response.status_code == 413
    assert "at most 1,048.6 kB are taken at once" in told
    assert "Copy it into a file before you shorten it." in told


def test_nobody_who_is_not_signed_in_may_send_more_than_any_request(app: Flask) -> None:
    body = BytesIO(b"email=" + b"x" * LARGEST_REQUEST)
    response = app.test_client().post("/sign-in", input_stream=body, content_length=len(body.getvalue()))
    assert response.status_code == 413
    assert body.tell() == 0


def test_what_is_refused_to_somebody_signed_in_is_read_to_its_end_so_that_the_browser_shows_why(
    alice_browser: Browser,
) -> None:
    body = BytesIO(b"x" * (LARGEST_OF_SIGNED_IN + 1))
    response = alice_browser.client.post("/language", input_stream=body, content_length=len(body.getvalue()))
    assert response.status_code == 413
    assert body.tell() == len(body.getvalue())


def test_an_address_that_is_not_there_says_so_to_a_large_request(app: Flask) -> None:
    assert app.test_client().post("/nowhere", data={"text": "x" * LARGEST_REQUEST}).status_code == 404


@pytest.mark.parametrize("path", EDITORS)
def test_only_who_may_edit_a_text_may_send_as_much_as_its_editor(services: Services, path: str) -> None:
    staff = staff_of(services)
    tina = staff.at_work(staff.add("Tina", PersonRole.TRAINER))
    tim = staff.at_work(staff.add("Tim", PersonRole.TRAINEE))
    text = "x" * (LARGEST_OF_SIGNED_IN + 1)
    assert tina.post(path, text=text, key="mine", seen="0", **{"from": "0"}).status_code != 413
    assert tim.post(path, text=text).status_code == 413


def test_the_largest_sizes_are_allowed_to_their_last_byte(services: Services) -> None:
    staff = staff_of(services)
    tina = staff.at_work(staff.add("Tina", PersonRole.TRAINER))
    head = f"csrf_token={tina.token()}&from=0&seen=0&text="
    for more, status in ((0, 400), (1, 413)):
        body = head + "x" * (LARGEST_OF_EDITORS - len(head) + more)
        response = tina.client.post(
            EDITORS[0], data=body, content_type="application/x-www-form-urlencoded", headers={"Accept": "text/html"}
        )
        assert response.status_code == status


def test_places_for_large_requests_are_given_back_and_who_finds_none_may_try_again(
    app: Flask, alice_browser: Browser
) -> None:
    for _ in range(MOST_AT_ONCE + 1):
        assert alice_browser.post("/language", language="fi", more="x" * LARGEST_REQUEST).status_code == 303
    app.extensions[Places.EXTENSION] = Places(most=1, wait_seconds=0)
    app.extensions[Places.EXTENSION].take()
    response = alice_browser.post("/language", language="en", more="x" * LARGEST_REQUEST)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(("size", "said"), [(200_000, "200"), (200_001, "200.1"), (1_234_567, "1,234.6")])
def test_a_size_is_never_rounded_down_to_what_is_allowed(app: Flask, size: int, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert kilobytes(size) == said
