"""What a reply does to one customer or two, which of them speaks, and how a talk comes to its end."""

from collections import deque
from dataclasses import dataclass, field

import pytest

from practice.domain.conversation import Outcome, TurnStatus
from practice.domain.language import Language
from practice.domain.mood import MoodEffect
from practice.domain.stock import Move
from practice.errors import ModelUnavailable
from practice.library import Library, read_scenario
from practice.model.port import ModelRequest
from practice.services.answering import Answering
from practice.services.assembly import Services
from practice.services.exchange import Exchange
from practice.services.simulating import Played, exchange_of
from practice.services.talk import TalkChoices
from practice.store.person import Person
from tests.fakes import Cast, QueuedModel, Said
from tests.services.talk import NOTHING_NOTICED, Talk, begin, noticed, verdict

REPLY = "I am sorry about the telescope. I will send a new one today."
MAN, WOMAN = "man_at_the_line", "woman_from_the_bench"
TO_BOTH = "I saw you at the line, sir, and I heard you say good day, madam. I open the second till now."


@dataclass
class EarOfEach(QueuedModel):
    """An appraiser that is asked for two customers at once: it answers by whom it is asked about."""

    of: dict[str, deque[Said]] = field(default_factory=dict)

    def will_hear(self, man: str, woman: str) -> None:
        for name, answer in (("Peter Lindley", man), ("Elena Costa", woman)):
            self.of.setdefault(name, deque()).append(answer)

    def _next(self, request: ModelRequest) -> str:
        self.asked.append(request)
        number = len(self.asked) - 1
        said = self.of[self.case(number)["me"]["name"]].popleft()
        assert isinstance(said, str)
        return said


@pytest.fixture
def ears() -> EarOfEach:
    return EarOfEach("queued-appraiser")


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """Where a test asks for `ears`, they are the appraiser's."""
    if "ears" in request.fixturenames:
        return Cast(appraiser=request.getfixturevalue("ears"))
    return Cast()


def _quarrel(services: Services, person: Person) -> Talk:
    return begin(services, person, "queue-quarrel")


def _exchange(talk: Talk, ears: EarOfEach, cast: Cast, man: str, woman: str, line: str = "Well, now.") -> None:
    ears.will_hear(man, woman)
    cast.customer.will_say(line)
    cast.grader.will_say(verdict())
    # Another each time, or it would be noticed that the same was said again.
    talk.exchange(f"{TO_BOTH} {len(talk.view.turns)}")


def test_two_customers_both_open_the_talk(services: Services, alice: Person) -> None:
    view = _quarrel(services, alice).view
    man, woman = view.scenario.customers
    assert [(turn.turn.customer, turn.turn.text) for turn in view.turns] == [
        (MAN, man.opening.en),
        (WOMAN, woman.opening.en),
    ]
    assert [view.mood(customer) for customer in (man, woman)] == [man.start_mood, woman.start_mood]


def test_the_appraiser_is_asked_once_for_each_customer_and_told_who_they_are(
    services: Services, cast: Cast, ears: EarOfEach, alice: Person
) -> None:
    talk = _quarrel(services, alice)
    _exchange(talk, ears, cast, NOTHING_NOTICED, NOTHING_NOTICED)
    cases = sorted((ears.case(number) for number in range(len(ears.asked))), key=lambda case: str(case["me"]["name"]))
    assert [(case["me"]["name"], case["other"]["name"]) for case in cases] == [
        ("Elena Costa", "Peter Lindley"),
        ("Peter Lindley", "Elena Costa"),
    ]
    assert "madam" in cases[0]["me"]["called"]
    assert "sir" in cases[1]["me"]["called"]
    man, woman = (customer.opening.en for customer in talk.view.scenario.customers)
    assert [(case["customer"], case["other_said"]) for case in cases] == [(woman, man), (man, woman)]


def test_whom_it_hit_harder_speaks_and_the_others_reaction_is_kept_beside(
    services: Services, cast: Cast, ears: EarOfEach, alice: Person
) -> None:
    talk = _quarrel(services, alice)
    _exchange(
        talk, ears, cast, noticed(("names_my_trouble", "at the line")), noticed(("sides_against_me", "I saw you"))
    )
    answer = talk.last
    assert answer.customer == WOMAN
    assert _words(answer.effects) == {"sides_against_me": "I saw you"}
    [beside] = answer.beside
    assert (beside.customer, beside.move) == (MAN, None)
    assert _words(beside.effects) == {"names_my_trouble": "at the line"}
    view = talk.view
    man, woman = view.scenario.customers
    assert (view.mood(man), view.mood(woman)) == (beside.mood, answer.mood)
    assert view.mood(woman).frustration > woman.start_mood.frustration


def test_where_it_hit_both_alike_the_one_who_did_not_speak_last_speaks(
    services: Services, cast: Cast, ears: EarOfEach, alice: Person
) -> None:
    talk = _quarrel(services, alice)
    speakers = []
    for line in ("And now?", "Well, go on then."):
        _exchange(talk, ears, cast, NOTHING_NOTICED, NOTHING_NOTICED, line)
        speakers.append(talk.last.customer)
    assert speakers == [MAN, WOMAN]


def test_a_customer_hears_the_others_lines_from_another_with_a_name(
    services: Services, cast: Cast, ears: EarOfEach, alice: Person
) -> None:
    talk = _quarrel(services, alice)
    _exchange(talk, ears, cast, noticed(("but_after_apology", "sir")), NOTHING_NOTICED, "That is rich.")
    _exchange(talk, ears, cast, NOTHING_NOTICED, noticed(("but_after_apology", "madam")), "I beg your pardon?")
    man, woman = talk.view.scenario.customers
    history = [(message.role, message.content) for message in cast.customer.asked[-1].messages[1:-1]]
    assert talk.last.customer == WOMAN
    assert history == [
        ("user", f"(Peter Lindley:) {man.opening.en}"),
        ("assistant", woman.opening.en),
        ("user", f"{TO_BOTH} 2"),
        ("user", "(Peter Lindley:) That is rich."),
    ]


def test_a_talk_of_two_is_settled_only_when_both_are_content(
    services: Services, cast: Cast, ears: EarOfEach, alice: Person
) -> None:
    talk = begin(services, alice, "queue-quarrel", TalkChoices(Language.EN, difficulty=1, seed=7))
    heard = ("names_my_feeling", "names_my_trouble", "takes_responsibility", "who_and_when", "thanks_for_telling")
    warm = [(event, "I saw you at the line") for event in heard]
    offer = ("concrete_step", "I open the second till now", "serve_both")
    custom = ("raises_hard_topic", "I heard you say good day", "two_customs")
    contents = []
    for number in range(3):
        man, woman = noticed(*warm, offer), noticed(*warm, offer, *([custom] if number == 2 else []))
        _exchange(talk, ears, cast, man, woman, f"Line {'abc'[number]}.")
        answer = talk.last
        contents.append({r.customer for key in (MAN, WOMAN) if (r := answer.reaction(key)) and r.move is Move.ACCEPT})
        assert talk.view.conversation.open == (number < 2)
    assert contents == [set(), {MAN}, {MAN, WOMAN}]
    assert talk.view.conversation.outcome is Outcome.RESOLVED


def test_a_line_tried_again_keeps_its_speaker_and_mood_and_asks_no_appraiser(
    services: Services, cast: Cast, ears: EarOfEach, alice: Person
) -> None:
    talk = _quarrel(services, alice)
    ears.will_hear(NOTHING_NOTICED, noticed(("sides_against_me", "I saw you")))
    cast.customer.will_say(ModelUnavailable("down"))
    cast.grader.will_say(verdict())
    receipt = talk.reply(TO_BOTH)
    talk.hear(receipt)
    failed = talk.last
    assert (failed.status, failed.customer) == (TurnStatus.FAILED, WOMAN)
    cast.customer.will_say("I see how it is.")
    services.chat.speak_again(alice, receipt.answer_id)
    talk.hear(receipt)
    said = talk.last
    assert (said.status, said.text) == (TurnStatus.SAID, "I see how it is.")
    assert (said.customer, said.mood, said.move, said.effects, said.beside) == (
        (failed.customer, failed.mood, failed.move, failed.effects, failed.beside)
    )
    assert len(ears.asked) == 2
    assert "Elena Costa" in cast.customer.asked[-1].messages[0].content


@pytest.mark.parametrize("reply", ["...", "?!", "🙂"])
def test_a_reply_without_a_word_costs_patience_and_nobody_asks_the_appraiser(
    services: Services, cast: Cast, alice: Person, reply: str
) -> None:
    talk = begin(services, alice)
    cast.customer.will_say("Hello? Is anybody there?")
    cast.grader.will_say(verdict())
    answer = talk.exchange(reply)
    start = talk.view.scenario.customers[0].start_mood
    assert cast.appraiser.asked == []
    assert answer.mood is not None
    assert answer.mood.patience < start.patience
    assert _words(answer.effects) == {"says_nothing": reply}


def test_the_same_reply_again_is_noticed_whatever_the_appraiser_says(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    for line in ("And when?", "You said so already."):
        cast.appraiser.will_say(NOTHING_NOTICED)
        cast.customer.will_say(line)
        cast.grader.will_say(verdict())
        talk.exchange(REPLY)
    assert _words(talk.last.effects) == {"repeats_itself": REPLY}


@pytest.mark.parametrize(
    ("scenario", "seconds", "unhurried", "costs"),
    [
        ("late-parcel", 100, False, 0),
        ("late-parcel", 130, False, 3),
        ("late-parcel", 190, False, 6),
        ("late-parcel", 86_400, False, 12),
        ("late-parcel", 86_400, True, 0),
        ("contract-renewal", 86_400, False, 0),
    ],
)
def test_waiting_costs_patience_where_the_channel_is_fast_and_nobody_asked_for_time(
    services: Services, cast: Cast, alice: Person, scenario: str, seconds: int, unhurried: bool, costs: int
) -> None:
    talk = begin(services, alice, scenario, TalkChoices(Language.EN, unhurried=unhurried, seed=7))
    talk.wait(seconds)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And then?")
    cast.grader.will_say(verdict())
    answer = talk.exchange(REPLY)
    assert sum(effect.patience for effect in answer.effects if effect.event == "long_wait") == -costs


def test_the_chosen_difficulty_is_what_the_customer_reacts_by(services: Services, cast: Cast, alice: Person) -> None:
    trust = []
    for difficulty in (1, 3, 5):
        talk = begin(services, alice, choices=TalkChoices(Language.EN, difficulty=difficulty, seed=7))
        cast.appraiser.will_say(noticed(("takes_responsibility", "I am sorry")))
        cast.customer.will_say("And when would that be?")
        cast.grader.will_say(verdict())
        trust += [effect.trust for effect in talk.exchange(REPLY).effects if effect.words]
    assert trust == [11, 8, 6]


def test_a_customer_whom_a_colleague_takes_over_ends_the_talk_escalated(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(noticed(("talks_down", "sorry"), ("policy_shield", "send a new one")))
    cast.appraiser.will_say(noticed(("hands_over", "my manager")))
    cast.customer.will_say("I want somebody else on this.", "Right, then.")
    cast.grader.will_say(verdict(), verdict())
    assert talk.exchange(REPLY).move is Move.ASK_FOR_MANAGER
    assert talk.view.conversation.open
    assert talk.exchange("Let me bring in my manager, who may decide more.").move is Move.ESCALATE
    conversation = talk.view.conversation
    assert (conversation.open, conversation.outcome) == (False, Outcome.ESCALATED)


def test_a_line_ends_where_whoever_listens_stopped_it(library: Library, cast: Cast) -> None:
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("One two three four.")
    answering = Answering(library, cast.voices())
    exchange = _first_exchange(library)
    speech = answering.speak(exchange, answering.decide(exchange).direction, lambda text: "two" not in text)
    assert (speech.status, speech.text.split()) == (TurnStatus.STOPPED, ["One", "two"])


def test_what_is_certain_counts_also_where_the_appraiser_cannot_be_read(library: Library, cast: Cast) -> None:
    cast.appraiser.will_say("Nonsense.")
    exchange = _first_exchange(library, "public-review", "[Suggests going on in private messages]")
    decision = Answering(library, cast.voices()).decide(exchange)
    assert _words(decision.speaker.change.effects) == {"invites_to_private": exchange.reply.text}
    assert decision.not_believed


def _first_exchange(library: Library, key: str = "late-parcel", reply: str = REPLY) -> Exchange:
    scenario = read_scenario(library.scenario_document(key).text, key)
    return exchange_of(Played(key, scenario, Language.EN, scenario.difficulty, 7), reply)


def _words(effects: tuple[MoodEffect, ...]) -> dict[str, str]:
    """Event -> the trainee's words, of what was noticed in the reply."""
    return {effect.event: effect.words for effect in effects if effect.words}
