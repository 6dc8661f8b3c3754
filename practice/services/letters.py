"""E-mails with a link in them: asked for by whoever typed an address, or sent by an administrator."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind, Unnamed
from practice.domain.email import normal_email
from practice.errors import BadInput, NotSent
from practice.services.account_changes import record_account
from practice.services.links import account_to_let_in, link_added
from practice.services.mailing import Console, Mail, Mailer
from practice.services.sign_in_limits import LETTERS, SignInLimits
from practice.store.account import account_with_email
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.job import Job, JobKind, JobState, add_job, finish_job, hold_job, postpone_job
from practice.store.letter import LINK, Letter, LetterKind, add_letter, put_away, waiting_letter
from practice.store.organisation import organisation_with_id
from practice.store.person import Person, person_of
from practice.store.sign_in_link import LinkPurpose, held_account
from practice.store.types import now

log = logging.getLogger(__name__)

#: For how long a mail server may be away.
_WORTH_SENDING = {LetterKind.SIGN_IN: timedelta(hours=1), LetterKind.ACCOUNT: timedelta(days=1)}
_LONGEST_PAUSE_SECONDS = 300.0
_PURPOSES = {LetterKind.SIGN_IN: LinkPurpose.SIGN_IN, LetterKind.ACCOUNT: LinkPurpose.ACCOUNT}


class LetterService:
    """In `body`, `{link}` stands where the link goes; it begins with `site`."""

    def __init__(self, database: Database, mailer: Mailer, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._mailer = mailer
        self._clock = clock
        self._limits = SignInLimits(database, clock, LETTERS)

    @property
    def sends_mail(self) -> bool:
        return _leaves_by_mail(self._mailer)

    def ask_for_link(self, email: str, subject: str, body: str, site: str, address: str) -> None:
        """Whether there is such an account decides nothing here, so it cannot be told from the answer or its time.

        `address` is where the request came from: too many from one, or for one `email`, and no letter is written.
        """
        try:
            email = normal_email(email)
        except BadInput:
            return
        if self._limits.may_try(email, address) is not None:
            self.ask(LetterKind.SIGN_IN, email, subject, body, site)

    def invite(self, person: Person, subject: str, body: str, site: str, by: Person, address: str = "") -> None:
        """A letter with a link to choose a password. Raises like `LinkService.link_for`."""
        with self._database.writing() as session:
            held = account_to_let_in(session, person.id, by)
            detail = f"{LinkPurpose.ACCOUNT.value}, by e-mail"
            record_account(session, by, AuditAct.LINK_MADE, held, detail, address)
            self._add(session, LetterKind.ACCOUNT, held.email or "", subject, body, site)

    def ask(self, kind: LetterKind, recipient: str, subject: str, body: str, site: str) -> None:
        """A letter of kind ACCOUNT goes to whoever is called `recipient`: ask only where that was allowed."""
        with self._database.writing() as session:
            self._add(session, kind, recipient, subject, body, site)

    def _add(self, session: Session, kind: LetterKind, recipient: str, subject: str, body: str, site: str) -> None:
        letter_id = add_letter(session, kind, recipient, subject, body, site, self._clock())
        # Nobody is woken: the work for a known address begins after the answer, which it cannot slow down.
        add_job(session, JobKind.LETTER, letter_id)


class LetterJob:
    """Sends one letter. Done twice, at most a second letter goes out, and its link ends the first one's."""

    def __init__(self, database: Database, mailer: Mailer, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._mailer = mailer
        self._clock = clock

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            letter = waiting_letter(session, job.subject_id)
            addressee = _addressee(session, letter) if letter else None
        if letter is None or addressee is None:
            self._finish(job)
            return
        try:
            # The link is made once the server answers: one that is away leaves the link of an earlier letter alone.
            with self._mailer.opened() as hand_over:
                mail = self._with_link(job, letter, addressee)
                if mail is not None:
                    hand_over(mail)
        except NotSent as error:
            self._not_sent(job, letter, error)
        else:
            self._finish(job, self._clock() if mail else None)

    def give_up(self, session: Session, job: Job, detail: str) -> None:  # noqa: ARG002 - the signature of every handler
        put_away(session, job.subject_id)

    def _with_link(self, job: Job, letter: Letter, addressee: Person) -> Mail | None:
        """None where the addressee was switched off meanwhile."""
        purpose = _PURPOSES[letter.kind]
        with self._database.writing() as session:
            hold_job(session, job)
            held = held_account(session, addressee.id)
            if held is None or held.disabled:
                return None
            if letter.kind is LetterKind.SIGN_IN:
                _record_asked_for(session, held)
            token = link_added(session, held, purpose, self._clock(), mailed=_leaves_by_mail(self._mailer))
        link = f"{letter.site.rstrip('/')}/link/{token}"
        return Mail(letter.recipient, letter.subject, letter.body.replace(LINK, link), link)

    def _not_sent(self, job: Job, letter: Letter, error: NotSent) -> None:
        too_late = self._clock() - letter.created_at >= _WORTH_SENDING[letter.kind]
        given_up = too_late or not error.passing
        log.warning("letter %s, try %s%s: %s", letter.id, job.attempts, ", the last" if given_up else "", error)
        with self._database.writing() as session:
            if given_up:
                finish_job(session, job, JobState.FAILED, str(error))
                put_away(session, letter.id)
            else:
                pause = min(2.0 ** min(job.attempts, 16), _LONGEST_PAUSE_SECONDS)
                postpone_job(session, job, pause, str(error))

    def _finish(self, job: Job, sent_at: datetime | None = None) -> None:
        with self._database.writing() as session:
            finish_job(session, job)
            put_away(session, job.subject_id, sent_at)


def _leaves_by_mail(mailer: Mailer) -> bool:
    return not isinstance(mailer, Console)


def _record_asked_for(session: Session, person: Person) -> None:
    add_audit(
        session,
        None,
        AuditAct.LINK_MADE,
        Audited(AuditedKind.PERSON, str(person.id), person.name),
        f"{LinkPurpose.SIGN_IN.value}, by e-mail",
        organisation_id=person.organisation_id,
        unnamed=Unnamed.SIGN_IN_PAGE,
    )


def _addressee(session: Session, letter: Letter) -> Person | None:
    """None where there is no account, it is switched off, or its organisation lets nobody in by such a link."""
    row = account_with_email(session, letter.recipient)
    person = person_of(row) if row else None
    if person is None or person.disabled or person.organisation_id is None:
        return None
    organisation = organisation_with_id(session, person.organisation_id)
    wanted = letter.kind is LetterKind.ACCOUNT or (organisation is not None and organisation.link_sign_in)
    return person if wanted else None
