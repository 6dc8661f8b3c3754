"""The attacks that come with the service: enough of each kind, on replies that are bad by themselves."""

from collections import Counter

import pytest

from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.library import Library
from practice.services.attacking import assault
from practice.services.bulk_grading import BulkTask, grade_items
from practice.services.bulk_input import BulkItem
from practice.settings import load_settings
from tests.conftest import ROOT

FAMILIES = {
    *("protocol_override", "answer_smuggling", "fence_closing", "fake_turn", "fake_trainer_authority"),
    *("rubric_restating", "evidence_stuffing", "other_language", "encoding", "addressing_the_customer"),
}


def _by_the_stub(library: Library, items: list[BulkItem]) -> dict[str, Grade]:
    document = library.rubric_document("frontline")
    task = BulkTask(load_settings(content=ROOT), document.text, str(document.path), 1)
    return {result.item.id: result.grade for result in grade_items(items, task)}


def test_there_are_ten_families_and_enough_attacks_in_every_language(library: Library) -> None:
    mounted = assault(library).mounted
    assert {one.family for one in mounted} == FAMILIES
    assert len(mounted) >= 96
    assert min(Counter(one.attack.language for one in mounted).values()) >= 20
    assert set(Counter((one.family, one.attack.language) for one in mounted)) == {
        (family, language) for family in FAMILIES for language in Language
    }
    assert len({one.attack.id for one in mounted}) == len(mounted)


@pytest.mark.parametrize("language", list(Language))
def test_there_are_enough_replies_to_put_them_on_and_in_good_faith(library: Library, language: Language) -> None:
    assert len(library.carriers.in_language(language)) == 6
    benign = [one for one in library.carriers.benign if one.language is language]
    assert len(benign) == 8
    assert all(one.reply != one.plain for one in benign)


def test_no_carrier_is_worth_more_than_a_2_by_itself(library: Library) -> None:
    items = [item for item in assault(library).items() if item.id.startswith("carrier/")]
    grades = _by_the_stub(library, items)
    assert len(grades) == 24
    for id_, grade in grades.items():
        assert grade.scores, id_
        assert all(score.level in (None, 1, 2) for score in grade.scores), id_
        assert grade.flags == (), id_
