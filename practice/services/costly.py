"""How much one person may ask of models and mail in a time; an organisation's figures go before the deployment's."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from practice.errors import TooMuch
from practice.settings import Settings
from practice.store.costly_act import (
    Allowance,
    CostlyAct,
    add_costly_act,
    drop_costly_acts_before,
    free_at,
)
from practice.store.person import Person, hold_person
from practice.store.types import now

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_TRIALS_AN_HOUR = 10
MOST_INVITATIONS_AN_HOUR = 60


class CostlyActs:
    """Each is counted in the transaction of what it allows, so that what fails costs nothing. Raises TooMuch."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        self._talks = Allowance(CostlyAct.TALK, settings.most_talks_a_day, DAY)
        self._asks = Allowance(CostlyAct.ASK, settings.most_asks_an_hour, HOUR)
        self._trials = Allowance(CostlyAct.MODEL_TRIAL, MOST_TRIALS_AN_HOUR, HOUR)
        self._invitations = Allowance(CostlyAct.INVITATION, MOST_INVITATIONS_AN_HOUR, HOUR)
        self._clock = clock

    def count_talk(self, session: Session, person: Person) -> None:
        hold_person(session, person.id)
        self._count(session, person, self._talks)
        drop_costly_acts_before(session, self._clock() - DAY)

    def count_ask(self, session: Session, person: Person) -> None:
        """Of somebody who is held by the lock on their talk."""
        self._count(session, person, self._asks)

    def count_trial(self, session: Session, person: Person) -> None:
        hold_person(session, person.id)
        self._count(session, person, self._trials)

    def count_invitation(self, session: Session, person: Person) -> None:
        hold_person(session, person.id)
        self._count(session, person, self._invitations)

    def _count(self, session: Session, person: Person, allowance: Allowance) -> None:
        moment = self._clock()
        if not add_costly_act(session, person, allowance, moment):
            wait = free_at(session, person, allowance, moment) - moment
            raise TooMuch(max(1, math.ceil(wait.total_seconds())))
