"""Fields and buttons of a scenario's form are enough to write one from nothing."""

import pytest

from practice.domain.scenario import Channel
from practice.domain.yaml_form import YamlForm, form_of
from practice.domain.yaml_text import Path
from practice.library import Library, read_scenario
from practice.services.scenario_new import new_scenario
from practice.web.scenario_parts import ORDER, begun, may_go
from practice.web.yaml_fields import Buttons, with_button, with_fields
from tests.conftest import ROOT
from tests.domain.test_yaml_form import scalars

LIBRARY = Library(ROOT)
BUTTONS = Buttons(begun, may_go)
#: Lists whose entries are fields of their own; the others are typed as a whole.
ONE_BY_ONE = ("facts", "knows", "does_not_know")


def place(path: Path) -> str:
    return "/".join(map(str, path))


def field_of(path: Path) -> tuple[str, Path]:
    """The kind of the field in which the text at `path` is typed, and its place."""
    last, above = path[-1], path[:-1]
    if "good_way" in path or "weighs" in path or last == "disclosure":
        return "may", path
    if not isinstance(last, int) or above[-1] in ONE_BY_ONE:
        return "at", path
    return "list" if "resolution" in path or above == ("sources",) else "lines", above


def typed(form: YamlForm) -> dict[str, str]:
    """What somebody types who wants the scenario of `form`."""
    fields: dict[str, str] = {}
    for path in scalars(form.root):
        kind, where = field_of(path)
        between = {"list": ", ", "lines": "\r\n"}.get(kind)
        fields[f"{kind}/{place(where)}"] = between.join(form.texts(where)) if between else form.text(path)
    return fields


@pytest.mark.parametrize(
    "key", ["late-parcel", "overdue-invoice", "queue-quarrel", "public-review", "contract-renewal"]
)
def test_a_whole_scenario_can_be_written_by_its_form_alone(key: str) -> None:
    wanted = form_of(LIBRARY.scenario_document(key).text, key)
    form = form_of(new_scenario(LIBRARY, Channel(wanted.text(("channel",)))), key, ORDER)
    for listed in ("remedies", "not_allowed", "topics", "customers"):
        while form.size((listed,)) < wanted.size((listed,)):
            form = with_button(form, f"add/{listed}", BUTTONS)
    written = with_fields(form, typed(wanted).items())
    assert read_scenario(written.source, key) == read_scenario(wanted.source, key)
    assert written.source.count("#") >= form.source.count("#")
    assert with_fields(written, typed(wanted).items()).source == written.source


def test_only_parts_that_another_kind_of_scenario_lacks_can_be_left_out() -> None:
    form = form_of(LIBRARY.scenario_document("public-review").text, "text", ORDER)
    for kept in ("title", "customers", "customers/0/stock", "good_way", "facts"):
        assert with_button(form, f"remove/{kept}", BUTTONS).source == form.source
    assert not with_button(form, "remove/thread", BUTTONS).has(("thread",))
