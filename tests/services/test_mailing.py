"""How letters leave: to a real mail server, or to the console."""

from pathlib import Path

import pytest

from practice.errors import BadSettings, NotSent
from practice.services.mailing import Console, Mail, MailServer, mailer_from
from practice.settings import load_settings
from tests.mailbox import HOST, Mailbox, certificate

MAIL = Mail(
    "kim@shop.example", "Tervetuloa, Åsa Żak", "Żółw\n\nhttp://x.example/link/abc\n", "http://x.example/link/abc"
)
USER, PASSWORD = "practice", "quite secret"
WHOLE = {"smtp_host": "mail.example.org", "mail_from": "practice@example.org"}


def server(
    mailbox: Mailbox, security: str = "none", user: str | None = None, password: str | None = None
) -> MailServer:
    return MailServer(HOST, mailbox.port, security, "practice@example.org", user, password)


def send(mailer: MailServer | Console, mail: Mail = MAIL) -> None:
    with mailer.opened() as hand_over:
        hand_over(mail)


def test_a_letter_arrives_as_it_was_written() -> None:
    with Mailbox().open() as mailbox:
        send(server(mailbox))
    letter = mailbox.next()
    assert (letter["From"], letter["To"]) == ("practice@example.org", "kim@shop.example")
    assert letter["Subject"] == MAIL.subject
    assert letter.get_content().replace("\r\n", "\n") == MAIL.body
    assert (letter["Auto-Submitted"], letter["Date"].datetime.tzinfo is not None) == ("auto-generated", True)
    assert letter["Message-ID"].endswith("@example.org>")
    assert mailbox.envelopes[0].rcpt_tos == ["kim@shop.example"]


@pytest.mark.parametrize(
    ("typed", "envelope"),
    [
        ("kim@päivä.example", "kim@xn--piv-qlac.example"),
        ("a,b@shop.example", '"a,b"@shop.example'),
        ("<kim>@shop.example", '"<kim>"@shop.example'),
    ],
)
def test_an_odd_address_is_one_recipient(typed: str, envelope: str) -> None:
    with Mailbox().open() as mailbox:
        send(server(mailbox), Mail(typed, "Hello", "Body", ""))
    assert mailbox.next()["To"].addresses[0].addr_spec == envelope
    assert mailbox.envelopes[0].rcpt_tos == [envelope]


def test_a_header_cannot_be_smuggled_in() -> None:
    with Mailbox().open() as mailbox:
        for mail in (
            Mail("kim@shop.example", "Hello\nBcc: eve@evil.example", "Body", ""),
            Mail("kim@shop.example\nBcc: eve@evil.example", "Hello", "Body", ""),
        ):
            with pytest.raises(NotSent) as refusal:
                send(server(mailbox), mail)
            assert not refusal.value.passing
    assert mailbox.letters.empty()


def test_nothing_is_said_to_a_server_with_a_certificate_nobody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, context = certificate(tmp_path)
    with Mailbox(user=USER, password=PASSWORD).open(context) as mailbox:
        mailer = server(mailbox, "starttls", USER, PASSWORD)
        with pytest.raises(NotSent, match="SSLCertVerificationError") as refusal:
            send(mailer)
        assert refusal.value.passing
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
        send(mailer)
    assert mailbox.next()["Subject"] == MAIL.subject


def test_a_server_without_tls_gets_no_letter_where_tls_is_wanted() -> None:
    with Mailbox().open() as mailbox:
        for security in ("starttls", "tls"):
            with pytest.raises(NotSent) as refusal:
                send(server(mailbox, security))
            assert refusal.value.passing
    assert mailbox.letters.empty()


def test_tls_from_the_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    with Mailbox().open(tls=context) as mailbox:
        send(server(mailbox, "tls"))
    assert mailbox.next()["Subject"] == MAIL.subject


def test_a_wrong_password_is_a_matter_of_settings_so_the_letter_waits() -> None:
    with Mailbox(user=USER, password=PASSWORD).open() as mailbox:
        with pytest.raises(NotSent, match=r"\(SMTPAuthenticationError 535\)") as refusal:
            send(server(mailbox, "none", USER, "guessed"))
        assert refusal.value.passing
        assert "guessed" not in str(refusal.value) + repr(server(mailbox, "none", USER, "guessed"))
        send(server(mailbox, "none", USER, PASSWORD))
    assert mailbox.next()["Subject"] == MAIL.subject


@pytest.mark.parametrize(
    ("answer", "passing"), [("451 kim@shop.example: later", True), ("554 kim@shop.example: never", False)]
)
def test_what_went_wrong_is_told_without_the_address(answer: str, passing: bool) -> None:
    with Mailbox(answer=answer).open() as mailbox, pytest.raises(NotSent) as refusal:
        send(server(mailbox))
    assert str(refusal.value).endswith(f"did not take a letter (SMTPDataError {answer[:3]})")
    assert refusal.value.passing is passing
    assert refusal.value.__cause__ is None


def test_a_server_that_is_away_is_named() -> None:
    mailbox = Mailbox()
    with pytest.raises(NotSent, match=rf"{HOST}:{mailbox.port} did not take a letter \(ConnectionRefusedError\)"):
        send(server(mailbox))


def test_without_a_mail_server_the_link_stands_on_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    mailer = mailer_from(load_settings())
    assert isinstance(mailer, Console)
    send(mailer)
    assert (
        capsys.readouterr().out == "kim@shop.example: this link works once, for 30 minutes: http://x.example/link/abc\n"
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"mail_from": None}, "without PRACTICE_MAIL_FROM"),
        ({"mail_from": "practice"}, "PRACTICE_MAIL_FROM='practice': is no e-mail address"),
        ({"smtp_user": USER}, "PRACTICE_SMTP_USER and no PRACTICE_SMTP_PASSWORD"),
        ({"smtp_password": PASSWORD}, "PRACTICE_SMTP_PASSWORD and no PRACTICE_SMTP_USER"),
        ({"smtp_user": USER, "smtp_password": "näin salaista"}, "PRACTICE_SMTP_PASSWORD: has other than ASCII"),
        ({"smtp_security": "none", "smtp_user": USER, "smtp_password": PASSWORD}, "PRACTICE_SMTP_SECURITY=none"),
    ],
)
def test_half_a_mail_server_is_refused_and_what_lacks_is_named(more: dict[str, str | None], told: str) -> None:
    with pytest.raises(BadSettings, match=told) as refusal:
        mailer_from(load_settings(**{**WHOLE, **more}))
    assert PASSWORD not in str(refusal.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_on_this_machine_a_password_may_go_unencrypted(host: str) -> None:
    login = {"smtp_security": "none", "smtp_user": USER, "smtp_password": PASSWORD}
    assert isinstance(mailer_from(load_settings(**{**WHOLE, **login, "smtp_host": host})), MailServer)
