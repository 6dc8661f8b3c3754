"""The routes of labelled replies, and how they answer whom."""

from tests.web.routes import Form, Row, WithAccounts

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
_TRAINERS_PAGE = WithAccounts(303, 403, 403, 200, 200, 200, 200, 200, 403)
_TRAINERS_CHANGE = WithAccounts(401, 403, 403, 303, 303, 303, 303, 303, 403)
#: Of a set of the owner's organisation.
SET_PAGE = WithAccounts(303, 403, 403, 200, 200, 404, 200, 404, 403)
SET_LEADS_ON = WithAccounts(303, 403, 403, 303, 303, 404, 303, 404, 403)
SET_CHANGE = WithAccounts(401, 403, 403, 303, 303, 404, 303, 404, 403)
#: Of a reply of the owner's, whom the trainer trains.
KEEP_PAGE = WithAccounts(303, 403, 403, 200, 404, 404, 404, 404, 403)
KEEP_CHANGE = WithAccounts(401, 403, 403, 303, 404, 404, 404, 404, 403)
#: Of a reply that the trainer has labelled: what others labelled is not there to be labelled again.
AGAIN_PAGE = WithAccounts(303, 403, 403, 200, 404, 404, 404, 404, 403)
AGAIN_CHANGE = WithAccounts(401, 403, 403, 303, 404, 404, 404, 404, 403)

_SET, _MINE = "/gold/<id:gold_set_id>", "/gold/{gold_set}"
_LABEL, _ONE = f"{_SET}/label/<int(max=2147483647):gold_item_id>", f"{_MINE}/label/{{gold_item}}"
_REPLIES, _ITEM = f"{_SET}/replies/<int(max=2147483647):gold_item_id>", f"{_MINE}/replies/{{gold_item}}"
_AGAIN, _TWICE = f"{_SET}/label/again", f"{_MINE}/label/again/{{own_item}}"
_KEEP, _REPLY = "/gold/keep/<id:turn_id>", "/gold/keep/{lost_reply}"
_FILE: Form = (
    ("name", "labels.csv"),
    ("text", "id,language,channel,situation,customer,reply\nr2,en,email,Late.,Where is it?,On its way."),
)
_LEVELS: Form = tuple((f"level-{key}", "4") for key in ("calmness", "empathy", "solutions", "level_tone"))

GOLD = (
    Row("GET", "/gold", "/gold", None, _TRAINERS_PAGE),
    Row("POST", "/gold", "/gold", None, _TRAINERS_CHANGE, (("name", "Spring"), ("rubric", "frontline"))),
    Row("GET", _SET, _MINE, None, SET_PAGE),
    Row("POST", f"{_SET}/archive", f"{_MINE}/archive", None, SET_CHANGE),
    Row("GET", f"{_SET}/agreement", f"{_MINE}/agreement", None, SET_PAGE),
    Row("GET", f"{_SET}/teach", f"{_MINE}/teach", None, SET_PAGE),
    Row("GET", f"{_SET}/file", f"{_MINE}/file", None, SET_PAGE, audited=True),
    Row("GET", f"{_SET}/import", f"{_MINE}/import", None, SET_PAGE),
    Row("POST", f"{_SET}/import", f"{_MINE}/import", None, SET_CHANGE, _FILE),
    Row("POST", f"{_SET}/name", f"{_MINE}/name", None, SET_CHANGE, (("name", "Autumn"), ("seen", "Spring"))),
    Row("POST", f"{_REPLIES}/take-out", f"{_ITEM}/take-out", None, SET_CHANGE),
    Row("POST", f"{_REPLIES}/put-back", f"{_ITEM}/put-back", None, SET_CHANGE),
    Row("GET", _KEEP, _REPLY, None, KEEP_PAGE, audited=True),
    Row("POST", _KEEP, _REPLY, None, KEEP_CHANGE, (("set", "{gold_set}"),)),
    Row("GET", f"{_SET}/label", f"{_MINE}/label", None, SET_LEADS_ON),
    Row("GET", _LABEL, _ONE, None, SET_PAGE),
    Row("POST", _LABEL, _ONE, None, SET_CHANGE, _LEVELS),
    Row("GET", _AGAIN, f"{_MINE}/label/again", None, SET_PAGE),
    Row("GET", f"{_AGAIN}/<int(max=2147483647):gold_item_id>", _TWICE, None, AGAIN_PAGE),
    Row("POST", f"{_AGAIN}/<int(max=2147483647):gold_item_id>", _TWICE, None, AGAIN_CHANGE, _LEVELS),
)
