"""Files of replies as trainers have them, and the shop's people who take them in."""

from practice.domain.rubric import NOT_SHOWN
from practice.services.assembly import Services
from practice.services.gold_import import Imported, LabelsFile, OddColumns
from practice.store.gold import GoldItem
from practice.store.gold_reading import gold_items
from practice.store.person import Person
from tests.services.talk import CRITERIA

HEAD = "id,language,channel,situation,customer,reply"


def csv_file(*rows: str, head: str = f"{HEAD},empathy", name: str = "labels.csv") -> LabelsFile:
    return LabelsFile(name, "\n".join([head, *rows]))


def row(number: int, *levels: str, reply: str = "") -> str:
    return ",".join([f"r{number}", "en", "email", "Late.", "Where is it?", reply or f"Reply {number}.", *levels])


def new_set(services: Services, person: Person, *rows: str, name: str = "Spring") -> str:
    """The id of a gold set that holds these rows."""
    set_id = services.gold.make(person, name, "frontline")
    if rows:
        taken = services.gold.import_file(person, set_id, csv_file(*rows))
        assert isinstance(taken, Imported | OddColumns)
        assert taken == Imported(len(rows), 0, sum(bool(one.split(",")[6:]) for one in rows))
    return set_id


def items(services: Services, gold_set_id: str) -> list[GoldItem]:
    with services.database.reading() as session:
        return gold_items(session, gold_set_id)


def all_levels(level: int | None) -> dict[str, int | None]:
    return dict.fromkeys(CRITERIA, level)


def labels_in(item: GoldItem) -> dict[str, str]:
    """`rater:criterion` -> level."""
    return {
        f"{label.rater}:{label.criterion}": NOT_SHOWN if label.level is None else str(label.level)
        for label in item.reply.labels
    }
