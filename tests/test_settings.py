"""Settings from the environment and .env: an odd value stops the start and says what is allowed."""

import os
import secrets
import stat
import threading
from pathlib import Path

import pytest

from practice.door import hard_to_guess
from practice.errors import BadSettings
from practice.settings import Settings, documented, load_settings, secret_key, variable_of
from tests.conftest import ROOT

#: A value for each variable that is not its default, and what the setting then is.
OTHER: dict[str, tuple[str, object]] = {
    "PRACTICE_MODEL": ("openai/gpt-4.1-mini", "openai/gpt-4.1-mini"),
    "PRACTICE_CUSTOMER_MODEL": ("ollama/llama3.1", "ollama/llama3.1"),
    "PRACTICE_APPRAISER_MODEL": ("anthropic/claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"),
    "PRACTICE_GRADER_MODEL": ("azure/my-deployment", "azure/my-deployment"),
    "PRACTICE_GRADER_PANEL": ("stub, openai/gpt-4.1-mini", "stub,openai/gpt-4.1-mini"),
    "PRACTICE_GRADER_REPEATS": ("3", 3),
    "PRACTICE_COACH_MODEL": ("STUB", "stub"),
    "PRACTICE_TRAINEE_MODEL": ("STUB", "stub"),
    "PRACTICE_API_BASE": ("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
    "PRACTICE_MODEL_TIMEOUT": ("2.5", 2.5),
    "PRACTICE_MODEL_ATTEMPTS": ("5", 5),
    "PRACTICE_STUB_WORD_MS": ("0", 0.0),
    "DATABASE_URL": ("postgresql://u:p@h/n", "postgresql://u:p@h/n"),
    "PRACTICE_CONTENT": ("my content", Path("my content")),
    "PRACTICE_VAR": ("/tmp/var", Path("/tmp/var")),
    "PRACTICE_SECRET_KEY": ("0123456789abcdef", "0123456789abcdef"),
    "PRACTICE_PROXIES": ("2", 2),
    "PRACTICE_HOSTS": ("Practice.Example, [::1]", "practice.example,::1"),
    "PRACTICE_HTTPS": ("true", True),
    "PRACTICE_SITE": ("https://practice.example", "https://practice.example"),
    "PRACTICE_TIME_ZONE": ("Europe/Helsinki", "Europe/Helsinki"),
    "PRACTICE_SIGN_IN": ("accounts", "accounts"),
    "PRACTICE_SMTP_HOST": ("smtp.example", "smtp.example"),
    "PRACTICE_SMTP_PORT": ("25", 25),
    "PRACTICE_SMTP_SECURITY": ("tls", "tls"),
    "PRACTICE_SMTP_USER": ("practice", "practice"),
    "PRACTICE_SMTP_PASSWORD": ("a password", "a password"),
    "PRACTICE_MAIL_FROM": ("practice@example.org", "practice@example.org"),
    "PRACTICE_OIDC_ISSUER": ("https://id.example/realm", "https://id.example/realm"),
    "PRACTICE_OIDC_CLIENT_ID": ("practice", "practice"),
    "PRACTICE_OIDC_CLIENT_SECRET": ("a secret", "a secret"),
    "PRACTICE_OIDC_NAME": ("Example ID", "Example ID"),
    "PRACTICE_XAPI_ENDPOINT": ("https://lrs.example/xapi", "https://lrs.example/xapi"),
    "PRACTICE_XAPI_KEY": ("practice", "practice"),
    "PRACTICE_XAPI_SECRET": ("a secret", "a secret"),
    "PRACTICE_XAPI_VERSION": ("2.0.0", "2.0.0"),
    "PRACTICE_XAPI_FILE": ("statements.jsonl", Path("statements.jsonl")),
    "PRACTICE_XAPI_TEXTS": ("true", True),
    "PRACTICE_MOST_TALKS_A_DAY": ("5", 5),
    "PRACTICE_MOST_ASKS_AN_HOUR": ("60", 60),
    "PRACTICE_REVIEW_SAMPLE": ("0.5", 0.5),
    "PRACTICE_RUBRIC": ("mine", "mine"),
    "PRACTICE_JOBS_IN_WEB": ("false", False),
    "PRACTICE_JOB_THREADS": ("3", 3),
    "PRACTICE_OPEN_STREAMS": ("4", 4),
    "PRACTICE_LEASE_SECONDS": ("7", 7.0),
    "PRACTICE_REPLY_LIMIT": ("500", 500),
}
GUESSED = (
    *("changemechangeme", "passwordpassword", "dev-secret-key-1234567890", "Change-Me-Please-0123456789"),
    *("aaaaaaaaaaaaaaaaaaaaaaaa", "12341234123412341234", "practice-development-secret", "replace this default key!"),
)
FIELDS = {variable_of(name): name for name in Settings.model_fields}


def _complaint(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> str:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSettings) as caught:
        load_settings()
    return str(caught.value)


def test_without_any_setting_it_runs_on_the_stub_and_a_file() -> None:
    settings = load_settings()
    assert settings.model == "stub"
    assert settings.uses_stub_only()
    assert settings.database_url == "sqlite:///var/practice.db"


def test_every_setting_is_tried_here() -> None:
    assert set(OTHER) == set(documented())


@pytest.mark.parametrize("variable", documented())
def test_every_setting_is_read_from_the_environment(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written, meant = OTHER[variable]
    monkeypatch.setenv(variable, written)
    assert getattr(load_settings(), FIELDS[variable]) == meant


@pytest.mark.parametrize("variable", documented())
def test_every_setting_is_read_from_a_file(variable: str) -> None:
    written, meant = OTHER[variable]
    Path(".env").write_text(f"{variable}='{written}'\n", encoding="utf-8")
    assert getattr(load_settings(), FIELDS[variable]) == meant


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PRACTICE_REPLY_LIMIT=500\n", encoding="utf-8")
    monkeypatch.setenv("PRACTICE_REPLY_LIMIT", "600")
    assert load_settings().reply_limit == 600


@pytest.mark.parametrize("variable", documented())
def test_a_variable_left_empty_is_as_if_it_were_not_there(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "")
    assert load_settings() == Settings()


def test_other_programs_variables_are_nothing_to_us(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("OPENAI_API_KEY=x\nMODEL=y\n", encoding="utf-8")
    monkeypatch.setenv("REPLY_LIMIT", "1")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("PRACTICE_MODEL_TIMEOUT", "soon", "must be a number, more than 0 and at most 3600"),
        ("PRACTICE_MODEL_TIMEOUT", "0", "must be a number, more than 0 and at most 3600"),
        ("PRACTICE_MODEL_TIMEOUT", "nan", "must be a number, more than 0 and at most 3600"),
        ("PRACTICE_MODEL_TIMEOUT", "inf", "must be a number, more than 0 and at most 3600"),
        ("PRACTICE_MODEL_ATTEMPTS", "0", "must be a whole number, at least 1 and at most 10"),
        ("PRACTICE_MODEL_ATTEMPTS", "2.5", "must be a whole number, at least 1 and at most 10"),
        ("PRACTICE_JOB_THREADS", "many", "must be a whole number, at least 1 and at most 512"),
        ("PRACTICE_OPEN_STREAMS", "-1", "must be a whole number, at least 1 and at most 1024"),
        ("PRACTICE_LEASE_SECONDS", "601", "must be a number, at least 1 and at most 600"),
        ("PRACTICE_REVIEW_SAMPLE", "5", "must be a number, at least 0 and at most 1"),
        ("PRACTICE_REPLY_LIMIT", "99", "must be a whole number, at least 100 and at most 20000"),
        ("PRACTICE_JOBS_IN_WEB", "maybe", "must be true or false"),
        ("PRACTICE_PROXIES", "5", "must be a whole number, at least 0 and at most 4"),
        ("PRACTICE_PROXIES", "-1", "must be a whole number, at least 0 and at most 4"),
        ("PRACTICE_HTTPS", "maybe", "must be true or false"),
        ("PRACTICE_HOSTS", "*", "must be host names or addresses with commas between"),
        ("PRACTICE_HOSTS", "practice.example,", "must be host names or addresses with commas between"),
        ("PRACTICE_HOSTS", "practice.example:8000", "must be host names or addresses with commas between"),
        ("PRACTICE_HOSTS", "https://practice.example", "must be host names or addresses with commas between"),
        ("PRACTICE_HOSTS", ".example", "must be host names or addresses with commas between"),
        ("PRACTICE_TIME_ZONE", "Helsinki", "must be 'UTC' or a name of the IANA time zone database, such as"),
        ("PRACTICE_TIME_ZONE", "europe/helsinki", "must be 'UTC' or a name of the IANA time zone database, such as"),
        ("PRACTICE_TIME_ZONE", "../Europe/Helsinki", "must be 'UTC' or a name of the IANA time zone database, such as"),
        ("PRACTICE_TIME_ZONE", "localtime", "must be 'UTC' or a name of the IANA time zone database, such as"),
        ("PRACTICE_TIME_ZONE", "+02:00", "must be 'UTC' or a name of the IANA time zone database, such as"),
        ("PRACTICE_SIGN_IN", "oidc", "must be 'local' or 'accounts'"),
        ("PRACTICE_API_BASE", "localhost:8000", "must be an address that starts with http:// or https://"),
        ("PRACTICE_MODEL", "gpt 4", "must be 'stub' (built in) or a litellm model name, such as"),
        ("PRACTICE_GRADER_PANEL", "stub,", "must be 'stub' (built in) or a litellm model name, such as"),
        ("PRACTICE_GRADER_PANEL", "stub, stub", "must name each model once"),
        ("PRACTICE_GRADER_REPEATS", "0", "must be a whole number, at least 1 and at most 9"),
        ("PRACTICE_GRADER_MODEL", "-", "must be 'stub' (built in) or a litellm model name, such as"),
    ],
)
def test_an_odd_value_stops_and_says_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, rule: str
) -> None:
    complaint = _complaint(monkeypatch, variable, value)
    assert complaint.startswith(f"{variable}='{value}': {rule}")
    assert complaint.endswith(". Set it in the environment or in .env.")


def test_a_secret_is_never_shown_in_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = _complaint(monkeypatch, "PRACTICE_SECRET_KEY", "tooshort")
    assert complaint.startswith("PRACTICE_SECRET_KEY=…: must have at least 16 characters")


@pytest.mark.parametrize("key", GUESSED)
def test_a_key_that_anybody_would_try_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    complaint = _complaint(monkeypatch, "PRACTICE_SECRET_KEY", key)
    assert complaint.startswith("PRACTICE_SECRET_KEY=…: must ")
    assert "secrets.token_hex(32)" in complaint
    assert key not in complaint


def test_a_made_up_key_is_never_taken_for_a_guessed_one() -> None:
    for _ in range(200):
        hard_to_guess(secrets.token_hex(32))
        hard_to_guess(secrets.token_urlsafe(24))


def test_every_odd_value_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRACTICE_REPLY_LIMIT", "x")
    assert len(_complaint(monkeypatch, "PRACTICE_SIGN_IN", "x").splitlines()) == 2


def test_a_file_that_is_not_utf8_is_told() -> None:
    Path(".env").write_bytes(b"PRACTICE_RUBRIC=caf\xe9\n")
    with pytest.raises(BadSettings, match=r"\.env: is not UTF-8 at byte 19"):
        load_settings()


def test_an_override_that_is_no_setting_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match=r"'database_url' is no setting; known: .*DATABASE_URL"):
        load_settings(database_url="sqlite://")


def test_a_role_has_its_own_model_or_the_common_one() -> None:
    settings = load_settings(model="openai/a", grader_model="openai/b", coach_model="stub")
    roles = ("customer", "appraiser", "grader", "coach")
    assert [settings.model_for(role) for role in roles] == ["openai/a", "openai/a", "openai/b", "stub"]
    assert not settings.uses_stub_only()
    assert not load_settings(grader_model="openai/b").uses_stub_only()


def test_the_stub_is_known_however_it_is_written() -> None:
    assert load_settings(model=" Stub ").model == "stub"


def test_every_setting_says_what_it_is_for() -> None:
    assert len(documented()) == len(Settings.model_fields)
    assert next(iter(documented())) == "PRACTICE_MODEL"
    assert all(documented().values())


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [variable for variable in documented() if f"`{variable}`" not in readme] == []


def test_a_key_that_is_set_is_used_and_nothing_written(tmp_path: Path) -> None:
    settings = load_settings(secret_key="0123456789abcdef", var=tmp_path / "var")
    assert secret_key(settings) == "0123456789abcdef"
    assert not settings.var.exists()


def test_a_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    settings = load_settings(var=tmp_path / "deep" / "var")
    old = os.umask(0)
    try:
        key = secret_key(settings)
    finally:
        os.umask(old)
    [path] = settings.var.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) == 64
    assert secret_key(settings) == key
    assert secret_key(load_settings(var=tmp_path / "other")) != key


def test_many_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    for round_ in range(10):
        settings = load_settings(var=tmp_path / str(round_))
        ready, keys = threading.Barrier(8), set[str]()

        def start(settings: Settings = settings, ready: threading.Barrier = ready, keys: set[str] = keys) -> None:
            ready.wait()
            keys.add(secret_key(settings))

        threads = [threading.Thread(target=start) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(keys) == 1
        assert [path.name for path in settings.var.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o666])
def test_a_key_that_others_can_get_at_is_not_used(tmp_path: Path, mode: int) -> None:
    settings = load_settings(var=tmp_path)
    secret_key(settings)
    path = tmp_path / "secret-key"
    path.chmod(mode)
    with pytest.raises(BadSettings, match=f"secret-key: its mode is {mode:04o}, .*chmod 600 .*secret-key"):
        secret_key(settings)
    path.chmod(0o400)
    assert secret_key(settings)


@pytest.mark.parametrize("held", ["", "short\n", "ä" * 20])
def test_a_file_without_a_key_is_told_with_the_way_out(tmp_path: Path, held: str) -> None:
    (tmp_path / "secret-key").write_text(held, encoding="utf-8")
    (tmp_path / "secret-key").chmod(0o600)
    with pytest.raises(BadSettings, match="secret-key: "):
        secret_key(load_settings(var=tmp_path))


def test_a_folder_that_cannot_be_made_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(BadSettings, match="set PRACTICE_VAR to a folder that can be written to"):
        secret_key(load_settings(var=tmp_path / "var"))
