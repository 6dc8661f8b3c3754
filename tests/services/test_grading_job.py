"""What is kept of a grade is enough to ask the very same question again."""

from practice.domain.prompt import read_prompt
from practice.services.assembly import Services
from practice.services.exchange import load_exchange
from practice.services.grading import Method, ReplyToGrade, grade_reply
from practice.services.panel import Panel
from practice.store.person import Person
from practice.store.prompt import prompt_text
from tests.fakes import Cast, QueuedModel
from tests.services.talk import FRONTLINE, NOTHING_NOTICED, begin, verdict


def test_a_kept_grade_can_be_replayed_to_the_letter(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(9), verdict(3))
    talk.hear(talk.reply("I am sorry. A new one comes on Friday."))
    kept = talk.view.turns[1].grade
    assert kept is not None
    assert [call.raw_answer for call in kept.calls] == [verdict(9), verdict(3)]

    with services.database.reading() as session:
        text = prompt_text(session, kept.prompt_hash)
    assert text is not None
    exchange = load_exchange(services.database, talk.view.turns[1].turn.id)
    task = ReplyToGrade(
        language=exchange.language,
        channel=exchange.scenario.channel,
        situation=" ".join(exchange.scenario.facts),
        before=exchange.transcript_before,
        reply=exchange.reply.text,
    )
    again = QueuedModel(cast.grader.name).will_say(*[call.raw_answer or "" for call in kept.calls])
    method = Method(read_prompt(text, "kept"), FRONTLINE, services.library.screens)
    replayed = grade_reply(Panel((again,)), method, task, exchange.conversation.seed)
    assert [call.request_key for call in replayed.calls] == [call.request_key for call in kept.calls]
    assert (replayed.scores, replayed.flags, replayed.prompt_hash) == (kept.scores, kept.flags, kept.prompt_hash)


def test_what_was_used_counts_for_each_question(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(9), verdict(3))
    talk.hear(talk.reply("I am sorry."))
    kept = talk.view.turns[1].grade
    assert kept is not None
    assert (kept.attempts, kept.prompt_tokens, kept.milliseconds) == (2, 20, 14)
    assert services.report.report(alice, talk.id).models["grader"] == ("queued-grader",)
