"""Rubrics of an organisation: for its trainers and administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, render_template, request, url_for

from practice.domain.yaml_form import YamlForm
from practice.services.rubric_advice import Advice
from practice.services.rubrics import LONGEST_NOTE, RubricMistake, RubricText
from practice.store.version import VersionStatus
from practice.web.context import current_person, services
from practice.web.previews import SINCE
from practice.web.rubric_labels import label_in
from practice.web.rubric_parts import part_of
from practice.web.tables import listed
from practice.web.version_tables import STATUSES, rubrics_table, version_lines, versions_table
from practice.web.versions import RUBRICS, Answer
from practice.web.yaml_fields import place_of

pages = Blueprint("rubrics", __name__, url_prefix="/rubrics")

_VERSION = "/<key>/versions/<int(max=2147483647):number>"


@pages.get("")
def overview() -> str:
    glances = services().preview_glances.of(current_person())
    rubrics = services().rubrics.of(current_person())
    return render_template(
        "rubrics/overview.html",
        versioned=RUBRICS,
        texts=listed(rubrics_table(glances), rubrics, url_for("rubrics.overview")),
        glances=glances,
        statuses=STATUSES,
    )


@pages.get("/<key>")
def show(key: str) -> str:
    rubric = services().rubrics.rubric(current_person(), key)
    glances = services().preview_glances.of(current_person(), key)
    return render_template(
        "rubrics/show.html",
        versioned=RUBRICS,
        summary=rubric,
        versions=listed(versions_table(key, glances), version_lines(rubric), url_for("rubrics.show", key=key)),
        glances=glances,
        statuses=STATUSES,
        longest_note=LONGEST_NOTE,
    )


@pages.get(_VERSION)
def version(key: str, number: int) -> str:
    return _version(key, number)


@pages.get(f"{_VERSION}/file")
def download(key: str, number: int) -> Response:
    found = services().rubrics.text(current_person(), key, number)
    response = Response(found.text, content_type="text/yaml; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{key}.yaml")
    return response


@pages.get("/<key>/edit")
def edit(key: str) -> str:
    return RUBRICS.source(*RUBRICS.opened(key))


@pages.post("/<key>/versions")
def save(key: str) -> Answer:
    return RUBRICS.kept_as_sent(key)


@pages.post(f"{_VERSION}/publish")
def publish(key: str, number: int) -> Answer:
    return RUBRICS.published(key, number, partial(_version, key, number))


@pages.get(f"{_VERSION}/retire")
def ask_to_retire(key: str, number: int) -> Answer | str:
    return RUBRICS.asked_to_retire(key, number)


@pages.post(f"{_VERSION}/retire")
def retire(key: str, number: int) -> Answer:
    return RUBRICS.retired(key, number, partial(_version, key, number))


@pages.get("/<key>/compare")
def compare(key: str) -> str:
    return RUBRICS.compared(key)


def _version(key: str, number: int, problem: str = "") -> str:
    found = services().rubrics.text(current_person(), key, number)
    advice = services().rubric_advice.on(current_person(), key, found.text) if _can_be_published(found) else Advice()
    return render_template(
        "rubrics/version.html",
        versioned=RUBRICS,
        found=found,
        advice=_placed(advice.other, found.text),
        giving_away=_placed(advice.giving_away, found.text),
        glanced=services().previews.newest(current_person(), found),
        measured_as=services().preview_glances.of(current_person(), key).get((key, number)),
        SINCE=SINCE,
        statuses=STATUSES,
        problem=problem,
        form=request.form,
        longest_note=LONGEST_NOTE,
    )


@dataclass(frozen=True)
class _Placed:
    """`at` is the part of the form in which the mistake stands, `label` what its place is called there."""

    mistake: RubricMistake
    at: str
    label: str


def _placed(mistakes: Iterable[RubricMistake], text: str) -> list[_Placed]:
    form = YamlForm(text)
    return [_Placed(one, part_of(place), label_in(form, place)) for one in mistakes for place in (place_of(one),)]


def _can_be_published(found: RubricText) -> bool:
    return found.version is not None and found.version.status is not VersionStatus.PUBLISHED
