"""The routes of the queue, and how they answer whom."""

from tests.web.routes import Row, WithAccounts

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
#: Everybody sees the talks that they may read.
QUEUE_PAGE = WithAccounts(303, 403, 403, 200, 200, 200, 200, 200, 403)
#: Of a grade of the owner's.
QUEUE_CHANGE = WithAccounts(401, 403, 403, 303, 404, 404, 404, 404, 403)

_ENTRY, _GRADE = "/queue/<int(max=2147483647):grade_id>", "/queue/{grade}"
REVIEW = (
    Row("GET", "/queue", "/queue", None, QUEUE_PAGE),
    Row("POST", f"{_ENTRY}/assign", f"{_GRADE}/assign", None, QUEUE_CHANGE, (("to", "me"), ("seen", ""))),
    Row("POST", f"{_ENTRY}/done", "/queue/{flagged_grade}/done", None, QUEUE_CHANGE),
    Row("POST", "/queue/done", "/queue/done", None, QUEUE_CHANGE, (("entry", "{flagged_grade}"),)),
    Row("POST", f"{_ENTRY}/open", f"{_GRADE}/open", None, QUEUE_CHANGE),
)
