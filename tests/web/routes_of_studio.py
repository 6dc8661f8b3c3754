"""The pages on which trainers write scenarios and try them, and how they answer whom."""

from tests.web.routes import Form, Row, WithAccounts

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
_PAGE = WithAccounts(303, 403, 403, 200, 200, 200, 200, 200, 403)
_CHANGE = WithAccounts(401, 403, 403, 303, 303, 303, 303, 303, 403)
#: Of what the owner's organisation wrote.
_OWN_PAGE = WithAccounts(303, 403, 403, 200, 200, 404, 200, 404, 403)
_OWN_CHANGE = WithAccounts(401, 403, 403, 303, 303, 404, 303, 404, 403)

_SCENARIO, _PARCEL = "/studio/scenarios/<key>", "/studio/scenarios/late-parcel"
_VERSION = f"{_SCENARIO}/versions/<int(max=2147483647):number>"
_DRAFT = f"{_PARCEL}/versions/{{scenario_version}}"
_SIMULATION = "/studio/simulations/<id:simulation_id>"
_CHOICES: Form = (("language", "en"), ("difficulty", "3"))

STUDIO = (
    Row("GET", "/studio/scenarios", "/studio/scenarios", None, _PAGE),
    Row("GET", "/studio/new", "/studio/new", None, _PAGE),
    Row("POST", "/studio/new", "/studio/new", None, _CHANGE, (("key", "a-{fresh}"), ("start", "like:late-parcel"))),
    Row("GET", _SCENARIO, _PARCEL, None, _PAGE),
    Row("GET", f"{_SCENARIO}/edit", f"{_PARCEL}/edit", None, _PAGE),
    Row("GET", f"{_SCENARIO}/compare", f"{_PARCEL}/compare", None, _PAGE),
    Row("GET", _VERSION, _DRAFT, None, _OWN_PAGE),
    Row("GET", f"{_VERSION}/file", f"{_DRAFT}/file", None, _OWN_PAGE, audited=True),
    Row(
        "POST",
        f"{_SCENARIO}/versions",
        f"{_PARCEL}/versions",
        None,
        _CHANGE,
        (("text", "{scenario_text}"), ("from", "0"), ("seen", "99")),
    ),
    Row(
        "POST",
        f"{_VERSION}/publish",
        f"{_DRAFT}/publish",
        None,
        _OWN_CHANGE,
        (("note", "Better"), ("instead_of", "{scenario_in_force}")),
    ),
    Row("GET", f"{_VERSION}/retire", f"{_DRAFT}/retire", None, _OWN_PAGE),
    Row("POST", f"{_VERSION}/retire", f"{_DRAFT}/retire", None, _OWN_CHANGE),
    Row("POST", f"{_VERSION}/talks", f"{_DRAFT}/talks", None, _OWN_CHANGE, _CHOICES),
    Row(
        "POST",
        f"{_VERSION}/simulations",
        f"{_DRAFT}/simulations",
        None,
        _OWN_CHANGE,
        (*_CHOICES, ("trainee", "skilled")),
    ),
    Row("GET", _SIMULATION, "/studio/simulations/{simulation}", None, _OWN_PAGE),
    Row("POST", f"{_SIMULATION}/go-on", "/studio/simulations/{simulation}/go-on", None, _OWN_CHANGE),
)
