"""What is wrong with a text is said in the language of the page: every kind of mistake, with its values."""

import re

import pytest
from flask import Flask

from practice.domain.conversation import Outcome
from practice.domain.language import Language
from practice.domain.mistake import Value, Wrong, plain, wrong
from practice.domain.mistake_kind import Kind
from practice.services.assembly import Services
from practice.store.person import PersonRole
from practice.web.app import create_app
from practice.web.mistake_texts import RULES, TEXTS
from practice.web.mistake_words import in_words
from tests.conftest import ROOT
from tests.web.browser import Browser, look_at
from tests.web.staff import staff_of

KINDS = [kind for kind in Kind if kind is not Kind.PLAIN]
OTHERS = [language.value for language in Language if language is not Language.EN]
#: What English pages leave out: a file's name, a command, a parser's own words.
SAID_OTHERWISE = {Kind.BREAKS_SPEECH_RULE, Kind.NOT_SETTLED, Kind.NOT_CSV, Kind.NOT_JSON}
_NAMES = re.compile(r"%\((\w+)\)s")


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


def said(app: Flask, language: str, found: Wrong) -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return in_words(found).unescape()


def any_values(kind: Kind) -> dict[str, Value]:
    return {name: f"<{name}>" for name in _NAMES.findall(kind.value)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_kind_is_said_in_every_language_with_its_values(app: Flask, language: str) -> None:
    assert set(TEXTS) == set(KINDS)
    for kind in KINDS:
        values = any_values(kind)
        there, in_english = said(app, language, Wrong(kind, values)), said(app, "en", Wrong(kind, values))
        told = {name for name in values if f"<{name}>" in there}
        assert told == {name for name in values if f"<{name}>" in in_english}, kind
        assert there != in_english or not re.sub(r"<\w+>|\W", "", in_english), kind
        assert "%" not in there.replace("'%'", "").replace("”%”", "").replace("„%”", ""), kind


def test_english_pages_say_what_the_command_line_says(app: Flask) -> None:
    for kind in set(KINDS) - SAID_OTHERWISE:
        found = Wrong(kind, any_values(kind))
        assert said(app, "en", found) == found.english


def test_nothing_that_is_given_becomes_part_of_the_page(app: Flask) -> None:
    with app.test_request_context():
        assert "<b>" not in in_words(wrong(Kind.BUT_GIVEN, rule=wrong(Kind.A_TEXT), given="'<b>'"))
        assert "<b>" not in in_words(plain("<b>"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "must be 'teach' or 'check', not 'x'"),
        ("fi", "tähän kuuluu 'teach' tai 'check', ei 'x'"),
        ("pl", "tu powinno być 'teach' lub 'check', a nie 'x'"),
        ("sv", "här ska det stå 'teach' eller 'check', inte 'x'"),
    ],
)
def test_a_sentence_of_several_parts_is_whole_in_every_language(app: Flask, language: str, told: str) -> None:
    rule = wrong(Kind.ONE_OF, allowed=("teach", "check"))
    assert said(app, language, wrong(Kind.BUT_GIVEN, rule=rule, given="'x'")) == told


def test_how_a_trial_ended_is_called_as_on_every_page(app: Flask) -> None:
    found = wrong(Kind.NOT_SETTLED, outcome=Outcome.LEFT, frustration=80, how="practice simulate")
    assert "asiakas" in said(app, "fi", found)
    assert "practice simulate" not in said(app, "en", found)


def test_what_no_customer_says_is_called_by_words_and_not_by_a_key(app: Flask, services: Services) -> None:
    assert {rule.rule for rule in services.library.speech_rules.rules} < set(RULES)
    assert said(app, "fi", wrong(Kind.BREAKS_RULE, rule="agrees_too_early")) == "rikkoo sääntöä ”suostuu liian varhain”"
    assert said(app, "fi", wrong(Kind.BREAKS_RULE, rule="of_our_own")) == "rikkoo sääntöä ”of_our_own”"


def test_numbers_are_written_as_on_every_page(app: Flask) -> None:
    assert "0,89" in said(app, "pl", wrong(Kind.NEAR_COPY, level=3, share=0.89, most=0.8))


def test_words_that_nobody_translates_are_marked_as_english(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        told = in_words(wrong(Kind.NOT_YAML, what=plain("could not find expected directive name")))
    assert told == ('det här går inte att läsa som YAML: <span lang="en">could not find expected directive name</span>')


@pytest.fixture
def tiina(services: Services) -> Browser:
    """A trainer who reads Finnish."""
    staff = staff_of(services)
    browser = staff.at_work(staff.add("Tiina", PersonRole.TRAINER))
    browser.language = "fi"
    return browser


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (("weight:", "wieght:"), "criteria.0.wieght : on tässä tuntematon avain; tunnetut avaimet: key, name"),
        (("\ncriteria:", '\nnote: "half\ncriteria:'), "tätä ei voi lukea YAML-tekstinä: "),
        (("scope: reply", "scope: talk"), "tähän kuuluu 'reply' tai 'conversation', ei 'talk'"),
    ],
)
def test_a_trainer_reads_at_the_line_what_is_wrong_in_their_own_language(
    tiina: Browser, spoil: tuple[str, str], told: str
) -> None:
    text = (ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8").replace(*spoil, 1)
    response = tiina.post("/rubrics/frontline/versions", text=text, **{"from": "0", "seen": "0"})
    assert response.status_code == 400
    problem = response.text.split('id="problem"')[1].split("</ul>")[0]
    assert 'lang="en"' not in problem
    assert told in look_at(response).text


def test_a_file_of_replies_is_refused_in_the_trainers_own_language(tiina: Browser) -> None:
    address = str(tiina.post("/gold", name="Kevät", rubric="frontline").headers["Location"])
    text = "id,language,channel,situation,customer,reply,empathy\na,en,email,b,c,d,9\n"
    response = tiina.post(f"{address}/import", text=text, name="labels.csv")
    assert response.status_code == 400
    assert "Rivi 2, empathy : tähän kuuluu kokonaisluku 1–5, not_shown tai tyhjä, ei '9'" in look_at(response).text
    assert "Valitse ensin tiedosto" in tiina.post(f"{address}/import").text
