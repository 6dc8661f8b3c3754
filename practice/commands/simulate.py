"""`practice simulate SCENARIO`: plays replies against the customer and shows what they did to the mood."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from practice.commands.simulated import as_json, many_as_json, print_many, print_talk, summary_as_json
from practice.commands.simulated_plot import plot
from practice.commands.written import write_text
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.scenario import Scenario
from practice.domain.simulation import Simulation, over_many
from practice.domain.trainee import SKILLED, scripted
from practice.errors import BadInput
from practice.library import Library, find_content, read_scenario
from practice.model.port import Role
from practice.services.answering import Answering
from practice.services.simulating import NextReply, Played, script
from practice.services.simulating import simulate as play
from practice.services.training import ModelTrainee
from practice.services.voices import Voices, voices_from
from practice.settings import load_settings

MOST_TURNS_OF_A_MODEL = 8


@dataclass(frozen=True)
class _Trainee:
    """What was asked for: the replies of a file, a behaviour of the library, or a model with a behaviour's brief."""

    replies: list[str] | None
    behaviour: str
    by_model: bool


@click.command()
@click.argument("scenario")
@click.option("--trainee", help="A file with replies, or a behaviour such as rude (see prompts/trainees).")
@click.option("--good-way", is_flag=True, help="The scenario's own good way; the same as --trainee skilled.")
@click.option("--trainee-model", help="Lets this model play the trainee, to the brief of --brief.")
@click.option("--brief", default=SKILLED, show_default=True, help="A behaviour of prompts/trainees.")
@click.option("--language", type=click.Choice([lang.value for lang in TALK_LANGUAGES]), default="en", show_default=True)
@click.option("--difficulty", type=click.IntRange(1, 5), help="Other than the scenario suggests.")
@click.option("--model", help="Another model than PRACTICE_MODEL for the customer.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed plays the same talk with the stub.")
@click.option("--many", type=click.IntRange(1, 1000), help="So many seeds, from --seed on: means with intervals.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: table on a terminal.")
@click.option("--plot", "picture", type=click.Path(dir_okay=False, path_type=Path), help="Mood curves, as SVG.")
def simulate(
    scenario: str,
    trainee: str | None,
    good_way: bool,
    trainee_model: str | None,
    brief: str,
    language: str,
    difficulty: int | None,
    model: str | None,
    seed: int,
    many: int | None,
    form: str | None,
    picture: Path | None,
) -> None:
    """Play scripted replies, or a model, against the customer of SCENARIO (a key or a file).

    A file of replies is JSON, {"replies": [...]}, or holds one reply a line. Nothing is kept and nothing is graded.
    """
    chosen = {f"{role}model": model for role in ("", "customer_", "appraiser_")} if model else {}
    settings = load_settings(stub_word_ms=0, **chosen, **({"trainee_model": trainee_model} if trainee_model else {}))
    library = Library(find_content(settings.content))
    key, played_scenario = _scenario(library, scenario)
    wanted = _trainee(trainee or (SKILLED if good_way else None), brief, by_model=trainee_model is not None)
    voices = voices_from(settings)
    answering = Answering(library, voices)
    talks = []
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    for number in range(seed, seed + (many or 1)):
        played = Played(key, played_scenario, Language(language), difficulty or played_scenario.difficulty, number)
        talk = play(answering, played, _next_reply(wanted, library, voices, played))
        talks.append(talk)
        if many is None:
            _show(talk, as_table=as_table)
    if many is not None:
        figures = over_many(talks)
        print_many(figures) if as_table else click.echo(json.dumps(many_as_json(figures)))
    if picture is not None:
        write_text(picture, plot(key, talks))


def _show(talk: Simulation, *, as_table: bool) -> None:
    if as_table:
        print_talk(talk)
        return
    for line in _lines(talk):
        click.echo(line)


def _lines(talk: Simulation) -> Iterator[str]:
    for turn in talk.turns:
        yield json.dumps(as_json(turn), ensure_ascii=False)
    yield json.dumps(summary_as_json(talk), ensure_ascii=False)


def _scenario(library: Library, named: str) -> tuple[str, Scenario]:
    path = Path(named)
    if path.suffix in (".yaml", ".yml"):
        return path.stem, read_scenario(_read(path), str(path))
    document = library.scenario_document(named)
    return named, read_scenario(document.text, str(document.path))


def _trainee(named: str | None, brief: str, *, by_model: bool) -> _Trainee:
    if by_model:
        if named is not None:
            raise BadInput("--trainee-model plays to a --brief; leave out --trainee and --good-way")
        return _Trainee(None, brief, by_model=True)
    if named is None:
        raise BadInput("say who replies: --trainee FILE, --trainee BEHAVIOUR, --good-way or --trainee-model MODEL")
    path = Path(named)
    if path.exists() or path.suffix:
        return _Trainee(_replies(path), "", by_model=False)
    return _Trainee(None, named, by_model=False)


def _replies(path: Path) -> list[str]:
    text = _read(path)
    if path.suffix != ".json" and not text.lstrip().startswith("{"):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines:
            raise BadInput(f"{path}: holds no reply; write one a line")
        return lines
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}, line {error.lineno}: is not JSON: {error.msg}") from error
    replies = given.get("replies") if isinstance(given, dict) else None
    if not isinstance(replies, list) or not replies or not all(isinstance(reply, str) for reply in replies):
        raise BadInput(f'{path}: needs the key "replies" with a list of texts')
    return replies


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from error


def _next_reply(wanted: _Trainee, library: Library, voices: Voices, played: Played) -> NextReply:
    if wanted.replies is not None:
        return script(wanted.replies)
    trainee = library.trainee(wanted.behaviour)
    if not wanted.by_model:
        return script(scripted(trainee, played.scenario, played.language))
    prompt = library.prompt("trainee")
    model = voices.of(Role.TRAINEE)
    return ModelTrainee(model, prompt, trainee, played.scenario, played.language, played.seed, MOST_TURNS_OF_A_MODEL)
