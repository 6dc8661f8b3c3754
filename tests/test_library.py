"""The folder with rubrics and prompts: which one is used, and what is said when it is not well."""

import re
import shutil
from pathlib import Path

import pytest

from practice import library as library_module
from practice.domain.customer import Customer
from practice.domain.scenario import Channel, Scenario
from practice.errors import BadDocument, BadSettings, NotFound
from practice.library import PROMPTS, Library, find_content
from tests.conftest import ROOT


def _content(folder: Path) -> Path:
    (folder / "rubrics").mkdir(parents=True)
    (folder / "prompts").mkdir()
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the shipped content that a test may spoil."""
    folder = tmp_path / "own"
    for name in ("rubrics", "prompts"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as pip installs it: its content inside, no checkout around."""
    package = tmp_path / "site-packages" / "practice"
    package.mkdir(parents=True)
    monkeypatch.setattr(library_module, "_PACKAGE", package)
    return package


def test_the_chosen_folder_is_used(tmp_path: Path) -> None:
    chosen, working = _content(tmp_path / "chosen"), _content(tmp_path / "working")
    assert find_content(chosen, working) == chosen


def test_a_chosen_folder_without_content_stops_and_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"PRACTICE_CONTENT=.*no folders rubrics/ and prompts/ there; `practice init"):
        find_content(tmp_path)


def test_a_folder_with_only_one_of_the_two_is_no_content(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    assert find_content(None, tmp_path) == ROOT
    with pytest.raises(BadSettings):
        find_content(tmp_path)


def test_the_working_folder_comes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working = _content(tmp_path / "working")
    monkeypatch.chdir(working)
    assert find_content(None) == working


def test_elsewhere_the_checkout_is_used(tmp_path: Path) -> None:
    assert find_content(None, tmp_path) == ROOT


def test_without_a_checkout_what_was_installed_is_used(installed: Path, tmp_path: Path) -> None:
    content = _content(installed / "content")
    assert find_content(None, tmp_path) == content


def test_an_installation_without_content_says_so(installed: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="PRACTICE_CONTENT"):
        find_content(None, tmp_path)


def test_the_shipped_content_is_well(library: Library) -> None:
    library.check()


def test_documents_are_known_by_their_file_names(library: Library) -> None:
    assert {document.key for document in library.scenarios()} >= {"late-parcel", "cheap-mixer", "overdue-invoice"}
    document = library.rubric_document("frontline")
    assert document.path == ROOT / "rubrics" / "frontline.yaml"
    assert document.text == document.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["rubric", "scenario"])
def test_an_unknown_document_names_the_known_ones(library: Library, kind: str) -> None:
    with pytest.raises(NotFound) as caught:
        getattr(library, f"{kind}_document")("nope")
    documents = library.rubrics() if kind == "rubric" else library.scenarios()
    known = ", ".join(document.key for document in documents)
    assert str(caught.value) == f"no {kind} called 'nope'; known: {known}"


def test_a_name_that_leads_out_of_the_folder_is_unknown(library: Library) -> None:
    with pytest.raises(NotFound):
        library.rubric_document("../prompts/mood")


def test_an_empty_folder_knows_none(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="known: none"):
        Library(_content(tmp_path / "empty")).rubric_document("frontline")


@pytest.mark.parametrize(
    "name",
    ["grade.md", "customer.md", "checkup.md", "mood.yaml", "speech.yaml", "channels.yaml", "screens.yaml"],
)
def test_a_missing_file_is_named_with_the_way_out(own: Path, name: str) -> None:
    (own / "prompts" / name).unlink()
    with pytest.raises(BadDocument) as caught:
        Library(own).check()
    assert str(caught.value) == f"{own / 'prompts' / name}: is not there; `practice init DIR` writes a complete set"


@pytest.mark.parametrize("folder", ["rubrics", "prompts/scenarios"])
def test_a_folder_without_a_single_text_is_not_well(own: Path, folder: str) -> None:
    for path in (own / folder).glob("*.yaml"):
        path.unlink()
    with pytest.raises(BadDocument, match=r"needs a file \*\.yaml in rubrics/ and one in prompts/scenarios/"):
        Library(own).check()


@pytest.mark.parametrize("name", ["rubrics/frontline.yaml", "prompts/grade.md", "prompts/scenarios/late-parcel.yaml"])
def test_a_text_that_is_not_utf8_is_named_with_its_line(own: Path, name: str) -> None:
    path = own / name
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b"\n# caf\xe9\n" + rest)
    with pytest.raises(BadDocument) as caught:
        Library(own).check()
    assert str(caught.value) == f"{path}, line 2: is not UTF-8 at byte {len(first) + 6}; save it as UTF-8"


def test_a_folder_where_a_file_should_be_is_told(own: Path) -> None:
    path = own / "prompts" / "grade.md"
    path.unlink()
    path.mkdir()
    with pytest.raises(BadDocument, match=r"grade\.md: cannot be read: "):
        Library(own).check()


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("rubrics/frontline.yaml", "use: check", "use: both", "must be 'teach' or 'check', not 'both'"),
        ("prompts/scenarios/late-parcel.yaml", "channel: web_chat", "channel: web", "must be 'web_chat'"),
        ("prompts/channels.yaml", "every: 60", "every: 0", "whole number"),
        ("prompts/mood.yaml", "most_harm_per_turn: 22", "most_harm_per_turn: 0", "whole number from 1 to 100"),
        ("prompts/speech.yaml", "rules:", "ruls:", "known keys: labels, rules, facts, little_words"),
        ("prompts/screens.yaml", "role_marks:", "role_mark:", "known keys: score_words, instructions, role_marks"),
        ("prompts/grade.md", "uses: [rubric,", "uses: [rubrik,", "the text uses $rubric, which is not listed"),
        ("prompts/appraise.md", "$events", "$event", "the text uses $event"),
    ],
)
def test_a_slip_in_any_text_is_told_with_its_file_and_line(own: Path, name: str, old: str, new: str, what: str) -> None:
    path = own / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadDocument) as caught:
        Library(own).check()
    assert str(caught.value).startswith(f"{path}, line ")
    assert what in str(caught.value)


def test_a_placeholder_that_nobody_fills_is_found_before_a_talk(own: Path) -> None:
    path = own / "prompts" / "customer.md"
    text = (
        path.read_text(encoding="utf-8")
        .replace("uses: [name,", "uses: [name, whim,")
        .replace("$name", "$name $whim", 1)
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDocument, match=r"\$whim is not filled in this part; filled: .*\$culture"):
        Library(own).check()


def test_a_text_edited_while_it_runs_is_read_anew(own: Path) -> None:
    library = Library(own)
    before = library.scenario_document("late-parcel").text
    path = own / "prompts" / "scenarios" / "late-parcel.yaml"
    path.write_text(before + "# edited\n", encoding="utf-8")
    assert library.scenario_document("late-parcel").text == before + "# edited\n"


def test_trainees_are_known_by_their_behaviour(library: Library) -> None:
    assert {"skilled", "passive", "rude", "abusive"} <= {document.key for document in library.trainees()}
    for document in library.trainees():
        trainee = library.trainee(document.key)
        assert trainee.brief
        assert (trainee.replies is None) == (document.key == "skilled")


def test_an_unknown_trainee_names_the_known_ones(library: Library) -> None:
    with pytest.raises(NotFound, match=r"no trainee called 'nobody'; known: abusive, .*skilled"):
        library.trainee("nobody")


def test_a_slip_in_a_trainee_is_told_with_its_file_and_line(own: Path) -> None:
    path = own / "prompts" / "trainees" / "rude.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "mood: bad\n", encoding="utf-8")
    with pytest.raises(BadDocument) as caught:
        Library(own).trainee("rude")
    last = len(path.read_text(encoding="utf-8").splitlines())
    assert str(caught.value).startswith(f"{path}, line {last}: key 'mood'")


def test_a_new_scenario_starts_from_a_template_with_every_key(library: Library) -> None:
    template = library.scenario_template()
    for key in Scenario.model_fields:
        assert re.search(rf"^(\[\w+\])?{key}:", template, re.MULTILINE), key
    for key in set(Customer.model_fields) - {"called"}:
        assert re.search(rf"^(\[\w+\])?  (- |  ){key}:", template, re.MULTILINE), key


def test_a_missing_template_is_named_with_the_way_out(own: Path) -> None:
    path = own / "prompts" / "templates" / "scenario.yaml"
    path.unlink()
    with pytest.raises(BadDocument, match=r"scenario\.yaml: is not there; `practice init DIR`"):
        Library(own).scenario_template()


def test_every_channel_has_rules_and_only_fast_ones_charge_for_waiting(library: Library) -> None:
    rules = {channel: library.channels.of(channel) for channel in Channel}
    assert {channel for channel, of in rules.items() if of.waits is None} == {Channel.EMAIL}
    assert {channel for channel, of in rules.items() if of.actions} == {Channel.PUBLIC_THREAD}
    known = [rule.event for rule in library.mood_table.events]
    for of in rules.values():
        assert {action.event for action in of.actions} <= set(known)


@pytest.mark.parametrize("name", sorted(PROMPTS))
def test_every_prompt_is_there_and_says_what_it_is_for(library: Library, name: str) -> None:
    assert library.prompt(name).head.purpose
