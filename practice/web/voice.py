"""Says on every page who speaks: the built-in stub, or which language models."""

from flask import Flask

from practice.model.port import Role
from practice.services.demo_gold import DRAWN, IN_TALKS
from practice.settings import STUB
from practice.web.context import services
from practice.web.translations import gettext as _


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(voice_line=voice_line, local_mode=_local_mode)
    app.jinja_env.filters.update(model_named=model_named, has_stub=has_stub)


def voice_line() -> str:
    if services().settings.uses_stub_only():
        return _("Built-in stub, not a language model; grades are rough.")
    customer, grader = _name_of(Role.CUSTOMER), _name_of(Role.GRADER)
    if customer == grader:
        return _("Language model: %(model)s.", model=customer)
    return _(
        "The customer is played by %(customer)s, replies are graded by %(grader)s.", customer=customer, grader=grader
    )


def model_named(name: str) -> str:
    """Of one model or of a panel, such as `a + b ×3`."""
    models, times, repeats = name.partition(" ×")
    known = {
        STUB: _("the built-in stub"),
        IN_TALKS: _("the conversation's grader"),
        DRAWN: _("nobody (drawn by chance, for a demonstration)"),
    }
    return " + ".join(known.get(one, one) for one in models.split(" + ")) + times + repeats


def has_stub(name: str) -> bool:
    """Whether the built-in stub is that model, or sits in that panel."""
    return STUB in name.partition(" ×")[0].split(" + ")


def _name_of(role: Role) -> str:
    return model_named(services().voices.of(role).name)


def _local_mode() -> bool:
    return services().settings.sign_in == "local"
