"""What changes comments, and how it answers whom."""

from tests.web.routes import Row, WithAccounts

_TURN, _ANSWER = "/turns/<id:turn_id>/comments", "/turns/{answer}/comments"
#: On a turn of the owner's: they see it, and only their trainer writes beside it.
_COMMENT = WithAccounts(401, 403, 404, 303, 404, 404, 404, 404, 403)

COMMENTS = (
    Row("POST", _TURN, _ANSWER, None, _COMMENT, (("words", "Well said."),)),
    Row("POST", f"{_TURN}/withdraw", f"{_ANSWER}/withdraw", None, _COMMENT, (("comment", "1"),)),
)
