"""Who is here. In local mode a name is enough."""

from practice.errors import BadInput
from practice.store.database import Database
from practice.store.person import Person, PersonRole, person_by_id, person_called
from practice.store.types import storable

LONGEST_NAME = 80
#: Not printable by themselves; names of some scripts, and emoji, are written with them.
JOINERS = "\u200c\u200d"


def name_to_keep(name: str) -> str:
    """With single spaces, and without signs that steer a terminal or turn the way of reading.

    Raises BadInput for an empty or over-long name.
    """
    name = " ".join(storable(name).split())
    name = "".join(sign if sign.isprintable() or sign in JOINERS else "\ufffd" for sign in name)
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"a name has 1 to {LONGEST_NAME} characters")
    return name


class PeopleService:
    def __init__(self, database: Database) -> None:
        self._database = database

    def called(self, name: str, role: PersonRole) -> Person:
        """The person of that name and role, new or known. Raises BadInput for an empty or over-long name."""
        name = name_to_keep(name)
        with self._database.writing() as session:
            return person_called(session, name, role)

    def by_id(self, person_id: int) -> Person | None:
        with self._database.reading() as session:
            return person_by_id(session, person_id)
