"""Hands letters over: to the mail server that the settings name, else to the console."""

import ipaddress
import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Protocol

from practice.domain.email import normal_email
from practice.errors import BadInput, BadSettings, NotSent
from practice.settings import Settings
from practice.store.types import now

TIMEOUT_SECONDS = 15


@dataclass(frozen=True)
class Mail:
    recipient: str
    subject: str
    body: str
    link: str


HandOver = Callable[[Mail], None]


class Mailer(Protocol):
    """A way on which letters leave."""

    def opened(self) -> AbstractContextManager[HandOver]:
        """Open before there is anything to send. Opening and handing over raise NotSent."""


class Console:
    def opened(self) -> AbstractContextManager[HandOver]:
        return _nothing_to_open(self._print)

    def _print(self, mail: Mail) -> None:
        sys.stdout.write(f"{mail.recipient}: this link works once, for 30 minutes: {mail.link}\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @contextmanager
    def opened(self) -> Iterator[HandOver]:
        try:
            connection = self._connection()
        except (OSError, ValueError) as error:
            # Whoever runs the service can put that right while the letter waits.
            raise self._not_sent(error, passing=True) from None
        try:
            yield lambda mail: self._send(connection, mail)
        finally:
            with suppress(OSError):
                connection.quit()

    def _connection(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if self.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=tls)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.security == "starttls":
                connection.starttls(context=tls)
            if self.user and self.password:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _send(self, connection: smtplib.SMTP, mail: Mail) -> None:
        try:
            recipient = _address(mail.recipient)
            message = _message(recipient, self.sender, mail)
            connection.send_message(message, self.sender, [recipient.addr_spec])
        except Exception as error:  # noqa: BLE001 - email raises whatever its parser stumbles over
            raise self._not_sent(error, passing=not _is_final(error)) from None

    def _not_sent(self, error: Exception, passing: bool) -> NotSent:
        code = _code(error)
        answered = f" {code}" if code else ""
        # What the server said may repeat the address, so only the kind of the mishap is told.
        where = f"the mail server {self.host}:{self.port}"
        return NotSent(f"{where} did not take a letter ({type(error).__name__}{answered})", passing)


def mailer_from(settings: Settings) -> Mailer:
    """Raises BadSettings where half is set."""
    if not settings.smtp_host:
        return Console()
    refuse_half_a_mail_server(settings)
    assert settings.mail_from is not None
    return MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.mail_from,
        settings.smtp_user,
        settings.smtp_password,
    )


def refuse_half_a_mail_server(settings: Settings) -> None:
    host = f"PRACTICE_SMTP_HOST={settings.smtp_host}"
    if not settings.mail_from:
        raise BadSettings(
            f"{host} without PRACTICE_MAIL_FROM: say from which address e-mails come, such as "
            "PRACTICE_MAIL_FROM=practice@example.org"
        )
    try:
        _address(normal_email(settings.mail_from))
    except (BadInput, ValueError):
        raise BadSettings(
            f"PRACTICE_MAIL_FROM={settings.mail_from!r}: is no e-mail address; it has the form name@host, such as "
            "practice@example.org"
        ) from None
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        there, lacking = ("USER", "PASSWORD") if settings.smtp_user else ("PASSWORD", "USER")
        raise BadSettings(
            f"{host} with PRACTICE_SMTP_{there} and no PRACTICE_SMTP_{lacking}: set both, or neither where the server "
            "asks for none"
        )
    for name, value in (("USER", settings.smtp_user), ("PASSWORD", settings.smtp_password)):
        if not (value or "").isascii():
            raise BadSettings(f"PRACTICE_SMTP_{name}: has other than ASCII characters, which cannot be sent to {host}")
    if settings.smtp_security == "none" and settings.smtp_password and not _is_loopback(settings.smtp_host or ""):
        raise BadSettings(
            f"PRACTICE_SMTP_SECURITY=none with PRACTICE_SMTP_PASSWORD and {host}: others on the way could read the "
            "password; set PRACTICE_SMTP_SECURITY to starttls or tls"
        )


def _message(recipient: Address, sender: str, mail: Mail) -> EmailMessage:
    from_ = _address(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = from_
    message["To"] = recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=from_.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _address(email: str) -> Address:
    """Its host as mail servers know it. Raises ValueError where that is none."""
    name, _, host = email.rpartition("@")
    return Address(username=name, domain=host.encode("idna").decode("ascii"))


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return None


def _is_final(error: Exception) -> bool:
    """The letter itself is what cannot be sent, so another try would end the same."""
    if isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
        return (_code(error) or 0) >= 500
    return not isinstance(error, OSError) or isinstance(error, smtplib.SMTPNotSupportedError)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _nothing_to_open(hand_over: HandOver) -> Iterator[HandOver]:
    yield hand_over
