"""What trainers said of a person's talks and they have not seen yet, talk by talk."""

from dataclasses import dataclass
from datetime import datetime

from practice.domain.scenario import Scenario
from practice.library import read_kept_scenario
from practice.services.comments import CommentService
from practice.services.judging import JudgingService, NewLevel
from practice.store.comment_reading import NewComments
from practice.store.database import Database
from practice.store.judging_news import NewJudgement
from practice.store.person import Person
from practice.store.review_queue import scenario_texts


@dataclass(frozen=True)
class TalkNews:
    """Of one talk. `comments` is None where only levels are new."""

    conversation_id: str
    started_at: datetime
    scenario: Scenario
    comments: NewComments | None = None
    levels: tuple[NewLevel, ...] = ()


class NewsService:
    def __init__(self, database: Database, comments: CommentService, judging: JudgingService) -> None:
        self._database = database
        self._comments = comments
        self._judging = judging

    def new_for(self, person: Person) -> tuple[TalkNews, ...]:
        """On the person's own talks, the newest talk first; their report is where they see it."""
        comments = {one.conversation_id: one for one in self._comments.new_for(person)}
        levels = self._judging.new_for(person)
        talks: dict[str, NewComments | NewJudgement] = {
            level.judgement.conversation_id: level.judgement for level in levels
        }
        talks.update(comments)
        scenarios = self._scenarios({one.scenario_version_id for one in talks.values()})
        found = (
            TalkNews(
                talk_id,
                one.started_at,
                scenarios[one.scenario_version_id],
                comments.get(talk_id),
                tuple(level for level in levels if level.judgement.conversation_id == talk_id),
            )
            for talk_id, one in talks.items()
        )
        return tuple(sorted(found, key=lambda talk: (talk.started_at, talk.conversation_id), reverse=True))

    def _scenarios(self, version_ids: set[int]) -> dict[int, Scenario]:
        if not version_ids:
            return {}
        with self._database.reading() as session:
            texts = scenario_texts(session, version_ids)
        return {id_: read_kept_scenario(text, f"scenario {key}") for id_, (key, text) in texts.items()}
