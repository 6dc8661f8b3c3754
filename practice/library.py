"""Reads `rubrics/` and `prompts/`: finds the folder, loads strictly, and names file, line and key in every error."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from practice.domain.attack import AttackFamily, Carriers
from practice.domain.channel import Channels
from practice.domain.document import Model, read_document
from practice.domain.mood_table import MoodTable
from practice.domain.prompt import Offered, Prompt, read_prompt
from practice.domain.rubric import Rubric
from practice.domain.said_facts import FactBook
from practice.domain.scenario import Scenario
from practice.domain.scenario_kept import read_kept
from practice.domain.screens import Screens
from practice.domain.speech_rules import SpeechRules
from practice.domain.trainee import Trainee
from practice.errors import BadDocument, BadSettings, NotFound

_CASE = frozenset({"case"})
_PERSON = {"name", "manner", "decision_style", "culture"}
_CUSTOMER = frozenset(
    {
        *_PERSON,
        "language",
        "channel",
        "channel_manner",
        "register",
        "facts",
        "knows",
        "does_not_know",
        "unsaid",
        "max_words",
    }
)
#: Each prompt, and what `services` fills into its two parts.
PROMPTS = {
    "customer": Offered(_CUSTOMER, frozenset({"trainee", "case"})),
    "appraise": Offered(frozenset({"events"}), _CASE),
    "grade": Offered(frozenset({"rubric", "examples"}), _CASE),
    "grade_talk": Offered(frozenset({"rubric"}), _CASE),
    "debrief": Offered(frozenset(), _CASE),
    "trainee": Offered(frozenset(), _CASE),
    "checkup": Offered(frozenset(), frozenset()),
}
#: The file beside the attacks that holds the replies they are put on.
_CARRIERS = "carriers"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Document:
    """A text that people edit, as it stands in its file."""

    key: str
    path: Path
    text: str


def document_at(path: Path) -> Document:
    """Raises BadDocument for a file that cannot be read."""
    return Document(path.stem, path, _text(path))


@lru_cache(maxsize=256)
def read_scenario(text: str, name: str) -> Scenario:
    return read_document(text, name, Scenario)


@lru_cache(maxsize=256)
def read_kept_scenario(text: str, name: str) -> Scenario:
    """A scenario as it was kept with a talk, perhaps long ago."""
    return read_kept(text, name)


@lru_cache(maxsize=256)
def read_rubric(text: str, name: str) -> Rubric:
    return read_document(text, name, Rubric)


class Library:
    """The content of one folder that holds `rubrics/` and `prompts/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def scenarios(self) -> list[Document]:
        return _documents(self.folder / "prompts" / "scenarios")

    def rubrics(self) -> list[Document]:
        return _documents(self.folder / "rubrics")

    def rubric_document(self, key: str) -> Document:
        return _named(self.rubrics(), key, "rubric")

    def scenario_document(self, key: str) -> Document:
        return _named(self.scenarios(), key, "scenario")

    def scenario_template(self) -> str:
        """What a new scenario starts from."""
        return _text(self.folder / "prompts" / "templates" / "scenario.yaml")

    def trainee(self, behaviour: str) -> Trainee:
        """Raises NotFound that names the known ones."""
        document = _named(self.trainees(), behaviour, "trainee")
        return read_document(document.text, str(document.path), Trainee)

    def trainees(self) -> list[Document]:
        return _documents(self.folder / "prompts" / "trainees")

    def prompt(self, name: str) -> Prompt:
        return self._prompts[name]

    @cached_property
    def _prompts(self) -> dict[str, Prompt]:
        paths = {name: self.folder / "prompts" / f"{name}.md" for name in PROMPTS}
        return {name: read_prompt(_text(path), str(path), PROMPTS[name]) for name, path in paths.items()}

    @cached_property
    def mood_table(self) -> MoodTable:
        return self._read("mood.yaml", MoodTable)

    @cached_property
    def speech_rules(self) -> SpeechRules:
        return self._read("speech.yaml", SpeechRules)

    @cached_property
    def fact_book(self) -> FactBook:
        return FactBook(self.speech_rules.facts)

    @cached_property
    def channels(self) -> Channels:
        return self._read("channels.yaml", Channels)

    @cached_property
    def screens(self) -> Screens:
        return self._read("screens.yaml", Screens)

    def attack_families(self) -> list[Document]:
        documents = _documents(self.folder / "prompts" / "attacks")
        return [document for document in documents if document.key != _CARRIERS]

    def attack_family(self, key: str) -> AttackFamily:
        """Raises NotFound that names the known ones."""
        document = _named(self.attack_families(), key, "attack family")
        return read_document(document.text, str(document.path), AttackFamily)

    @cached_property
    def carriers(self) -> Carriers:
        return self._read(f"attacks/{_CARRIERS}.yaml", Carriers)

    def _read(self, name: str, model: type[Model]) -> Model:
        path = self.folder / "prompts" / name
        return read_document(_text(path), str(path), model)

    def check(self) -> None:
        """Reads everything once. Raises BadDocument at the first text that cannot be used, or that is lacking."""
        scenarios, rubrics = self.scenarios(), self.rubrics()
        for document in scenarios:
            read_scenario(document.text, str(document.path))
        for document in rubrics:
            read_rubric(document.text, str(document.path))
        parts = (self._prompts, self.mood_table, self.speech_rules, self.channels, self.screens)
        if not (all(parts) and scenarios and rubrics):
            raise BadDocument(f"{self.folder}: needs a file *.yaml in rubrics/ and one in prompts/scenarios/")


def find_content(chosen: Path | None, working: Path | None = None) -> Path:
    """The folder to use: the chosen one, else the working folder, else the checkout, else what was installed.

    Raises BadSettings where the chosen folder, or every other one, has no `rubrics/` and `prompts/`.
    """
    if chosen is not None:
        if not _holds_content(chosen):
            raise BadSettings(
                f"PRACTICE_CONTENT={str(chosen)!r}: no folders rubrics/ and prompts/ there; "
                "`practice init DIR` makes them"
            )
        return chosen
    candidates = (working or Path.cwd(), _PACKAGE.parent, _PACKAGE / "content")
    for folder in candidates:
        if _holds_content(folder):
            return folder
    raise BadSettings("PRACTICE_CONTENT: this installation holds no rubrics and prompts; name a folder that does")


def _holds_content(folder: Path) -> bool:
    return (folder / "rubrics").is_dir() and (folder / "prompts").is_dir()


def _documents(folder: Path) -> list[Document]:
    return [Document(path.stem, path, _text(path)) for path in sorted(folder.glob("*.yaml"))]


def _named(documents: list[Document], key: str, kind: str) -> Document:
    found = next((document for document in documents if document.key == key), None)
    if found is None:
        known = ", ".join(document.key for document in documents) or "none"
        raise NotFound(f"no {kind} called {key!r}; known: {known}")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadDocument(f"{path}: is not there; `practice init DIR` writes a complete set") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadDocument(f"{path}, line {line}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise BadDocument(f"{path}: cannot be read: {error.strerror}") from error
