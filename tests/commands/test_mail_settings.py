"""`practice serve` and the mail server: half a setting stops the start."""

from tests.commands.run import practice


def test_half_a_mail_server_stops_the_start_and_what_lacks_is_named() -> None:
    done = practice("serve", PRACTICE_SMTP_HOST="mail.example.org", PRACTICE_SMTP_PASSWORD="quite secret")
    assert done.returncode == 2
    assert "PRACTICE_MAIL_FROM" in done.stderr
    assert "quite secret" not in done.stderr
