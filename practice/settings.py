"""Every setting, read from the environment or `.env`; nothing else in the project looks there."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from practice.door import SHORTEST_KEY, debugger_asked_for, hard_to_guess, host_names, issuer
from practice.errors import BadSettings

STUB = "stub"
UTC_ZONE = "UTC"
_PREFIX = "PRACTICE_"
#: Never shown in a message: each is a secret or may hold one.
_SECRET = ("secret_key", "database_url", "smtp_password", "oidc_client_secret", "xapi_secret")
_BOUNDS = {"gt": "more than", "ge": "at least", "le": "at most"}


def _whole_name(value: str) -> str:
    value = value.strip()
    if value.lower() == STUB:
        return STUB
    if not re.fullmatch(r"[A-Za-z0-9][\w./:@+-]*", value):
        raise ValueError(
            "must be 'stub' (built in) or a litellm model name, such as "
            "'openai/gpt-4.1-mini', 'anthropic/claude-sonnet-4-5' or 'ollama/llama3.1'"
        )
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("must be an address that starts with http:// or https://, such as 'http://127.0.0.1:11434/v1'")
    return value


ModelName = Annotated[str, AfterValidator(_whole_name)]


def _panel(value: str) -> str:
    names = [_whole_name(name) for name in value.split(",")]
    if len(set(names)) < len(names):
        raise ValueError("must name each model once; PRACTICE_GRADER_REPEATS lets each grade several times")
    return ",".join(names)


def _time_zone(value: str) -> str:
    name = value.strip()
    if name == UTC_ZONE or ("/" in name and name in available_timezones()):
        return name
    if not available_timezones():
        raise ValueError("cannot be looked up, as this machine knows no time zones; install its package tzdata")
    raise ValueError("must be 'UTC' or a name of the IANA time zone database, such as 'Europe/Helsinki'")


Panel = Annotated[str, AfterValidator(_panel)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Address = Annotated[str, AfterValidator(_address)]
Key = Annotated[str, AfterValidator(hard_to_guess)]
Hosts = Annotated[str, AfterValidator(host_names)]
Issuer = Annotated[str, AfterValidator(issuer)]


class Settings(BaseSettings):
    """Field names in capitals with the prefix PRACTICE_ are the variables; DATABASE_URL has no prefix."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    model: ModelName = Field(STUB, description="the language model: `stub` or any litellm name")
    customer_model: ModelName | None = Field(None, description="another model for the customer's lines")
    appraiser_model: ModelName | None = Field(None, description="another model for what the customer notices")
    grader_model: ModelName | None = Field(None, description="another model for grades")
    grader_panel: Panel | None = Field(None, description="several models, with commas between, that each grade a reply")
    grader_repeats: int = Field(1, ge=1, le=9, description="how often each grader grades a reply")
    coach_model: ModelName | None = Field(None, description="another model for the report's priorities")
    trainee_model: ModelName | None = Field(None, description="another model for trainees that `simulate` plays")
    api_base: Address | None = Field(None, description="address of an OpenAI-compatible or self-hosted server")
    model_timeout: float = Field(60, gt=0, le=3600, description="seconds for one answer, all attempts together")
    model_attempts: int = Field(3, ge=1, le=10, description="most calls for one answer on passing errors")

    stub_word_ms: float = Field(35, ge=0, le=2000, description="pause between two words of the built-in stub")

    database_url: str = Field(
        "sqlite:///var/practice.db", validation_alias="DATABASE_URL", description="SQLite file or PostgreSQL"
    )
    content: Path | None = Field(
        None,
        description="folder with `rubrics/` and `prompts/`; else the working folder's, else the built-in ones",
    )
    var: Path = Field(Path("var"), description="folder for the database file and the made-up secret key")
    secret_key: Key | None = Field(None, description="signs sessions; made and kept in `var` if unset")

    proxies: int = Field(0, ge=0, le=4, description="how many proxies stand in front and are believed")
    hosts: Hosts | None = Field(
        None, description="host names it answers to, with commas between; unset: this machine's own"
    )
    site: Address | None = Field(
        None, description="address people type, with which links begin; unset: made from the host names"
    )
    https: bool = Field(False, description="whether browsers reach it by https only: Secure cookies, HSTS")

    time_zone: TimeZone = Field(
        UTC_ZONE, description="time zone by which pages show times and days begin and end, such as `Europe/Helsinki`"
    )

    sign_in: Literal["local", "accounts"] = Field(
        "local", description="how people sign in: `local` (a name is enough) or `accounts` (e-mail and password)"
    )
    smtp_host: str | None = Field(None, description="server that sends e-mail; unset: links go to the console")
    smtp_port: int = Field(587, ge=1, le=65535, description="its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the way to it is kept private: `starttls`, `tls` or `none`"
    )
    smtp_user: str | None = Field(None, description="whom it knows this service as; unset: nobody")
    smtp_password: str | None = Field(None, description="the password that goes with it")
    mail_from: str | None = Field(None, description="address that e-mails come from, such as practice@example.org")

    oidc_issuer: Issuer | None = Field(None, description="provider of OpenID Connect, as it names itself")
    oidc_client_id: str | None = Field(None, description="what the provider calls this service")
    oidc_client_secret: str | None = Field(None, description="the secret shared with the provider")
    oidc_name: str = Field("OpenID Connect", description="what people call the provider, on the sign-in button")

    xapi_endpoint: Address | None = Field(
        None, description="learning record store that xAPI statements go to; unset: none is told"
    )
    xapi_key: str | None = Field(None, description="whom it knows this service as")
    xapi_secret: str | None = Field(None, description="the password that goes with it")
    xapi_version: Literal["1.0.3", "2.0.0"] = Field("1.0.3", description="version of xAPI that it speaks")
    xapi_file: Path | None = Field(None, description="file that statements are added to, in place of a store")
    xapi_texts: bool = Field(False, description="whether statements hold replies as they were typed")

    most_talks_a_day: int = Field(100, ge=1, le=100_000, description="talks that one person may begin in 24 hours")
    most_asks_an_hour: int = Field(
        400, ge=1, le=100_000, description="replies, tries again and debriefs of one person in an hour"
    )

    review_sample: float = Field(
        0.05, ge=0, le=1, description="share of ordinary grades that chance puts in the trainers' queue"
    )
    rubric: str = Field("frontline", description="key of the rubric that grades talks")
    jobs_in_web: bool = Field(True, description="whether the web process also does the model work")
    job_threads: int = Field(256, ge=1, le=512, description="model calls at once in one process")
    open_streams: int = Field(112, ge=1, le=1024, description="open answer streams in one process; beyond that, 503")
    lease_seconds: float = Field(
        20, ge=1, le=600, description="how long a job may go unheard of before another takes it"
    )
    reply_limit: int = Field(4000, ge=100, le=20000, description="characters in one reply")

    def model_for(self, role: str) -> str:
        """The model name for a role: customer, appraiser, grader, coach or trainee."""
        own: str | None = getattr(self, f"{role}_model")
        return own or self.model

    def graders(self) -> tuple[str, ...]:
        """The models that grade a reply: the panel, else the one grader."""
        return tuple(self.grader_panel.split(",")) if self.grader_panel else (self.model_for("grader"),)

    def uses_stub_only(self) -> bool:
        others = [self.model_for(role) for role in ("customer", "appraiser", "coach")]
        return all(name == STUB for name in (*others, *self.graders()))


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - whatever a setting may be
    """Raises BadSettings that names the variable and what it may hold."""
    known = {info.validation_alias or name for name, info in Settings.model_fields.items()}
    unknown = [name for name in overrides if name not in known]
    if unknown:
        raise TypeError(f"{unknown[0]!r} is no setting; known: {', '.join(map(str, known))}")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise BadSettings("\n".join(_sentence(details) for details in error.errors())) from error
    except UnicodeDecodeError as error:
        raise BadSettings(f".env: is not UTF-8 at byte {error.start}; save it as UTF-8") from error


def variable_of(field_name: str) -> str:
    alias = Settings.model_fields[field_name].validation_alias
    return alias if isinstance(alias, str) else (_PREFIX + field_name).upper()


def documented() -> Mapping[str, str]:
    """Variable -> what it is for, in the order of the class."""
    return {variable_of(name): info.description or "" for name, info in Settings.model_fields.items()}


def _sentence(details: ErrorDetails) -> str:
    name = str(details["loc"][0]) if details["loc"] else ""
    field = next((field for field in Settings.model_fields if name in (field, variable_of(field))), name)
    shown = "…" if field in _SECRET else repr(details.get("input"))
    return f"{variable_of(field)}={shown}: {_rule(field, details)}. Set it in the environment or in .env."


def _rule(field: str, details: ErrorDetails) -> str:
    """What the variable may hold."""
    info = Settings.model_fields[field]
    bounds = {name: getattr(entry, name) for entry in info.metadata for name in _BOUNDS if hasattr(entry, name)}
    limits = " and ".join(f"{words} {bounds[name]}" for name, words in _BOUNDS.items() if name in bounds)
    kind = details["type"]
    if kind.startswith("bool"):
        return "must be true or false"
    if kind == "literal_error":
        return f"must be {details['ctx']['expected']}"
    if info.annotation in (int, float):
        number = "a whole number" if info.annotation is int else "a number"
        return f"must be {number}, {limits}"
    return details["msg"].removeprefix("Value error, ").replace("String should have", "must have")


def refuse_debugger() -> None:
    """Raises BadSettings where the environment asks for a debugger: it would show visitors the program's inside."""
    name = debugger_asked_for(os.environ)
    if name:
        raise BadSettings(
            f"{name}={os.environ[name]!r}: nothing is served with a debugger, which shows visitors too much; "
            f"take {name} out of the environment"
        )


def secret_key(settings: Settings) -> str:
    """The key that signs sessions: the one set, else one made once and kept readable by its owner only.

    Raises BadSettings where it cannot be kept or read.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.var / "secret-key"
    try:
        if not path.exists():
            _make_key(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(
            f"{path}: the secret key cannot be kept there ({error}); set PRACTICE_VAR to a folder that can be "
            "written to, or set PRACTICE_SECRET_KEY"
        ) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSettings(
            f"{path}: its mode is {mode:04o}, so others than its owner can get at the secret key; "
            f"run: chmod 600 {path}, or remove it if others may have read it (everybody signs in anew)"
        )
    if len(key) < SHORTEST_KEY:
        raise BadSettings(f"{path}: holds no key; remove the file, and a new one is made (everybody signs in anew)")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    try:
        fresh.write_text(secrets.token_hex(32), encoding="ascii")
        # link() does not replace: of two processes that start at once, the first one's key stays.
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
