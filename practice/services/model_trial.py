"""Which model plays which role, what it used, and one short question to see whether it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.errors import ModelError, ModelTimeout, NotFound
from practice.library import Library
from practice.model.port import ChatModel, Message, ModelAnswer, ModelRequest, Role
from practice.services.access import require_in_organisation
from practice.services.costly import CostlyActs
from practice.services.voices import Voices
from practice.settings import STUB, Settings, variable_of
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import Person
from practice.store.types import now
from practice.store.usage import add_usage, used_by
from practice.store.usage_reading import UsageSum, usage_since

ROLES = (Role.CUSTOMER, Role.APPRAISER, Role.GRADER, Role.COACH)
#: Somebody waits for the page: a model that is slower than this is told to be.
PATIENCE = timedelta(seconds=20)
SHOWN_DAYS = 30


@dataclass(frozen=True)
class Player:
    """A model in a role. `variable` is the setting that names it, or could."""

    role: Role
    model: str
    is_stub: bool
    variable: str
    is_set: bool


@dataclass(frozen=True)
class Casting:
    """One role: who plays it (of graders there can be several), and what the organisation's talks used of it."""

    role: Role
    players: tuple[Player, ...]
    used: UsageSum


@dataclass(frozen=True)
class Tried:
    """`problem` is a model error's key, empty where it answered; `cost` None is unknown."""

    role: Role
    model: str
    problem: str = ""
    milliseconds: int | None = None
    tokens: int | None = None
    cost: float | None = None


class ModelTrialService:
    def __init__(
        self,
        settings: Settings,
        database: Database,
        library: Library,
        voices: Voices,
        clock: Callable[[], datetime] = now,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._settings = settings
        self._database = database
        self._library = library
        self._voices = voices
        self._clock = clock
        self._costly = CostlyActs(settings, clock)
        self._patience = patience

    def cast(self, by: Person) -> tuple[Casting, ...]:
        """Raises NotAllowed."""
        organisation_id = require_in_organisation(by, Act.ADMINISTER)
        with self._database.reading() as session:
            used = usage_since(session, organisation_id, self._clock() - timedelta(days=SHOWN_DAYS))
        return tuple(Casting(role, self._players(role), used.get(role.value, UsageSum())) for role in ROLES)

    def try_out(self, by: Person, role_name: str, model_name: str, address: str = "") -> Tried:
        """Asks that model one short question. Raises NotAllowed, NotFound, or TooMuch beyond an hour's tries."""
        require_in_organisation(by, Act.ADMINISTER)
        role, model = self._model(role_name, model_name)
        with self._database.writing() as session:
            self._costly.count_trial(session, by)
            about = Audited(AuditedKind.SETTING, role.value, model.name)
            add_audit(session, by, AuditAct.MODEL_TRIED, about, address=address)
        try:
            answer = self._answer(role, model)
        except ModelError as error:
            return Tried(role, model.name, error.key)
        # A provider that does not count says 0.
        tokens = answer.usage.prompt_tokens + answer.usage.completion_tokens or None
        return Tried(role, model.name, "", answer.milliseconds, tokens, answer.usage.cost)

    def _answer(self, role: Role, model: ChatModel) -> ModelAnswer:
        """Raises ModelError. An answer that comes too late is still counted as used."""
        question = self._library.prompt("checkup")
        messages = (Message("system", question.render_system({})), Message("user", question.render_user({})))
        request = ModelRequest(role, messages, question.head.temperature, question.head.max_tokens)
        heard: SimpleQueue[ModelAnswer | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                answer = model.complete(request)
                with self._database.writing() as session:
                    add_usage(session, used_by(None, role.value, answer))
            except Exception as error:  # noqa: BLE001 - whoever waits raises it
                heard.put(error)
            else:
                heard.put(answer)

        Thread(target=ask, name="model-trial", daemon=True).start()
        try:
            found = heard.get(timeout=self._patience.total_seconds())
        except Empty:
            raise ModelTimeout(f"{model.name}: no answer within {self._patience.seconds} seconds") from None
        if isinstance(found, Exception):
            raise found
        return found

    def _models(self, role: Role) -> tuple[ChatModel, ...]:
        return self._voices.graders().models if role is Role.GRADER else (self._voices.of(role),)

    def _model(self, role_name: str, model_name: str) -> tuple[Role, ChatModel]:
        for role in ROLES:
            for model in self._models(role):
                if (role.value, model.name) == (role_name, model_name):
                    return role, model
        raise NotFound(f"{model_name[:80]!r} does not play the {role_name[:20]!r}")

    def _players(self, role: Role) -> tuple[Player, ...]:
        variable, is_set = self._set_by(role)
        return tuple(Player(role, model.name, model.name == STUB, variable, is_set) for model in self._models(role))

    def _set_by(self, role: Role) -> tuple[str, bool]:
        """The variable that decides, and whether it is set."""
        own = (*(("grader_panel",) if role is Role.GRADER else ()), f"{role.value}_model")
        deciding = next((name for name in own if getattr(self._settings, name)), "model")
        return variable_of(deciding), deciding in self._settings.model_fields_set
