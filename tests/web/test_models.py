"""The page of language models: which one plays which part, and whether it answers."""

import pytest

from practice.errors import ModelMisconfigured
from practice.model.port import ModelAnswer, Usage
from practice.services.assembly import Services
from practice.services.costly import MOST_TRIALS_AN_HOUR
from practice.store.person import PersonRole
from practice.store.usage import add_usage, used_by
from tests.fakes import Cast
from tests.services.talk import begin
from tests.web.browser import Browser, look_at
from tests.web.staff import Staff, staff_of

MODELS = "/administration/models"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def admin(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Ada", PersonRole.ADMIN))


def try_grader(browser: Browser) -> str:
    """What the page after it says."""
    response = browser.post(f"{MODELS}/try", role="grader", model="queued-grader")
    assert response.status_code == 303, response.text
    return browser.get(response.headers["Location"]).text


def test_every_part_is_shown_with_its_model_and_who_sets_it(admin: Browser) -> None:
    text = admin.get(MODELS).text
    for part in ("plays the customer queued-customer", "grades replies queued-grader PRACTICE_MODEL"):
        assert part in text
    assert text.count("nothing used") == 4


def test_a_try_tells_once_how_it_went(admin: Browser, cast: Cast) -> None:
    cast.grader.will_say("I am here.")
    text = try_grader(admin)
    assert "queued-grader answered. took 7 ms tokens: 15 cost: 0.001 US dollars" in text
    assert "answered." not in admin.get(MODELS).text


def test_what_went_wrong_is_told_in_plain_words(admin: Browser, cast: Cast) -> None:
    cast.grader.will_say(ModelMisconfigured("key sk-secret refused"))
    text = try_grader(admin)
    assert "queued-grader gave no answer. The language model is not set up properly." in text
    assert "sk-secret" not in text


def test_beyond_an_hours_tries_the_page_says_when_the_next_is_free(admin: Browser, cast: Cast) -> None:
    cast.grader.will_say(*["Here."] * MOST_TRIALS_AN_HOUR)
    for _ in range(MOST_TRIALS_AN_HOUR):
        try_grader(admin)
    response = admin.post(f"{MODELS}/try", role="grader", model="queued-grader")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 3000
    assert "The next one is free in 60 min." in look_at(response).text


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ((None, None), "plays the customer 2 30 unknown notices"),
        ((0.5, None), "plays the customer 2 30 0.50 US dollars and unknown for 1 of the answers notices"),
        ((0.0, 0.0), "plays the customer 2 30 0.00 US dollars notices"),
    ],
)
def test_a_cost_that_nobody_knows_is_never_shown_as_nothing(
    staff: Staff, admin: Browser, services: Services, costs: tuple[float | None, ...], told: str
) -> None:
    talk = begin(services, staff.add("Kim"))
    with services.database.writing() as session:
        for cost in costs:
            add_usage(session, used_by(talk.id, "customer", ModelAnswer("Hello", "m", Usage(10, 5, cost), 7)))
    assert told in admin.get(MODELS).text


def test_only_administrators_see_or_try_them(staff: Staff, cast: Cast) -> None:
    for role in (PersonRole.TRAINEE, PersonRole.TRAINER):
        browser = staff.at_work(staff.add(role.value, role))
        browser.get(MODELS, status=403)
        assert browser.post(f"{MODELS}/try", role="grader", model="queued-grader").status_code == 403
    assert cast.grader.asked == []
    assert staff.browser().client.get(MODELS).headers["Location"] == f"/?next={MODELS}"


def test_a_model_that_plays_no_such_part_is_not_there(admin: Browser) -> None:
    assert admin.post(f"{MODELS}/try", role="grader", model="openai/gpt-4.1").status_code == 404
