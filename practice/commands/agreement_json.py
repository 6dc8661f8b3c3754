"""An agreement run as JSON: the keys are the names of the domain's fields; what is not known is null."""

from dataclasses import fields, is_dataclass
from typing import Any

from practice.commands.agreement_keeping import Kept
from practice.commands.agreement_run import Run
from practice.domain.agreement import Coverage, ShownTable
from practice.domain.teaching import TeachProposal, as_yaml

_DIGITS = 4


def as_json(run: Run) -> dict[str, Any]:
    return {
        "grader": _plain(run.grader),
        **_plain(run.report),
        "against": None if run.comparison is None else {"grader": _plain(run.second), **_plain(run.comparison)},
        "recalibration": _plain(run.recalibrations),
        "kept": None if run.kept is None else {**_plain(run.kept.proposals), **_about(run.kept)},
        "teach": None
        if run.teaching is None
        else {"proposals": [_teaching(one) for one in run.teaching], "yaml": as_yaml(run.teaching)},
    }


def _about(kept: Kept) -> dict[str, Any]:
    talks = {"rubric": kept.talks.rubric.key, "grader": kept.talks.grader, "moved": not kept.unlike_talks}
    return {"talks": talks, "fitted_without": kept.fitted_without, "undo": kept.undo}


def _teaching(proposal: TeachProposal) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "label_id": proposal.reply.id,
        "gap": _plain(proposal.gap),
        "expected": proposal.expected,
        "reason": proposal.reason,
    }


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON has
    if is_dataclass(value):
        shown = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, Coverage):
            shown["share"] = _plain(value.share)
        if isinstance(value, ShownTable):
            shown["agreement"] = _plain(value.agreement)
        return shown
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return round(value, _DIGITS) + 0.0 if isinstance(value, float) else value  # + 0.0: no -0.0
