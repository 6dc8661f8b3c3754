"""`practice chat SCENARIO`: the same conversation in a terminal."""

import getpass
import sys
from dataclasses import dataclass

import click

from practice.domain.conversation import TurnStatus
from practice.domain.grade import Grade, GradeStatus, point_to_work_on
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.progress import GradeEvent, MoodEvent, ProgressEvent, TokenEvent, TurnEvent
from practice.domain.rubric import Rubric
from practice.errors import BadReply, TooMuch
from practice.services.assembly import Services, assemble
from practice.services.talk import Receipt, TalkChoices
from practice.settings import load_settings
from practice.store.migrate import upgrade
from practice.store.person import Person, PersonRole
from practice.store.types import new_id

ENDING = "/end"


@dataclass(frozen=True)
class _Talk:
    services: Services
    person: Person
    conversation_id: str
    language: Language
    rubric: Rubric


@click.command()
@click.argument("scenario")
@click.option(
    "--language",
    type=click.Choice([language.value for language in TALK_LANGUAGES]),
    default="en",
    show_default=True,
    help="Language of the talk.",
)
@click.option("--model", help="Another model than PRACTICE_MODEL, for every role.")
@click.option("--difficulty", type=click.IntRange(1, 5), help="Other than the scenario suggests.")
@click.option("--seed", type=int, help="Repeats the same customer.")
def chat(scenario: str, language: str, model: str | None, difficulty: int | None, seed: int | None) -> None:
    """Talk to the customer of SCENARIO here; every reply is graded. Ctrl-C stops the customer, /end ends the talk."""
    chosen = {f"{role}model": model for role in ("", "customer_", "appraiser_", "grader_", "coach_")} if model else {}
    services = assemble(load_settings(**chosen))
    upgrade(services.database)
    services.worker.start()
    person = services.people.called(getpass.getuser(), PersonRole.TRAINEE)
    conversation_id = services.chat.start(
        person, scenario, TalkChoices(Language(language), difficulty, unhurried=True, seed=seed)
    )
    view = services.chat.view(person, conversation_id)
    if services.settings.uses_stub_only():
        click.echo("The built-in stub speaks, not a language model; grades are rough.\n")
    click.echo(view.scenario.briefing.in_language(Language(language)) + "\n")
    for opening in view.turns:
        click.secho(opening.turn.text, bold=True)
    _converse(_Talk(services, person, conversation_id, Language(language), view.rubric))
    services.chat.end(person, conversation_id)
    services.worker.stop()


def _converse(talk: _Talk) -> None:
    while talk.services.chat.view(talk.person, talk.conversation_id).conversation.open:
        text = _typed()
        if text is None:
            return
        try:
            receipt = talk.services.chat.reply(talk.person, talk.conversation_id, text, new_id())
        except (BadReply, TooMuch) as error:
            click.echo(f"({error})", err=True)
            continue
        _hear(talk, receipt)


def _typed() -> str | None:
    """One reply; None at the end of input or of the talk."""
    try:
        text = click.prompt("\n>", prompt_suffix=" ", default="", show_default=False)
    except click.Abort:
        return None
    if text.strip() == ENDING or (not text and not sys.stdin.isatty()):
        return None
    return str(text)


def _hear(talk: _Talk, receipt: Receipt) -> None:
    followed = talk.services.following.find(talk.person, receipt.answer_id)
    grades: list[GradeEvent] = []
    try:
        for events in talk.services.following.follow(followed):
            # A grade that is ready first waits: it would stand in the middle of the customer's line.
            grades += [event for event in events if isinstance(event, GradeEvent)]
            for event in events:
                _show(event)
    except KeyboardInterrupt:
        talk.services.chat.stop(talk.person, receipt.answer_id)
        click.echo(" (stopped)")
    for grade in grades:
        _show_grade(talk, grade.grade)


def _show(event: ProgressEvent) -> None:
    if isinstance(event, TokenEvent):
        click.secho(("\n" if event.anew else "") + event.text, nl=False, bold=True)
    elif isinstance(event, TurnEvent):
        problem = event.answer.problem
        silent = event.answer.status is TurnStatus.FAILED and problem
        click.echo(f"\n(the customer could not answer: {problem.detail})" if silent and problem else "")
        if event.ended:
            click.echo(f"(the conversation is over: {event.outcome.value})")
    elif isinstance(event, MoodEvent) and event.answer.mood:
        mood = event.answer.mood
        gauges = f"frustration {mood.frustration}, trust {mood.trust}, patience {mood.patience}"
        click.secho(f"({gauges})", dim=True)


def _show_grade(talk: _Talk, grade: Grade) -> None:
    if grade.status is GradeStatus.NOT_GRADED:
        click.secho(f"  not graded: {grade.problem.detail if grade.problem else ''}", fg="yellow")
        return
    for score in grade.scores:
        name = talk.rubric.criterion(score.criterion).name.in_language(talk.language)
        quote = "".join(f" “{quote.text}”" for quote in score.quotes)
        click.secho(f"  {name}: {score.level or 'not shown'}{quote} {score.reason}", dim=True)
    point = point_to_work_on(grade)
    if point:
        click.echo(f"  → {point.advice}")
