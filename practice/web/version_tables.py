"""How lists of rubrics, of scenarios and of their versions are sorted, and the words by which they are found."""

from practice.web.translations import gettext as _


def name_of(number: int) -> str:
    return _("version %(number)s", number=number) if number else _("the service's own text")
