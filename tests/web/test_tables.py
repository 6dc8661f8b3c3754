"""Lists that are sorted by a header and narrowed by words, without a script and without a database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from practice.domain.alphabet import place_of
from practice.domain.language import Language
from practice.errors import BadInput
from practice.web.tables import HANDFUL, Column, Direction, Listed, Sorting, Table

PATH = "/groups"
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    name: str
    talks: int = 0
    last: datetime | None = None


TABLE: Table[One] = Table(
    (
        Column("name", lambda one: one.name),
        Column("talks", lambda one: one.talks),
        Column("last", lambda one: one.last, lambda one: "never" if one.last is None else "lately"),
        Column("state", words=lambda one: "open" if one.talks else "not begun"),
    ),
    at_first=Sorting("name"),
)
ADA, BEA, CAJ = One("Ada", 3, BEGAN), One("Bea"), One("Caj", 3, BEGAN + timedelta(days=1))


def names(listed: Listed[One]) -> list[str]:
    return [one.name for one in listed.rows]


def shown(rows: list[One], **given: str) -> Listed[One]:
    return TABLE.arranged(rows, PATH, given, Language.EN)


def in_order(words: str, language: Language) -> str:
    return " ".join(sorted(words.split(), key=lambda word: place_of(word, language)))


def test_a_list_that_is_sorted_page_by_page_stays_on_its_page() -> None:
    whole, by_page = (
        Table(TABLE.columns, name="these", page_by_page=stays).arranged(
            [ADA], PATH, {"page": "2", "find": "x", "these_sort": "name"}, Language.EN
        )
        for stays in (False, True)
    )
    assert "page=" not in whole.asked.sorted_by("talks")
    assert by_page.asked.sorted_by("talks") == f"{PATH}?page=2&find=x&these_sort=talks#these-list"
    assert by_page.asked.fields == {"page": "2", "find": "x", "these_sort": "name"}


def test_rows_stand_as_they_came_where_no_header_says_how() -> None:
    silent: Table[One] = Table(TABLE.columns)
    for given in ({}, {"sort": "", "find": " "}):
        assert names(silent.arranged([CAJ, ADA, BEA], PATH, given, Language.EN)) == ["Caj", "Ada", "Bea"]


@pytest.mark.parametrize("language", [Language.EN, Language.SV])
def test_rows_stand_at_first_as_the_header_says_that_they_do(language: Language) -> None:
    rows = [One("Zofia"), One("Åke"), One("Łucja")]
    at_first, asked = (TABLE.arranged(rows, PATH, given, language) for given in ({}, {"sort": "name"}))
    assert at_first.asked.direction("name") is Direction.ASCENDING
    assert names(at_first) == names(asked) != ["Zofia", "Åke", "Łucja"]


def test_a_column_sorts_both_ways_and_what_is_alike_keeps_its_order() -> None:
    assert names(shown([CAJ, ADA, BEA], sort="talks")) == ["Bea", "Caj", "Ada"]
    assert names(shown([CAJ, ADA, BEA], sort="-talks")) == ["Caj", "Ada", "Bea"]


def test_what_is_not_known_stands_last_whichever_way() -> None:
    assert names(shown([BEA, CAJ, ADA], sort="last")) == ["Ada", "Caj", "Bea"]
    assert names(shown([BEA, CAJ, ADA], sort="-last")) == ["Caj", "Ada", "Bea"]


@pytest.mark.parametrize("asked", ["colour", "-colour", "state", "--name", "-"])
def test_a_column_that_does_not_sort_is_refused_with_those_that_do(asked: str) -> None:
    with pytest.raises(BadInput, match=r"^sort: .* is none of name, talks, last; put - before") as refused:
        shown([ADA], sort=asked)
    assert repr(asked) in str(refused.value)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.SV, "Alm Zorn Åberg Äng Ögren"),
        (Language.FI, "Aalto ylä Zeta Åström Äijä öylätti"),
        (Language.PL, "Adam Ącki cel ćma Lato Łata Zebra źdźbło żaba"),
        (Language.EN, "Åberg Äijälä Ala łata lato Müller Nowak Ögren Orr zebra"),
        (Language.PL, "Ågren Ala Äla Ałbin"),
    ],
)
def test_letters_stand_where_the_alphabet_of_the_page_has_them(language: Language, words: str) -> None:
    assert in_order(words, language) == words


def test_a_letter_made_of_two_signs_stands_where_the_one_does() -> None:
    assert place_of("A\u030aberg", Language.SV) == place_of("åberg", Language.SV)


def test_every_word_must_stand_somewhere_in_the_row_whatever_its_case() -> None:
    people = [One("Łucja Östman", 2, BEGAN), One("Lucia Ostmann")]
    assert names(shown(people, find="öSTM")) == ["Łucja Östman"]
    assert names(shown(people, find="never lucia")) == ["Lucia Ostmann"]
    assert names(shown(people, find="o\u0308st ŁUC")) == ["Łucja Östman"]
    assert names(shown(people, find="never łucja")) == []
    assert names(shown(people, find="begun")) == ["Lucia Ostmann"]
    assert names(shown(people, find="2")) == []


def test_what_is_found_is_counted_beside_what_there_is_and_sorted() -> None:
    found = shown([CAJ, ADA, BEA], find="lately", sort="name")
    assert (names(found), found.total) == (["Ada", "Caj"], 3)


def test_words_are_asked_for_where_there_is_more_than_a_handful_or_some_are_given() -> None:
    few, many = [BEA] * HANDFUL, [BEA] * (HANDFUL + 1)
    assert [shown(rows).offers_finding for rows in (few, many)] == [False, True]
    assert shown([], find="x").offers_finding


def test_a_header_offers_the_other_direction_and_says_which_there_is() -> None:
    def header(key: str, **given: str) -> tuple[Direction | None, str]:
        asked = shown([ADA], **given).asked
        return asked.direction(key), parse_qs(urlsplit(asked.sorted_by(key)).query)["sort"][0]

    assert header("name") == (Direction.ASCENDING, "-name")
    assert header("talks") == (None, "talks")
    assert header("name", sort="-talks") == (None, "name")
    assert header("talks", sort="talks") == (Direction.ASCENDING, "-talks")
    assert header("talks", sort="-talks") == (Direction.DESCENDING, "talks")


def test_a_header_keeps_what_else_is_asked_for_and_begins_at_the_first_page() -> None:
    asked = shown([ADA], find="ä & b", page="3", before="17", role="trainer", empty="").asked
    address = urlsplit(asked.sorted_by("talks"))
    assert (address.path, address.fragment) == (PATH, "rows-list")
    assert parse_qs(address.query) == {"sort": ["talks"], "find": ["ä & b"], "role": ["trainer"]}
    assert asked.fields == {"role": "trainer"}
    assert asked.everything == "/groups?role=trainer#find-rows-list"


def test_two_lists_of_a_page_are_sorted_and_narrowed_each_by_itself() -> None:
    other: Table[One] = Table(TABLE.columns, name="archived")
    given = {"sort": "-name", "archived_sort": "talks", "archived_find": "a"}
    first, second = (table.arranged([ADA, CAJ, BEA], PATH, given, Language.EN) for table in (TABLE, other))
    assert names(first) == ["Caj", "Bea", "Ada"]
    assert names(second) == ["Bea", "Ada", "Caj"]
    assert second.asked.everything == "/groups?sort=-name&archived_sort=talks#find-archived-list"
    with pytest.raises(BadInput, match=r"^archived_sort: 'x'"):
        other.arranged([], PATH, {"archived_sort": "x"}, Language.EN)
