"""Letters with a link: who gets one, once, and what becomes of them where the mail server is away."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from practice.domain.audit import AuditAct
from practice.errors import Conflict, NotAllowed, NotFound
from practice.services.letters import LetterJob, LetterService
from practice.services.mailing import Console, HandOver, Mail, Mailer, MailServer
from practice.store.audit import AuditRow
from practice.store.database import Database
from practice.store.job import Job, JobRow, JobState, Lease, claim_jobs
from practice.store.letter import LetterKind, LetterRow
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole
from practice.store.sign_in_link import SignInLinkRow
from practice.store.types import now
from tests.mailbox import HOST, Mailbox, path_in
from tests.services.house import ADDRESS, PASSWORD, House

LEASE = Lease("this worker", 60)
SITE = "https://practice.example"
BODY = "Hei! Zażółć:\n\n{link}?next=%2Fscenarios\n"


@dataclass
class Post(Mailer):
    """A house with a way for letters to leave. `then` happens after each was handed over, before that is noted."""

    house: House
    sent: list[Mail] = field(default_factory=list)
    then: Callable[[], object] = lambda: None

    def opened(self) -> AbstractContextManager[HandOver]:
        return self._opened()

    @contextmanager
    def _opened(self) -> Iterator[HandOver]:
        yield self._hand_over

    def _hand_over(self, mail: Mail) -> None:
        self.sent.append(mail)
        self.then()

    def ask(self, email: str = "kim@shop.example", address: str = ADDRESS) -> None:
        self.service().ask_for_link(email, "Linkkisi", BODY, SITE, address)

    def service(self, mailer: Mailer | None = None) -> LetterService:
        return LetterService(self.house.database, mailer or self, self.house.clock)

    def job(self, mailer: Mailer | None = None) -> LetterJob:
        return LetterJob(self.house.database, mailer or self, self.house.clock)

    def claimed(self, lease: Lease = LEASE) -> list[Job]:
        """Whatever waits, also until later, and whatever another worker holds."""
        with self.house.database.writing() as session:
            moment = now() - timedelta(seconds=1)
            session.exec(update(JobRow).values(available_at=moment, lease_until=moment))
            return claim_jobs(session, lease, 100)

    def deliver(self, mailer: Mailer | None = None) -> None:
        for job in self.claimed():
            self.job(mailer)(job)

    def letters(self) -> list[LetterRow]:
        with self.house.database.reading() as session:
            return list(session.exec(select(LetterRow)).all())

    def jobs(self) -> list[JobRow]:
        with self.house.database.reading() as session:
            return list(session.exec(select(JobRow).order_by(col(JobRow.id))).all())

    def links_made(self) -> int:
        with self.house.database.reading() as session:
            return len(session.exec(select(SignInLinkRow).where(SignInLinkRow.purpose == "sign_in")).all())


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.fixture
def post(house: House) -> Post:
    return Post(house)


@pytest.fixture
def kim(house: House) -> Person:
    return house.add("Kim")


def smtp(mailbox: Mailbox) -> MailServer:
    return MailServer(HOST, mailbox.port, "none", "practice@example.org")


def token_of(mail: Mail) -> str:
    return mail.link.rpartition("/")[2]


def test_a_letter_brings_a_link_that_signs_in_once_and_nothing_of_it_is_kept(post: Post, kim: Person) -> None:
    with Mailbox().open() as mailbox:
        post.ask(" KIM@shop.example ")
        post.deliver(smtp(mailbox))
    letter = mailbox.next()
    assert (letter["To"], letter["Subject"]) == ("kim@shop.example", "Linkkisi")
    path, _, query = path_in(letter).partition("?")
    assert query == "next=%2Fscenarios"
    token = path.removeprefix("/link/")
    assert post.house.links.sign_in(token) == kim
    assert post.house.links.sign_in(token) is None
    [row] = post.letters()
    assert (row.recipient, row.subject, row.body, row.sent_at) == ("", "", "", post.house.clock.moment)
    with post.house.database.reading() as session:
        audit = [row for row in session.exec(select(AuditRow)).all() if "e-mail" in row.detail]
    assert [(row.act, row.object_name, row.actor) for row in audit] == [(AuditAct.LINK_MADE, "Kim", "sign-in page")]
    assert audit[0].organisation_id == kim.organisation_id
    assert token not in audit[0].detail


@pytest.mark.parametrize("why", ["nobody", "switched off", "no links here"])
def test_whoever_cannot_come_in_by_a_link_gets_none(post: Post, kim: Person, why: str) -> None:
    post.ask("nobody@shop.example" if why == "nobody" else "kim@shop.example")
    if why == "switched off":
        post.house.accounts.disable(kim.email or "")
    if why == "no links here":
        with post.house.database.writing() as session:
            session.exec(update(OrganisationRow).values(link_sign_in=False))
    post.deliver()
    assert (post.sent, post.links_made()) == ([], 0)
    assert [(row.recipient, row.sent_at) for row in post.letters()] == [("", None)]
    assert [job.state for job in post.jobs()] == [JobState.DONE]


def test_whether_there_is_an_account_leaves_the_same_traces_until_the_letter_is_sent(post: Post, kim: Person) -> None:
    post.ask(kim.email or "")
    post.ask("nob@shop.example")
    assert len({(row.kind, len(row.recipient), row.subject, row.body, row.site) for row in post.letters()}) == 1
    assert {(job.state, job.attempts, job.last_error) for job in post.jobs()} == {(JobState.QUEUED, 0, None)}


@pytest.mark.usefixtures("kim")
def test_while_the_mail_server_is_away_the_letter_waits_and_no_link_is_made(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox()
    post.ask()
    for _ in range(7):
        post.deliver(smtp(mailbox))
    [job] = post.jobs()
    assert (job.state, job.attempts) == (JobState.QUEUED, 7)
    assert "ConnectionRefusedError" in (job.last_error or "")
    assert "kim" not in (job.last_error or "") + caplog.text
    assert post.links_made() == 0
    with mailbox.open():
        post.deliver(smtp(mailbox))
    assert mailbox.next()["To"] == "kim@shop.example"
    assert [job.state for job in post.jobs()] == [JobState.DONE]


@pytest.mark.usefixtures("kim")
def test_a_letter_that_came_too_late_is_put_away(post: Post) -> None:
    post.ask()
    post.house.clock.pass_(minutes=60)
    post.deliver(smtp(Mailbox()))
    assert [job.state for job in post.jobs()] == [JobState.FAILED]
    assert [(row.recipient, row.body, row.sent_at) for row in post.letters()] == [("", "", None)]


@pytest.mark.usefixtures("kim")
def test_a_letter_that_is_refused_for_good_is_tried_once(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    with Mailbox(answer="550 <kim@shop.example> is unknown here").open() as mailbox:
        post.ask()
        post.deliver(smtp(mailbox))
    assert [(job.state, job.attempts) for job in post.jobs()] == [(JobState.FAILED, 1)]
    assert [row.recipient for row in post.letters()] == [""]
    assert "550" in caplog.text
    assert "kim" not in caplog.text


def test_done_twice_a_second_letter_goes_out_and_its_link_ends_the_first_ones(post: Post, kim: Person) -> None:
    post.ask()
    [job] = post.claimed()
    taken_over: list[Job] = []
    post.then = lambda: taken_over.extend(post.claimed(replace(LEASE, worker="another worker")))
    with pytest.raises(Conflict):
        post.job()(job)
    post.then = lambda: None
    post.job()(taken_over[0])
    first, second = post.sent
    assert post.house.links.sign_in(token_of(first)) is None
    assert post.house.links.sign_in(token_of(second)) == kim


@pytest.mark.usefixtures("kim")
def test_a_worker_that_lost_its_job_before_sending_sends_nothing(post: Post) -> None:
    post.ask()
    [late] = post.claimed()
    post.claimed(replace(LEASE, worker="another worker"))
    with pytest.raises(Conflict):
        post.job()(late)
    assert (post.sent, post.links_made()) == ([], 0)


def test_five_letters_an_hour_go_to_one_address(post: Post, kim: Person) -> None:
    for number in range(7):
        post.ask(address=f"192.0.2.{number}")
    assert len(post.letters()) == 5
    assert post.house.sign_in(kim) == kim
    post.house.clock.pass_(minutes=59)
    post.house.sign_in(kim, "wrong")
    post.ask(address="192.0.2.9")
    assert len(post.letters()) == 5
    post.house.clock.pass_(minutes=1)
    post.ask(address="192.0.2.9")
    assert len(post.letters()) == 6


def test_twenty_letters_an_hour_are_asked_for_from_one_place_and_passwords_may_still_be_tried(
    post: Post, kim: Person
) -> None:
    for number in range(22):
        post.ask(f"somebody{number}@shop.example")
    assert len(post.letters()) == 20
    assert post.house.sign_in(kim) == kim


@pytest.mark.parametrize("typed", ["", "kim", "kim@shop.example\nbcc:eve@evil.example", "k@" + "x" * 300])
def test_what_is_no_address_is_no_letter(post: Post, typed: str) -> None:
    post.ask(typed)
    assert post.letters() == []


def test_what_cannot_be_stored_or_stand_in_a_header_is_put_right(post: Post, kim: Person) -> None:
    subject = "One\r\nBcc: eve@evil.example \0 \ud800" + "x" * 300
    post.service().ask(LetterKind.SIGN_IN, kim.email or "", subject, "\ud800 {link}", SITE)
    post.deliver()
    assert post.sent[0].subject.startswith("One Bcc: eve@evil.example")
    assert post.sent[0].subject.isprintable()
    assert len(post.sent[0].subject) == 200


def test_an_invitation_brings_a_link_behind_which_a_password_is_chosen(post: Post, house: House) -> None:
    boss = house.add("Boss", PersonRole.ADMIN)
    new = house.accounts.add_person("new@shop.example", "New", "shop", PersonRole.TRAINEE)
    post.service().invite(new, "Welcome", BODY, SITE, boss, ADDRESS)
    with house.database.reading() as session:
        made = session.exec(select(AuditRow).where(AuditRow.act == AuditAct.LINK_MADE)).all()[-1]
    assert (made.actor_id, made.object_name, made.detail, made.address) == (
        boss.id,
        "New",
        "account, by e-mail",
        ADDRESS,
    )
    post.deliver()
    [mail] = post.sent
    assert mail.link.startswith(f"{SITE}/link/")
    assert house.links.sign_in(token_of(mail)) is None
    assert house.links.choose_password(token_of(mail), PASSWORD) == new


def test_only_what_leaves_by_mail_confirms_an_address(
    post: Post, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the console prints is read by whoever runs the service."""
    boss = house.add("Boss", PersonRole.ADMIN)
    for way, mailer in (("console", Console()), ("mail", post)):
        new = house.accounts.add_person(f"{way}@shop.example", "New", "shop", PersonRole.TRAINEE)
        post.service(mailer).invite(new, "Welcome", BODY, SITE, boss)
        post.deliver(mailer)
        token = capsys.readouterr().out.strip().rpartition("/")[2] or token_of(post.sent[0])
        assert house.links.choose_password(token, PASSWORD) == new
        assert house.accounts.with_email(new.email or "").email_confirmed is (way == "mail")


def test_people_of_another_organisation_are_not_there_to_invite(post: Post, house: House, kim: Person) -> None:
    house.accounts.add_organisation("mill", "The Mill")
    ann = house.accounts.add_person("ann@mill.example", "Ann", "mill", PersonRole.ADMIN)
    with pytest.raises(NotFound):
        post.service().invite(kim, "Welcome", BODY, SITE, ann)
    with pytest.raises(NotAllowed):
        post.service().invite(kim, "Welcome", BODY, SITE, kim)
    assert post.letters() == []
