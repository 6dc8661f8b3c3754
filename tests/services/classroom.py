"""Two organisations, each with a cohort: people who may read each other's talks, and people who may not."""

from dataclasses import dataclass

from practice.services.assembly import Services
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.person import Person, PersonRole


@dataclass(frozen=True)
class Classroom:
    """The owner and a fellow practise with `trainer`; `other_trainer` has another cohort of the same organisation."""

    cohort_id: str
    owner: Person
    fellow: Person
    trainer: Person
    other_trainer: Person
    admin: Person
    foreign_trainer: Person
    foreign_admin: Person

    @property
    def strangers(self) -> tuple[Person, ...]:
        return (self.fellow, self.other_trainer, self.admin, self.foreign_trainer, self.foreign_admin)


def classroom(services: Services) -> Classroom:
    services.accounts.add_organisation("shop", "The Shop")
    services.accounts.add_organisation("bank", "The Bank")

    def person(name: str, role: PersonRole, key: str = "shop") -> Person:
        return services.accounts.add_person(f"{name.lower()}@{key}.example", name, key, role)

    room = Classroom(
        "",
        person("Olivia", PersonRole.TRAINEE),
        person("Felix", PersonRole.TRAINEE),
        person("Tilda", PersonRole.TRAINER),
        person("Otto", PersonRole.TRAINER),
        person("Ada", PersonRole.ADMIN),
        person("Tibor", PersonRole.TRAINER, "bank"),
        person("Abel", PersonRole.ADMIN, "bank"),
    )
    cohort_id = add_cohort(services, "Spring", room.trainer, room.owner, room.fellow)
    add_cohort(services, "Autumn", room.other_trainer)
    add_cohort(services, "Tellers", room.foreign_trainer)
    return Classroom(cohort_id, *(getattr(room, name) for name in list(Classroom.__dataclass_fields__)[1:]))


def add_cohort(services: Services, name: str, trainer: Person, *trainees: Person) -> str:
    with services.database.writing() as session:
        cohort = CohortRow(organisation_id=trainer.organisation_id or 0, name=name)
        session.add(cohort)
        session.flush()
        session.add(MembershipRow(cohort_id=cohort.id, person_id=trainer.id, role=MemberRole.TRAINER.value))
        for trainee in trainees:
            session.add(MembershipRow(cohort_id=cohort.id, person_id=trainee.id, role=MemberRole.TRAINEE.value))
        return cohort.id
