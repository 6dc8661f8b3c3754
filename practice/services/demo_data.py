"""An organisation that never was, with people, groups and months of practice: to show the service, and to measure it.

Every level of a talk was given by the built-in stub to words that stand there. A few dozen talks are played; the others
are copies of these by other people on other days. What trainers say in it is drawn: see `demo_gold`.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from practice.domain.counting import counted
from practice.errors import BadInput
from practice.services.assembly import Services
from practice.services.demo_gold import DemoGold, add_comments, add_gold
from practice.services.demo_talks import WAYS, SampleTalk, SampleTalks
from practice.store.cohort import MemberRole
from practice.store.demo_data import CopyOfTalk, TalkCopier
from practice.store.person import Person, PersonRole
from practice.store.types import now

DAYS = 180
A_GROUP = 25  #: trainees
_BATCH = 250  #: talks copied in one transaction
_FIRST = "Aino Bartek Celina Dawid Elsa Filip Greta Hanna Igor Jonas Kaisa Lena Mikko Nora Oskar Petra Roope Sara Ulla"
_LAST = "Berg Czarnecka Dahl Eklund Forsman Green Halonen Ivarsson Jansen Koski Lind Mäkelä Nowak Olsen Pietrzak Rask"
_RATERS = "Tomas Tove"
_T = TypeVar("_T")


@dataclass(frozen=True)
class DemoPlan:
    """Of `talks` so many are played as are `samples`, the others copied. Every twentieth trainee has none of these."""

    organisation: str
    trainees: int
    talks: int
    samples: int
    seed: int

    def __post_init__(self) -> None:
        if not (1 <= self.trainees <= 2000 and len(WAYS) <= self.samples <= self.talks <= 100_000):
            raise BadInput(
                f"a demonstration has 1 to 2,000 trainees, {len(WAYS)} samples or more, and from as many talks as "
                "samples to 100,000"
            )


@dataclass(frozen=True)
class DemoData:
    """`trainer` trains every group. `gold` is None where the talks have too little for it."""

    admin: Person
    trainer: Person
    trainee: Person
    groups: tuple[str, ...]
    talks: int
    replies: int
    gold: DemoGold | None
    comments: int


def fill(services: Services, plan: DemoPlan, told: Callable[[str], None] = lambda _: None) -> DemoData:
    """`services` are of the stub alone. Raises Conflict where the organisation is there already."""
    chance = random.Random(plan.seed)
    services.accounts.add_organisation(plan.organisation, plan.organisation.replace("-", " ").capitalize())
    admin, trainer, trainees = _people(services, plan)
    raters = [trainer, *_raters(services, plan)]
    told(f"{counted(len(trainees), 'trainee')}, {counted(len(raters), 'trainer')}, one administrator")
    groups = tuple(_groups(services, admin, trainer, trainees))
    told(counted(len(groups), "group"))
    services.worker.start()
    samples = SampleTalks(services).played_by(trainees, plan.samples)
    services.worker.stop()
    told(f"{counted(len(samples), 'talk')} played and graded by the built-in stub")
    replies = _copy(services, list(_copies(samples, trainees, plan.talks - len(samples), chance)), samples, told)
    gold = add_gold(services, raters, [sample.id for sample in samples], chance)
    comments = add_comments(services, trainer, trainees[0])
    labelled = counted(gold.replies if gold else 0, "labelled reply", "labelled replies")
    told(f"{labelled}, {counted(comments, 'comment')}")
    return DemoData(admin, trainer, trainees[0], groups, plan.talks, replies, gold, comments)


def _people(services: Services, plan: DemoPlan) -> tuple[Person, Person, list[Person]]:
    def add(local: str, name: str, role: PersonRole) -> Person:
        return services.accounts.add_person(f"{local}@{plan.organisation}.example", name, plan.organisation, role)

    admin = add("admin", "Ada Admin", PersonRole.ADMIN)
    trainer = add("trainer", "Tina Trainer", PersonRole.TRAINER)
    first, last = _FIRST.split(), _LAST.split()
    names = (f"{first[n % len(first)]} {last[(n // len(first) + n) % len(last)]}" for n in range(plan.trainees))
    trainees = [add(f"trainee{n}", name, PersonRole.TRAINEE) for n, name in enumerate(names, start=1)]
    return admin, trainer, trainees


def _raters(services: Services, plan: DemoPlan) -> Iterator[Person]:
    """They train no group."""
    for number, name in enumerate(_RATERS.split(), start=2):
        email = f"trainer{number}@{plan.organisation}.example"
        yield services.accounts.add_person(email, f"{name} Trainer", plan.organisation, PersonRole.TRAINER)


def _groups(services: Services, admin: Person, trainer: Person, trainees: list[Person]) -> Iterator[str]:
    for number, members in enumerate(_batches(trainees, A_GROUP), start=1):
        cohort_id = services.cohorts.add(trainer, f"Group {number}")
        for member in members:
            services.cohorts.add_member(admin, cohort_id, member.email or "", MemberRole.TRAINEE)
        yield cohort_id


def _copies(
    samples: list[SampleTalk], trainees: list[Person], count: int, chance: random.Random
) -> Iterator[CopyOfTalk]:
    """People differ, and most go about it better the more they have practised."""
    of_way = [[sample.id for sample in samples if sample.way == way] for way in range(len(WAYS))]
    practising = [trainee for number, trainee in enumerate(trainees, start=1) if number % 20] or trainees
    talent = {trainee.id: chance.gauss(0, 0.8) for trainee in practising}
    begun = now() - timedelta(days=DAYS)
    for number in range(count):
        trainee, share = chance.choice(practising), number / max(1, count)
        way = round(talent[trainee.id] + share * (len(WAYS) - 1) + chance.gauss(0, 0.7))
        sample_id = chance.choice(of_way[min(max(way, 0), len(WAYS) - 1)])
        yield CopyOfTalk(sample_id, trainee.id, _at_work(begun + timedelta(days=DAYS * share), chance))


def _at_work(day: datetime, chance: random.Random) -> datetime:
    morning = day.replace(hour=6, minute=0, second=0, microsecond=0)
    return min(morning + timedelta(minutes=chance.randrange(10 * 60)), now() - timedelta(hours=1))


def _copy(services: Services, copies: list[CopyOfTalk], samples: list[SampleTalk], told: Callable[[str], None]) -> int:
    """How many replies there are then."""
    with services.database.reading() as session:
        copier = TalkCopier(session, [sample.id for sample in samples])
    done = 0
    for batch in _batches(copies, _BATCH):
        with services.database.writing() as session:
            copier.copy(session, batch)
        done += len(batch)
        told(f"{done} of {counted(len(copies), 'talk')} copied")
    return sum(copier.replies(sample_id) for sample_id in [s.id for s in samples] + [c.sample_id for c in copies])


def _batches(of: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(of)
    while batch := list(islice(rest, size)):
        yield batch
