"""What an organisation sets for itself: limits, and the ways in which its people sign in."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.errors import BadInput, Conflict
from practice.services.access import require_in_organisation
from practice.services.account_changes import administered
from practice.services.ways import set_up_in, ways_into
from practice.settings import Settings
from practice.store.account import account_with_id, can_sign_in, hold_admins
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.directory import has_identity
from practice.store.organisation import Organisation, keep_settings, organisation_to_change, organisation_with_id
from practice.store.person import Person

LEAST, MOST = 1, 100_000
_AUDITED = ("most_talks_a_day", "most_asks_an_hour", "password_sign_in", "link_sign_in")


@dataclass(frozen=True)
class OwnLimits:
    """None is the deployment's own limit."""

    most_talks_a_day: int | None = None
    most_asks_an_hour: int | None = None


@dataclass(frozen=True)
class WaysIn:
    """What is set up in the deployment. Links need its e-mail; there is no switch for OpenID Connect."""

    organisation: Organisation
    mail: bool
    provider: str | None
    #: Whether the one who asks has signed in by that provider.
    has_identity: bool


def limit_written(written: str) -> int | None:
    """None for nothing. Raises BadInput."""
    written = written.strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(MOST)):
        raise BadInput(f"{written[:20]!r} is no limit; write a whole number from {LEAST} to {MOST}, or nothing")
    return _in_range(int(written))


class OrganisationSettingsService:
    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    def of(self, by: Person) -> Organisation:
        """Raises NotAllowed."""
        organisation_id = require_in_organisation(by, Act.ADMINISTER)
        with self._database.reading() as session:
            organisation = organisation_with_id(session, organisation_id)
        assert organisation is not None
        return organisation

    def set_limits(self, by: Person, limits: OwnLimits, address: str = "") -> None:
        """Raises NotAllowed or BadInput."""
        organisation_id = require_in_organisation(by, Act.ADMINISTER)
        talks, asks = _in_range(limits.most_talks_a_day), _in_range(limits.most_asks_an_hour)
        with self._database.writing() as session:
            before = organisation_to_change(session, organisation_id)
            _keep(session, by, before, replace(before, most_talks_a_day=talks, most_asks_an_hour=asks), address)

    def ways_in(self, by: Person) -> WaysIn:
        organisation = self.of(by)
        with self._database.reading() as session:
            known = self._known_to_provider(session, by)
        provider = self._settings.oidc_name if self._settings.oidc_issuer else None
        return WaysIn(organisation, bool(self._settings.smtp_host), provider, known)

    def set_ways_in(self, by: Person, password: bool, link: bool, address: str = "") -> None:
        """Raises NotAllowed, or Conflict where whoever asks could not sign in again by any way that stays.

        So at least one administrator always can.
        """
        organisation_id = require_in_organisation(by, Act.ADMINISTER)
        with self._database.writing() as session:
            # First the administrators, as whoever changes one of them does: of the two, the second sees the first's.
            hold_admins(session, organisation_id)
            administered(session, by)
            before = organisation_to_change(session, organisation_id)
            after = replace(before, password_sign_in=password, link_sign_in=link)
            if _switches_off(before, after) and not self._comes_in(session, by, after):
                raise Conflict(
                    "you could not sign in again; leave passwords on where you have one, or links where e-mail is set "
                    "up, or sign in by OpenID Connect first"
                )
            _keep(session, by, before, after, address)

    def _comes_in(self, session: Session, person: Person, organisation: Organisation) -> bool:
        row = account_with_id(session, person.id)
        return row is not None and can_sign_in(session, row, ways_into(organisation, set_up_in(self._settings)))

    def _known_to_provider(self, session: Session, person: Person) -> bool:
        issuer = self._settings.oidc_issuer
        return issuer is not None and has_identity(session, person.id, issuer)


def _switches_off(before: Organisation, after: Organisation) -> bool:
    return before.password_sign_in > after.password_sign_in or before.link_sign_in > after.link_sign_in


def _in_range(limit: int | None) -> int | None:
    if limit is not None and not LEAST <= limit <= MOST:
        raise BadInput(f"{limit} is no limit; it is a whole number from {LEAST} to {MOST}, or nothing")
    return limit


def _keep(session: Session, by: Person, before: Organisation, after: Organisation, address: str) -> None:
    keep_settings(session, after)
    for name in _AUDITED:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            about = Audited(AuditedKind.SETTING, name, before.name)
            detail = f"{_in_words(old)} → {_in_words(new)}"
            add_audit(session, by, AuditAct.SETTING_CHANGED, about, detail, address=address)


def _in_words(value: int | bool | None) -> str:
    if value is None:
        return "unset"
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
