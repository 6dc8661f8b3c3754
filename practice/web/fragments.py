"""Parts of the conversation page, by the same templates as the whole page, also after the view has returned."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, render_template, request

from practice.domain.conversation import Outcome, Turn
from practice.domain.grade import Grade
from practice.domain.mood import EventKind, Mood, MoodEffect
from practice.domain.transcript import Speaker
from practice.services.chat import ConversationView, TurnView
from practice.web.context import services
from practice.web.language import in_page_language
from practice.web.words import GAUGES, grade_in_words, problem_text


@dataclass(frozen=True)
class Moved:
    """One thing that moved the mood: the trainee's words and the customer's feeling about them."""

    words: str
    feeling: str
    helped: bool


def what_moved(effects: tuple[MoodEffect, ...]) -> list[Moved]:
    table = services().library.mood_table
    rules = [(effect, table.rule(effect.event)) for effect in effects]
    return [
        Moved(effect.words, in_page_language(rule.label), rule.kind is EventKind.REPAIR)
        for effect, rule in rules
        if rule and effect.words
    ]


def gauges_of(mood: Mood) -> dict[str, int]:
    return {name: getattr(mood, name) for name in GAUGES}


def _this_app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]


@dataclass
class Fragments:
    """Made inside the request; each rendering brings the request back for as long as it takes, and no longer."""

    view: ConversationView
    _app: Flask = field(default_factory=_this_app)
    _environ: dict[str, Any] = field(default_factory=lambda: request.environ)

    @property
    def customer_name(self) -> str:
        return self.view.scenario.persona.name.in_language(self.view.conversation.language)

    def lines(self, *turn_ids: str) -> str:
        """These lines of the talk as they stand in `view`."""
        return self._render("chat/lines.html", lines=[entry for entry in self.view.turns if entry.turn.id in turn_ids])

    def answer(self, answer: Turn) -> str:
        return self._render("chat/lines.html", lines=[TurnView(answer)])

    def mood(self, answer: Turn) -> str:
        with self._app.request_context(self._environ):
            moved = what_moved(answer.effects)
        return self._render("chat/mood.html", gauges=gauges_of(answer.mood or self.view.mood), moved=moved)

    def grade(self, reply_id: str, grade: Grade | None, grading: bool = False) -> str:
        return self._render("chat/grade.html", reply_id=reply_id, grade=grade, grading=grading, latest=True)

    def grade_in_words(self, grade: Grade) -> str:
        with self._app.request_context(self._environ):
            return grade_in_words(grade, self.view.rubric)

    def closing(self, outcome: Outcome) -> str:
        return self._render("chat/closing.html", outcome=outcome)

    def silence(self, answer: Turn) -> str:
        """Why the customer could not answer."""
        with self._app.request_context(self._environ):
            return problem_text(answer.problem.key if answer.problem else "")

    def text(self, message: object) -> str:
        """A lazily translated text, in the language of the request."""
        with self._app.request_context(self._environ):
            return str(message)

    def _render(self, template: str, **values: object) -> str:
        with self._app.request_context(self._environ):
            return render_template(template, **page_values(self.view), **values)


def page_values(view: ConversationView) -> dict[str, Any]:
    """What the parts of the page have in common."""
    language = view.conversation.language
    return {
        "view": view,
        "talk_language": language,
        "customer_name": view.scenario.persona.name.in_language(language),
        "customer_speaker": Speaker.CUSTOMER,
    }
