"""Says on every page who speaks: the built-in stub, or which language models."""

from flask import Flask

from practice.model.port import Role
from practice.settings import STUB
from practice.web.context import services
from practice.web.translations import gettext as _


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(voice_line=voice_line, local_mode=_local_mode)
    app.jinja_env.filters["model_named"] = model_named


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
    told = (_("the built-in stub") if one == STUB else one for one in models.split(" + "))
    return " + ".join(told) + times + repeats


def _name_of(role: Role) -> str:
    return model_named(services().voices.of(role).name)


def _local_mode() -> bool:
    return services().settings.sign_in == "local"
