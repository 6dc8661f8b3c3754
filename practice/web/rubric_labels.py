"""What the places of a rubric are called in its form."""

from flask_babel import lazy_gettext as _l

from practice.domain.yaml_form import YamlForm
from practice.web.form_labels import Labels, label_of
from practice.web.language import page_language
from practice.web.translations import gettext as _

LABELS: Labels = {
    "title": _l("Title"),
    "about": _l("What it looks at"),
    "calls": _l("Questions to the grader for each reply"),
    "criteria": _l("Criteria"),
    "criteria/*/key": _l("Key"),
    "criteria/*/weight": _l("Weight"),
    "criteria/*/scope": _l("Looks at"),
    "criteria/*/sources": _l("Sources"),
    "criteria/*/name": _l("Name on pages"),
    "criteria/*/question": _l("Question to the grader"),
    "criteria/*/levels": _l("Levels"),
    "criteria/*/levels/*": _l("Level %(level)s"),
    "criteria/*/levels/*/text": "",
    "criteria/*/checks": _l("Checks"),
    "criteria/*/checks/*": _l("Check %(number)s"),
    "criteria/*/checks/*/key": _l("Key"),
    "criteria/*/checks/*/question": _l("Question"),
    "examples": _l("Examples"),
    "examples/*/id": _l("Short name"),
    "examples/*/use": _l("Use"),
    "examples/*/needs": _l("Who must get it right"),
    "examples/*/hard": _l("Hard to tell by keywords"),
    "examples/*/language": _l("Language"),
    "examples/*/channel": _l("Channel"),
    "examples/*/situation": _l("Situation"),
    "examples/*/customer": _l("What the customer says"),
    "examples/*/reply": _l("The reply"),
    "examples/*/expected": _l("Expected levels"),
}


def criterion_names(form: YamlForm) -> list[str]:
    return [_criterion_name(form, index) for index in range(form.size(("criteria",)))]


def label_in(form: YamlForm, place: str) -> str:
    criteria = criterion_names(form)
    names = {f"criteria/{index}": name for index, name in enumerate(criteria)}
    kind, _slash, within = place.partition("/")
    number = within.partition("/")[0]
    if kind == "examples" and number.isdecimal():
        one = f"{kind}/{number}"
        names[one] = f"{_('Example')} {form.text((kind, int(number), 'id')) or int(number) + 1}"
        keys = (form.text(("criteria", index, "key")) for index in range(len(criteria)))
        names |= {f"{one}/expected/{key}": name for key, name in zip(keys, criteria, strict=True)}
    return label_of(place, LABELS, names)


def _criterion_name(form: YamlForm, index: int) -> str:
    row = ("criteria", index)
    names = (form.text((*row, *more)) for more in (("name", page_language()), ("name", "en"), ("key",)))
    return next(filter(None, names), _("new criterion"))
