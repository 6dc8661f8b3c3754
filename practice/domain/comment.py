"""What a trainer writes beside a turn, for whose talk it is."""

from dataclasses import dataclass
from datetime import datetime

#: Characters.
LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Comment:
    """`seen`: whose talk it is has had it in front of them before."""

    id: int
    turn_id: str
    author_id: int
    author: str
    words: str
    when: datetime
    seen: bool

    def is_by(self, person_id: int) -> bool:
        return self.author_id == person_id
