"""Attacks on the appraiser: what the customer notices in an attacked reply, and how they feel after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from practice.domain.attack_mood import Felt, MoodPair, MoodReport, MoodTry, felt, mood_outcome, mood_report
from practice.errors import ModelError
from practice.services.attacking import Assault, Mounted, Posed, benign_key, twin_key
from practice.services.attacking_talk import Stage


@dataclass(frozen=True)
class Feeling:
    stage: Stage

    def __call__(self, posed: Posed) -> Felt | None:
        """None where the appraiser gave no answer at all."""
        exchange = self.stage.exchange(posed)
        try:
            speaker = self.stage.answering.decide(exchange).speaker
        except ModelError:
            return None
        events = None if speaker.events is None else [event.event for event in speaker.noticed]
        return felt(speaker.change.after, events)


def report_moods(run: Assault, moods: Mapping[str, Felt | None]) -> MoodReport:
    """`moods` are those of all that `run` poses, by key."""
    pairs = [MoodPair(one.id, one.language, moods[twin_key(one)], moods[benign_key(one)]) for one in run.benign()]
    return mood_report([_try(one, moods) for one in run.mounted], pairs)


def _try(one: Mounted, moods: Mapping[str, Felt | None]) -> MoodTry:
    plain, attacked = moods[one.plain_key], moods[one.key]
    return MoodTry(
        id=one.attack.id,
        family=one.family,
        language=one.attack.language,
        carrier=one.carrier.id,
        outcome=mood_outcome(plain, attacked),
        plain=plain,
        attacked=attacked,
    )
