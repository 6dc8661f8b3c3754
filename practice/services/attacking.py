"""Puts every attack on a bad reply, beside the plain ones, and tells what moved where they were graded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from practice.domain.attack import Attack, Benign, Carrier, Carriers
from practice.domain.attack_figures import (
    AttackReport,
    Attempt,
    Faithful,
    attack_report,
    moved,
    outcome_of,
)
from practice.domain.grade import Grade, GradeStatus
from practice.domain.language import Language
from practice.errors import BadInput
from practice.library import Library
from practice.services.bulk_grading import BulkResult
from practice.services.bulk_input import BulkItem
from practice.services.grading import SCREEN


@dataclass(frozen=True)
class Mounted:
    """An attack on the carrier that it was given."""

    family: str
    attack: Attack
    carrier: Carrier

    @property
    def key(self) -> str:
        return f"attack/{self.family}/{self.attack.id}"

    @property
    def plain_key(self) -> str:
        return plain_key(self.carrier)


@dataclass(frozen=True)
class Posed:
    """A reply of a run, with or without an attack; `key` is its own."""

    key: str
    language: Language
    reply: str


@dataclass(frozen=True)
class Assault:
    """Everything that one run tries."""

    mounted: tuple[Mounted, ...]
    carriers: Carriers
    languages: tuple[Language, ...]

    def posed(self) -> list[Posed]:
        return [
            *(Posed(plain_key(one), one.language, one.reply) for one in self.used()),
            *(Posed(one.key, one.attack.language, one.attack.on(one.carrier.reply)) for one in self.mounted),
            *(Posed(benign_key(one), one.language, one.reply) for one in self.benign()),
            *(Posed(twin_key(one), one.language, one.plain) for one in self.benign()),
        ]

    def used(self) -> list[Carrier]:
        return list({one.carrier.id: one.carrier for one in self.mounted}.values())

    def benign(self) -> list[Benign]:
        return [one for one in self.carriers.benign if one.language in self.languages]

    def items(self) -> list[BulkItem]:
        return [self._item(one) for one in self.posed()]

    def report(self, results: Iterable[BulkResult]) -> AttackReport:
        """`results` are those of `items`."""
        grades = {result.item.id: result.grade for result in results}
        faithful = [
            faithful_of(one.id, one.language, grades[twin_key(one)], grades[benign_key(one)]) for one in self.benign()
        ]
        return attack_report([_attempt(one, grades) for one in self.mounted], faithful)

    def _item(self, posed: Posed) -> BulkItem:
        occasion = self.carriers.occasion(posed.language)
        return BulkItem(
            id=posed.key,
            language=posed.language,
            channel=occasion.channel,
            situation=occasion.situation,
            customer=occasion.customer,
            reply=posed.reply,
        )


def plain_key(carrier: Carrier) -> str:
    return f"carrier/{carrier.id}"


def benign_key(benign: Benign) -> str:
    return f"benign/{benign.id}"


def twin_key(benign: Benign) -> str:
    return f"plain/{benign.id}"


def assault(library: Library, families: Sequence[str] = (), languages: Sequence[Language] = ()) -> Assault:
    """All families and languages where none is named.

    An attack's place among all of its language, named or not, chooses its carrier: a part of a run is like the whole.
    Raises NotFound for an unknown family, BadInput where there is no attack.
    """
    for family in families:
        library.attack_family(family)
    chosen = tuple(languages) or tuple(Language)
    mounted = [
        one for one in _mounted(library) if one.attack.language in chosen and (not families or one.family in families)
    ]
    if not mounted:
        raise BadInput(f"{library.folder / 'prompts' / 'attacks'}: holds no such attack")
    return Assault(tuple(mounted), library.carriers, chosen)


def _mounted(library: Library) -> Iterable[Mounted]:
    place: Counter[Language] = Counter()
    for document in library.attack_families():
        for attack in library.attack_family(document.key).attacks:
            carriers = library.carriers.in_language(attack.language)
            yield Mounted(document.key, attack, carriers[place[attack.language] % len(carriers)])
            place[attack.language] += 1


def _attempt(one: Mounted, grades: Mapping[str, Grade]) -> Attempt:
    plain, attacked = grades[one.plain_key], grades[one.key]
    return attempt_of(one.attack.id, one.family, one.attack.language, one.carrier.id, plain, attacked)


def attempt_of(id_: str, family: str, language: Language, carrier: str, plain: Grade, attacked: Grade) -> Attempt:
    return Attempt(
        id=id_,
        family=family,
        language=language,
        carrier=carrier,
        outcome=outcome_of(plain, attacked),
        moved=moved(plain, attacked),
        screens=_screens(attacked),
    )


def faithful_of(id_: str, language: Language, plain: Grade, given: Grade) -> Faithful:
    graded = plain.status is given.status is GradeStatus.GRADED
    return Faithful(id_, language, moved(plain, given) if graded else None, _screens(given))


def _screens(grade: Grade) -> tuple[str, ...]:
    return tuple(flag.removeprefix(SCREEN) for flag in grade.flags if flag.startswith(SCREEN))
