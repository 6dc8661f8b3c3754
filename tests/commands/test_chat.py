"""`practice chat`: the same conversation in a terminal."""

from tests.commands.run import practice


def test_a_talk_is_held_graded_and_ended() -> None:
    typed = "I am sorry your telescope is late, that is our mistake. I will send a new one today.\n/end\n"
    done = practice("chat", "late-parcel", "--seed", "3", text=typed, PRACTICE_STUB_WORD_MS="0")
    assert done.returncode == 0, done.stderr
    assert "not a language model" in done.stdout
    assert "frustration" in done.stdout
    assert "Empathy" in done.stdout


def test_the_same_seed_gives_the_same_customer() -> None:
    typed = "Calm down, it is only a parcel.\n/end\n"
    first, second = (
        practice("chat", "late-parcel", "--seed", "3", text=typed, PRACTICE_STUB_WORD_MS="0") for _ in range(2)
    )
    assert first.stdout == second.stdout


def test_it_speaks_finnish() -> None:
    done = practice("chat", "late-parcel", "--language", "fi", text="/end\n")
    assert done.returncode == 0, done.stderr


def test_an_unknown_scenario_names_the_known() -> None:
    done = practice("chat", "nonsense")
    assert done.returncode == 2
    assert "late-parcel" in done.stderr
