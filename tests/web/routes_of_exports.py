"""Files that are taken out: of a group by its trainers, and of what is one's own."""

from tests.web.routes import Row, WithAccounts, all_but

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
#: An administrator sees the group, and takes out only what they train.
OF_GROUP = WithAccounts(303, 404, 404, 200, 404, 404, 403, 404, 403)

#: Of the visitor's own organisation.
ADMINS = WithAccounts(303, 403, 403, 403, 403, 403, 200, 200, 403)

EXPORTS = (
    Row("GET", "/cohorts/<id:cohort_id>/export", "/cohorts/{cohort}/export", None, OF_GROUP),
    Row(
        "GET",
        "/cohorts/<id:cohort_id>/export/file",
        "/cohorts/{cohort}/export/file",
        None,
        OF_GROUP,
        audited=True,
    ),
    Row("GET", "/account/export", "/account/export", None, all_but(200, anonymous=303, disabled=403), audited=True),
    Row("GET", "/administration/records", "/administration/records", None, ADMINS),
)
