"""Routes of previews, and of trying one reply. {preview} and {labelled_set} are of the owner's organisation."""

from practice.domain.labels import Label, LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.services.assembly import Services
from practice.store.gold import GoldSource
from practice.store.gold_writing import add_gold_item, add_gold_set
from practice.store.person import Person
from tests.web.routes import Form, Row, WithAccounts

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
_PAGE = WithAccounts(303, 403, 403, 200, 200, 404, 200, 404, 403)
_CHANGE = WithAccounts(401, 403, 403, 303, 303, 404, 303, 404, 403)
#: It answers with the page itself: nothing of it is kept.
_TRIED = WithAccounts(401, 403, 403, 200, 200, 404, 200, 404, 403)

_VERSION = "/rubrics/<key>/versions/<int(max=2147483647):number>"
_DRAFT = "/rubrics/frontline/versions/{rubric_version}"
_PREVIEW = "/previews/<id:preview_id>"
_BEGUN: Form = (("gold_set", "{labelled_set}"), ("instead_of", "{rubric_in_force}"))
_REPLY: Form = (
    ("language", "en"),
    ("channel", "phone"),
    ("situation", "It is late."),
    ("customer", "Where is it?"),
    ("reply", "I shall look."),
)
PREVIEWS = (
    Row("GET", f"{_VERSION}/preview", f"{_DRAFT}/preview", None, _PAGE),
    Row("POST", f"{_VERSION}/preview", f"{_DRAFT}/preview", None, _CHANGE, _BEGUN),
    Row("GET", _PREVIEW, "/previews/{preview}", None, _PAGE),
    Row("GET", f"{_PREVIEW}/progress", "/previews/{preview}/progress", None, _PAGE),
    Row("POST", f"{_PREVIEW}/continue", "/previews/{preview}/continue", None, _CHANGE),
    Row("GET", f"{_VERSION}/try", f"{_DRAFT}/try", None, _PAGE),
    Row("POST", f"{_VERSION}/try", f"{_DRAFT}/try", None, _TRIED, _REPLY),
)


def previewed(services: Services, trainer: Person, number: str, in_force: str) -> dict[str, str]:
    """A set of one labelled reply, and a preview of that draft on it that nobody works on."""
    reply = LabelledReply(
        "r1", Language.EN, Channel.PHONE, "It is late.", "Where?", "Soon.", (Label("Tilda", "calmness", 3),)
    )  # fmt: skip
    with services.database.writing() as session:
        set_id = add_gold_set(session, trainer.organisation_id or 0, "frontline", "Spring", trainer.id)
        add_gold_item(session, set_id, reply, source=GoldSource.IMPORTED, added_by=trainer.id)
    begun = services.previews.begin(trainer, "frontline", int(number), set_id, instead_of=int(in_force))
    assert isinstance(begun, str), begun
    return {"labelled_set": set_id, "preview": begun}
