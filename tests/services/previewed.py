"""A grader that says of a reply what the reply asks for, and sets of labelled replies to preview rubrics on."""

import re
import threading
import time
from dataclasses import dataclass, field

from practice.domain.fence import read_fenced
from practice.domain.labels import Label, LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.errors import ModelUnavailable
from practice.model.port import ModelAnswer, ModelRequest, Usage
from practice.services.assembly import Services
from practice.services.preview_view import PreviewView
from practice.store.gold import GoldSource
from practice.store.gold_writing import add_gold_item, add_gold_set
from practice.store.person import Person
from tests.conftest import ROOT
from tests.fakes import QueuedModel
from tests.services.talk import verdict

DRAFT = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")
TEACH = """examples:
  - id: shown
    use: teach
    needs: stub
    language: en
    channel: web_chat
    situation: It is late.
    customer: Where is it?
    reply: "{reply}"
    expected: {{calmness: 3}}
"""
#: Stands in the draft's text alone, as a grader is shown it.
_OF_DRAFT = "- level 1: none"


@dataclass
class ReplyReader(QueuedModel):
    """`Reply 7: 3 4` gets 3 by the file's text and 4 by the draft; a text that holds one of `failing` gets nothing."""

    name: str = "reader"
    failing: set[str] = field(default_factory=set)

    def complete(self, request: ModelRequest) -> ModelAnswer:
        self.asked.append(request)
        case = read_fenced(request.messages[-1].content)
        assert case is not None
        words = str(case["reply"])
        rubric = request.messages[0].content
        if any(text in words or text in rubric for text in self.failing):
            raise ModelUnavailable("away")
        *_, by_file, by_draft = words.split()
        level = by_draft if _OF_DRAFT in rubric else by_file
        asked = re.findall(r"^## (\w+):", rubric, re.MULTILINE)
        return ModelAnswer(
            verdict(int(level), words, only=asked[0] if len(asked) == 1 else None), self.name, Usage(10, 5, 0.001), 7, 1
        )


def reply(
    number: int, file_level: int, draft_level: int, *labels: Label, language: Language = Language.EN
) -> LabelledReply:
    words = f"Reply {number}: {file_level} {draft_level}"
    return LabelledReply(f"r{number:02}", language, Channel.WEB_CHAT, "It is late.", "Where is it?", words, labels)


def labelled(level: int | None, *criteria: str) -> tuple[Label, ...]:
    return tuple(Label("Tina", key, level) for key in criteria or ("calmness", "empathy", "solutions", "level_tone"))


def gold_set(services: Services, trainer: Person, *replies: LabelledReply, turn_id: str | None = None) -> str:
    """Its id; `turn_id` is where the first reply was said."""
    with services.database.writing() as session:
        set_id = add_gold_set(session, trainer.organisation_id or 0, "frontline", "Spring", trainer.id)
        for number, one in enumerate(replies):
            turn = None if number else turn_id
            add_gold_item(session, set_id, one, source=GoldSource.IMPORTED, added_by=trainer.id, turn_id=turn)
    return set_id


def twelve() -> list[LabelledReply]:
    """People's levels go 1 to 5; the file is one too high throughout, the draft in the first reply alone."""
    people = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]
    drafts = [people[0] + 2, *people[1:]]
    return [
        reply(number, level + 1, draft, *labelled(level), language=Language.FI if number > 9 else Language.EN)
        for number, (level, draft) in enumerate(zip(people, drafts, strict=True))
    ]


def drafted(services: Services, trainer: Person, text: str = DRAFT) -> int:
    """The number of a new draft of the frontline rubric."""
    seen = services.rubrics.rubric(trainer, "frontline").newest
    return services.rubrics.save(trainer, "frontline", text, "", base=0, seen=seen)


def finished(services: Services, trainer: Person, preview_id: str, seconds: float = 60) -> PreviewView:
    """Once everything was tried and reckoned."""
    pause, until = threading.Event(), time.monotonic() + seconds
    while time.monotonic() < until:
        if services.previews.following(trainer, preview_id).over:
            return services.previews.view(trainer, preview_id)
        pause.wait(0.05)
    raise AssertionError(f"preview {preview_id} is not over after {seconds} seconds")
