"""Labelled replies: every way they may be written, and how each mistake in a file is told."""

import json
from typing import Any

import pytest

from practice.domain.labels import UNNAMED, Given, Label
from practice.domain.labels_reading import read_labels
from practice.domain.language import Language
from practice.errors import BadInput
from tests.agreement_examples import MADE_UP

CRITERIA = ["calmness", "empathy"]
ITEM = {
    "id": "one",
    "language": "en",
    "channel": "email",
    "situation": "A late parcel.",
    "customer": "Where is it?",
    "reply": "On its way.",
}
HEAD = "id,language,channel,situation,customer,reply,calmness,empathy\n"
ROW = "one,en,email,A late parcel.,Where is it?,On its way.,4,not_shown\n"
KNOWN = "id, language, channel, situation, customer, reply, calmness, empathy"
LEVELS = "a level under calmness, empathy, or under rater:criterion such as anna:calmness"


def lines(*items: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(item) for item in items).encode()


def complaint(data: bytes, name: str = "labels.jsonl") -> str:
    with pytest.raises(BadInput) as caught:
        read_labels(data, name, CRITERIA)
    return str(caught.value)


@pytest.mark.parametrize("form", [{"calmness": 4, "empathy": None}, {"levels": {"calmness": "4", "empathy": ""}}])
def test_one_rater_writes_levels_beside_the_fields_or_under_levels(form: dict[str, Any]) -> None:
    [reply] = read_labels(lines({**ITEM, **form}), "labels.jsonl", CRITERIA)
    assert reply.labels == (Label(UNNAMED, "calmness", 4),)
    assert reply.reference("empathy") is None


def test_several_raters_are_told_apart_and_not_shown_is_a_label() -> None:
    labels = {"anna": {"calmness": 4}, "olli": {"calmness": 3, "empathy": "not_shown"}}
    [reply] = read_labels(lines({**ITEM, "labels": labels}), "labels.jsonl", CRITERIA)
    assert reply.labels == (
        Label("anna", "calmness", 4),
        Label("olli", "calmness", 3),
        Label("olli", "empathy", None),
    )


def test_csv_says_the_same_as_json_lines() -> None:
    [from_csv] = read_labels((HEAD + ROW).encode(), "labels.csv", CRITERIA)
    written = lines({**ITEM, "calmness": 4, "empathy": "not_shown"})
    assert [from_csv] == read_labels(written, "labels.jsonl", CRITERIA)


def test_a_csv_names_raters_in_its_columns() -> None:
    text = HEAD.replace("calmness,empathy", "anna:calmness, olli : calmness") + ROW.replace("not_shown", "3")
    [reply] = read_labels(text.encode(), "labels.csv", CRITERIA)
    assert reply.labels == (Label("anna", "calmness", 4), Label("olli", "calmness", 3))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_a_spreadsheet_may_write_semicolons_decimal_commas_and_any_usual_encoding(encoding: str) -> None:
    text = 'sep=;\r\n' + HEAD.replace(",", ";").strip() + ';;\r\n'  # fmt: skip
    text += 'yksi;fi;email;Paketti;"Missä\r\nse on; häh?";Tänään.;4,0;5,00;;\r\nkaksi;fi;email;a;b;c;2\r\n;;;\r\n'
    first, second = read_labels(text.encode(encoding), "labels.csv", CRITERIA)
    assert (first.language, first.customer) == (Language.FI, "Missä\r\nse on; häh?")
    assert [label.level for label in first.labels] == [4, 5]
    assert second.labels == (Label(UNNAMED, "calmness", 2),)


@pytest.mark.parametrize(("separator", "name"), [
    (",", 'what; happened; before; the; customer; wrote;'),
    (",", 'what "they"; say;\n;;;;;;;'),
    (";", "what, then, happened, and, why, so,"),
    ("\t", "a; b, c; d, e; f, g; h, i; j, k"),
])  # fmt: skip
def test_separators_inside_the_quotation_marks_of_a_header_part_nothing(separator: str, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    text = f"{quoted},{HEAD}{quoted},{ROW}".replace(quoted, "§").replace(",", separator).replace("§", quoted)
    assert f"column '{name}': is not known" in complaint(text.encode(), "labels.csv").replace("\\n", "\n")
    assert "missing" not in complaint(text.encode(), "labels.csv")


def test_a_quotation_mark_inside_a_name_hides_no_separator() -> None:
    text = HEAD.replace("calmness", '6" calmness') + ROW
    assert """column '6" calmness': is not known""" in complaint(text.encode(), "labels.csv")
    text = 'id;5" language;channel;situation;6" customer, reply, and more\n'
    assert """column '5" language': is not known""" in complaint(text.encode(), "labels.csv")


def test_a_level_that_was_changed_stands_beside_the_first() -> None:
    head = HEAD.replace("calmness,empathy", "anna:calmness,anna:calmness (first),olli:calmness")
    csv_file = f"{head}{ROW.replace('not_shown', '3').strip()},5\n".encode()
    [reply] = read_labels(csv_file, "labels.csv", CRITERIA)
    assert reply.labels == (Label("anna", "calmness", 4, Given(3)), Label("olli", "calmness", 5))
    assert ([label.first for label in reply.labels], reply.changed) == ([3, 5], 1)
    labels = {"anna": {"calmness": {"level": 4, "first": 3}}, "olli": {"calmness": 5}}
    assert read_labels(lines({**ITEM, "labels": labels}), "labels.jsonl", CRITERIA) == [reply]
    [same] = read_labels(csv_file.replace(b",4,3,", b",4,4,"), "labels.csv", CRITERIA)
    assert same.labels == (Label("anna", "calmness", 4), Label("olli", "calmness", 5))
    [not_shown] = read_labels(csv_file.replace(b",4,3,", b",4,not_shown,"), "labels.csv", CRITERIA)
    assert not_shown.labels[0] == Label("anna", "calmness", 4, Given(None))


def test_a_first_level_needs_the_one_that_it_was_changed_to() -> None:
    head = HEAD.replace("calmness,empathy", "anna:calmness,anna:calmness (first)")
    row = ROW.replace("not_shown", "3")
    alone = "needs the level that it was changed to beside it"
    assert f"line 2: column 'anna:calmness (first)': {alone}" in complaint(
        f"{head}{row}".replace(",4,", ",,").encode(), "labels.csv"
    )
    other = head.replace("anna:calmness,", "olli:calmness,")
    assert f"line 1: column 'anna:calmness (first)': {alone}" in complaint(f"{other}{row}".encode(), "labels.csv")
    assert "column 'anna:calmness (first)': must be a whole number" in complaint(
        f"{head}{row}".replace(",3", ",9").encode(), "labels.csv"
    )
    odd = lines({**ITEM, "calmness": {"level": 4, "first": 9}}, {**ITEM, "id": "two", "calmness": {"first": 3}})
    told = complaint(odd)
    assert "line 1: key 'calmness.first': must be a whole number" in told
    assert "line 2: key 'calmness': must be a whole number" in told


def test_json_lines_may_begin_with_a_byte_order_mark_and_have_blank_lines() -> None:
    data = b"\xef\xbb\xbf" + lines({**ITEM, "calmness": 1}) + b"\n\n"
    assert len(read_labels(data, "standard input", CRITERIA)) == 1


def test_the_made_up_file_has_every_language_and_two_raters() -> None:
    replies = read_labels(MADE_UP.read_bytes(), MADE_UP.name, ["calmness", "empathy", "solutions", "level_tone"])
    assert len(replies) >= 24
    assert {reply.language for reply in replies} == set(Language)
    assert {label.rater for reply in replies for label in reply.labels} == {"made-up-anna", "made-up-olli"}


@pytest.mark.parametrize("level", [0, 6, 4.5, True, "4.5", "4,5", "six", [4], float("nan"), -1])
def test_a_level_outside_the_scale_is_told_with_its_place(level: object) -> None:
    told = complaint(lines({**ITEM, "labels": {"anna": {"calmness": level}}}))
    assert told == (
        f"labels.jsonl, line 1: key 'labels.anna.calmness': must be a whole number from 1 to 5, not_shown or empty, "
        f"not {level!r}"
    )


def test_a_level_of_a_csv_is_told_with_line_and_column_even_after_a_text_of_several_lines() -> None:
    text = HEAD + ROW.replace("Where is it?", '"Where\nis\nit?"') + ROW.replace("one", "two").replace(",4,", ",7,")
    told = complaint(text.encode(), "labels.csv")
    allowed = "must be a whole number from 1 to 5, not_shown or empty"
    assert told == f"labels.csv, line 5: column 'calmness': {allowed}, not '7'"


def test_an_unknown_criterion_names_the_known() -> None:
    assert complaint(lines({**ITEM, "levels": {"charm": 4}})) == (
        "labels.jsonl, line 1: key 'levels.charm': is no criterion of the rubric; known: calmness, empathy"
    )
    assert complaint(lines({**ITEM, "charm": 4})) == (
        f"labels.jsonl, line 1: key 'charm': is neither a field nor a criterion; known: {KNOWN}"
    )


def test_an_unknown_column_and_a_column_twice_are_told() -> None:
    told = complaint(HEAD.replace("empathy", "anna:charm").encode() + ROW.encode(), "labels.csv")
    fields = "id, language, channel, situation, customer, reply"
    assert told == f"labels.csv, line 1: column 'anna:charm': is not known; known: {fields}, and {LEVELS}"
    assert "column ':empathy': is not known" in complaint(HEAD.replace("empathy", ":empathy").encode(), "labels.csv")
    told = complaint(HEAD.replace("empathy", "calmness").encode() + ROW.encode(), "labels.csv")
    assert "labels.csv, line 1: column 'calmness': stands twice; each once" in told


def test_a_missing_column_is_told_once_and_not_for_every_row() -> None:
    told = complaint((HEAD + ROW + ROW.replace("one", "two")).replace("channel,", "kanal,").encode(), "labels.csv")
    assert told.splitlines() == [
        "labels.csv, line 1: column 'channel': is missing; needed: id, language, channel, situation, customer, reply, "
        f"and {LEVELS}",
        "labels.csv, line 1: column 'kanal': is not known; known: id, language, channel, situation, customer, reply, "
        f"and {LEVELS}",
    ]


def test_a_csv_without_any_column_of_levels_says_what_they_are_called() -> None:
    head, row = HEAD.replace(",calmness,empathy", ""), ROW.replace(",4,not_shown", "")
    assert (
        complaint((head + row).encode(), "labels.csv")
        == f"labels.csv, line 1: no column holds levels; needed: {LEVELS}"
    )


def test_an_id_twice_is_told_at_the_second() -> None:
    told = complaint(lines({**ITEM, "calmness": 1}, {**ITEM, "calmness": 2}))
    assert told == "labels.jsonl, line 2: key 'id': 'one' stands at line 1 already; each id once"


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("language", "klingon", "must be 'en', 'fi', 'pl' or 'sv', not 'klingon'"),
        ("channel", "fax", "must be 'web_chat', 'phone', 'email', 'shop_counter' or 'public_thread', not 'fax'"),
        ("reply", "  ", "is empty; write a text"),
        ("id", 7, "must be a text"),
        ("reply", "x" * 20_001, "must have at most 20000 characters"),
        ("reply", "\ud83d", "holds half a character (a lone \\ud8.. or \\udc..); write it whole"),
    ],
)
def test_a_field_that_cannot_be_used_says_what_is_allowed(key: str, value: object, allowed: str) -> None:
    assert complaint(lines({**ITEM, key: value, "calmness": 1})) == f"labels.jsonl, line 1: key '{key}': {allowed}"


def test_a_field_left_out_is_told() -> None:
    without = {key: value for key, value in ITEM.items() if key != "customer"}
    assert complaint(lines({**without, "calmness": 1})) == "labels.jsonl, line 1: key 'customer': is missing; add it"


def test_levels_come_in_one_form_and_raters_are_named_all_or_none() -> None:
    told = complaint(lines({**ITEM, "calmness": 1, "labels": {"anna": {"calmness": 1}}}))
    assert "labels.jsonl, line 1: holds levels in more than one form; one of: " in told
    text = HEAD.replace("empathy", "anna:empathy") + ROW
    assert complaint(text.encode(), "labels.csv") == (
        "labels.csv, line 2: column 'calmness': is of a rater without a name, beside raters with names; "
        "name all of them or none"
    )
    assert "key 'labels': a rater's name is empty" in complaint(lines({**ITEM, "labels": {" ": {"calmness": 1}}}))


def test_a_rater_whose_name_differs_by_a_blank_alone_stands_twice() -> None:
    told = complaint(lines({**ITEM, "labels": {"anna": {"calmness": 1}, "anna ": {"calmness": 5}}}))
    assert told == "labels.jsonl, line 1: key 'labels.anna ': rater 'anna' stands twice; each once"


def test_what_is_no_object_or_no_json_is_told_with_its_line() -> None:
    data = lines({**ITEM, "levels": 4}) + b'\n[1]\n{"id": \n{"id": "a", "id": "b"}\n{"id": ' + b"9" * 5000 + b"}"
    told = complaint(data).splitlines()
    assert told[0].startswith("labels.jsonl, line 1: key 'levels': must be an object; ")
    assert told[1].startswith("labels.jsonl, line 2: not a JSON object; one a line, with id, language, ")
    assert told[2] == "labels.jsonl, line 3: not JSON: Expecting value at character 8; one JSON object a line"
    assert told[3] == "labels.jsonl, line 4: key 'id': stands twice; each once"
    assert told[4].startswith("labels.jsonl, line 5: not JSON that can be read")


def test_all_mistakes_are_told_up_to_twenty_and_the_rest_is_counted() -> None:
    told = complaint(lines(*({**ITEM, "id": str(number), "calmness": 9} for number in range(25)))).splitlines()
    assert [line.split(":")[0] for line in told[:20]] == [f"labels.jsonl, line {number}" for number in range(1, 21)]
    assert told[20:] == ["labels.jsonl: and 5 more; nothing was taken from this file"]


def test_a_separator_in_a_text_without_quotation_marks_is_told() -> None:
    told = complaint((HEAD + ROW.replace("On its way.", "On its way, now.")).encode(), "labels.csv")
    assert (
        "labels.csv, line 2: has 9 cells, the header 8; put a text that holds the separator in quotation marks" in told
    )


def test_a_quotation_mark_that_is_never_closed_is_told_at_the_row_it_opens_in() -> None:
    told = complaint((HEAD + ROW + ROW.replace("one", "two").replace("On its", '"On its')).encode(), "labels.csv")
    assert told.startswith("labels.csv, line 3: not CSV from here on: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_named_and_the_way_out(encoding: str) -> None:
    told = complaint((HEAD + ROW).encode(encoding), "labels.csv")
    assert told.startswith("labels.csv: is UTF-16 (Excel's 'Unicode text'), which is not read here; save it as UTF-8")


def test_two_encodings_in_one_file_are_told_with_a_line_of_each() -> None:
    data = HEAD.encode() + ROW.replace("way", "tietä").encode() + ROW.replace("way", "väg").encode("cp1252")
    assert complaint(data, "labels.csv").startswith("labels.csv: mixes encodings: line 2 is UTF-8, line 3 is not; ")


def test_bytes_that_are_no_text_are_told_with_line_and_byte() -> None:
    told = complaint((HEAD + ROW).encode() + b"\x81\xff", "labels.csv")
    place = len(HEAD + ROW)
    assert told.startswith(
        f"labels.csv, line 3, byte {place}: is neither UTF-8 nor Windows-1252 there; save it as UTF-8"
    )
    told = complaint(lines({**ITEM, "reply": "vag"}).replace(b"vag", "väg".encode("cp1252")))
    assert told.startswith("labels.jsonl, line 1, byte ")
    assert "is not UTF-8 there" in told


def test_polish_from_a_polish_windows_is_not_taken_with_its_letters_lost() -> None:
    row = ROW.replace(",en,", ",pl,").replace("On its way.", "Proszę")
    told = complaint(HEAD.encode() + row.encode("cp1250"), "labels.csv")
    what = "Polish letters came out as ê: the file is not UTF-8; save it as 'CSV UTF-8'"
    assert told == f"labels.csv, line 2: column 'reply': {what}"


@pytest.mark.parametrize(("data", "name"), [(b"", "labels.csv"), (b"\n", "a.jsonl"), (HEAD.encode(), "labels.csv")])
def test_a_file_without_replies_says_so(data: bytes, name: str) -> None:
    assert complaint(data, name).startswith(f"{name}: holds no replies; each needs id, language, ")


def test_a_file_without_any_level_says_so() -> None:
    told = complaint(lines(ITEM))
    assert told == "labels.jsonl: holds 1 replies and no level; give levels for calmness, empathy"
