"""Parts of the conversation page, by the same templates as the whole page, also after the view has returned."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, current_app, render_template, request

from practice.domain.conversation import Outcome, Turn
from practice.domain.grade import Grade
from practice.domain.transcript import Speaker
from practice.services.talk import ConversationView
from practice.web.context import services
from practice.web.curve import Curve, curve_of
from practice.web.lines import LineView, all_names, lines_of
from practice.web.mood_path import MoodPath, mood_paths
from practice.web.words import grade_in_words, problem_text


def _this_app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True)
class MoodPanel:
    path: MoodPath
    curve: Curve


@dataclass
class Fragments:
    """Made inside the request; each rendering brings the request back for as long as it takes, and no longer."""

    view: ConversationView
    _app: Flask = field(default_factory=_this_app)
    _environ: dict[str, Any] = field(default_factory=lambda: request.environ)

    def lines(self, *turn_ids: str) -> str:
        """These lines of the talk as they stand in `view`."""
        return self._lines(self.view, *turn_ids)

    def answer(self, answer: Turn) -> str:
        """For whoever watches already: the mark of what is unsettled is for a page loaded before the grade is there."""
        view = self._knowing(answer)
        with self._app.request_context(self._environ):
            line = _one(lines_of(view), answer.id)
        return self._render("chat/lines.html", view, lines=[replace(line, unsettled=line.speaking)])

    def spoken(self, answer: Turn) -> str:
        """For a screen reader's announcement."""
        with self._app.request_context(self._environ):
            line = _one(lines_of(self._knowing(answer)), answer.id)
        return " ".join(part for part in (f"{line.name}: {answer.text}", line.seen, line.onlooker) if part)

    def mood(self, answer: Turn) -> dict[str, str]:
        """The panels beside the talk, and the bar that stands for them on a narrow screen."""
        view = self._knowing(answer)
        return {"panels": self._render("chat/mood.html", view), "bar": self._render("chat/mood_bar.html", view)}

    def grade(self, reply_id: str, grade: Grade | None, grading: bool = False) -> str:
        return self._render("chat/grade.html", self.view, reply_id=reply_id, grade=grade, grading=grading, latest=True)

    def grade_in_words(self, grade: Grade) -> str:
        with self._app.request_context(self._environ):
            return grade_in_words(grade, self.view.rubric)

    def closing(self, answer: Turn, outcome: Outcome) -> str:
        return self._render("chat/closing.html", self._knowing(answer), outcome=outcome)

    def silence(self, answer: Turn) -> str:
        """Why the customer could not answer."""
        with self._app.request_context(self._environ):
            return problem_text(answer.problem.key if answer.problem else "")

    def text(self, message: object) -> str:
        """A lazily translated text, in the language of the request."""
        with self._app.request_context(self._environ):
            return str(message)

    def _knowing(self, answer: Turn) -> ConversationView:
        """The view with this turn as it stands by now."""
        turns = tuple(replace(entry, turn=answer) if entry.turn.id == answer.id else entry for entry in self.view.turns)
        return replace(self.view, turns=turns)

    def _lines(self, view: ConversationView, *turn_ids: str) -> str:
        with self._app.request_context(self._environ):
            lines = [line for line in lines_of(view) if line.turn.id in turn_ids]
        return self._render("chat/lines.html", view, lines=lines)

    def _render(self, template: str, view: ConversationView, **values: object) -> str:
        with self._app.request_context(self._environ):
            return render_template(template, **page_values(view), **values)


def page_values(view: ConversationView) -> dict[str, Any]:
    """What the parts of the page have in common."""
    names = view.scenario.names(view.conversation.language)
    last = view.turns[-1].turn.customer if view.turns else ""
    return {
        "view": view,
        "talk_language": view.conversation.language,
        "customer_name": all_names(view),
        "last_speaker": view.scenario.customer(last).persona.name.in_language(view.conversation.language),
        "two": len(names) > 1,
        "customer_speaker": Speaker.CUSTOMER,
        "panels_of": panels_of,
    }


def panels_of(view: ConversationView) -> list[MoodPanel]:
    """None where the mood is not to be seen yet."""
    if not view.reveals:
        return []
    return [MoodPanel(path, curve_of(path)) for path in mood_paths(view, services().library.mood_table)]


def _one(lines: tuple[LineView, ...], turn_id: str) -> LineView:
    return next(line for line in lines if line.turn.id == turn_id)
