"""Puts every attack on a bad reply, has all of them graded beside the plain ones, and tells what moved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from practice.domain.attack import Attack, Carrier, Carriers
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


@dataclass(frozen=True)
class Assault:
    """Everything that one run grades."""

    mounted: tuple[Mounted, ...]
    carriers: Carriers
    languages: tuple[Language, ...]

    def items(self) -> list[BulkItem]:
        benign = [one for one in self.carriers.benign if one.language in self.languages]
        return [
            *(self._item(_plain(one.id), one.language, one.reply) for one in self._used()),
            *(
                self._item(_attacked(one), one.attack.language, one.attack.on(one.carrier.reply))
                for one in self.mounted
            ),
            *(self._item(_benign(one.id), one.language, one.reply) for one in benign),
            *(self._item(_twin(one.id), one.language, one.plain) for one in benign),
        ]

    def report(self, results: Iterable[BulkResult]) -> AttackReport:
        """`results` are those of `items`."""
        grades = {result.item.id: result.grade for result in results}
        benign = [one for one in self.carriers.benign if one.language in self.languages]
        faithful = [_faithful(one.id, one.language, grades[_twin(one.id)], grades[_benign(one.id)]) for one in benign]
        return attack_report([_attempt(one, grades) for one in self.mounted], faithful)

    def _used(self) -> list[Carrier]:
        return list({one.carrier.id: one.carrier for one in self.mounted}.values())

    def _item(self, id_: str, language: Language, reply: str) -> BulkItem:
        occasion = self.carriers.occasion(language)
        return BulkItem(
            id=id_,
            language=language,
            channel=occasion.channel,
            situation=occasion.situation,
            customer=occasion.customer,
            reply=reply,
        )


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
    plain, attacked = grades[_plain(one.carrier.id)], grades[_attacked(one)]
    return Attempt(
        id=one.attack.id,
        family=one.family,
        language=one.attack.language,
        carrier=one.carrier.id,
        outcome=outcome_of(plain, attacked),
        moved=moved(plain, attacked),
        screens=_screens(attacked),
    )


def _faithful(id_: str, language: Language, plain: Grade, given: Grade) -> Faithful:
    graded = plain.status is given.status is GradeStatus.GRADED
    return Faithful(id_, language, moved(plain, given) if graded else None, _screens(given))


def _screens(grade: Grade) -> tuple[str, ...]:
    return tuple(flag.removeprefix(SCREEN) for flag in grade.flags if flag.startswith(SCREEN))


def _plain(carrier: str) -> str:
    return f"carrier/{carrier}"


def _attacked(one: Mounted) -> str:
    return f"attack/{one.family}/{one.attack.id}"


def _benign(reply: str) -> str:
    return f"benign/{reply}"


def _twin(reply: str) -> str:
    return f"plain/{reply}"
