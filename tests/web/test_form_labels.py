"""Places of a text are called by the labels of its form, and by nothing that only developers say."""

import pytest

from practice.web.form_labels import label_of

LABELS = {
    "title": "Title",
    "criteria": "Criteria",
    "criteria/*/weight": "Weight",
    "criteria/*/levels": "Levels",
    "criteria/*/levels/*": "Level %(level)s",
    "criteria/*/levels/*/text": "",
    "facts": "Facts",
    "facts/*": "Fact",
    "good_way": "The good way",
    "good_way/?/*": "Reply %(number)s",
}
NAMES = {"criteria/0": "Calmness"}


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("title/en", "Title, English"),
        ("criteria/0/weight", "Calmness, Weight"),
        ("criteria/1/weight", "Criteria, 2, Weight"),
        ("criteria/0/levels", "Calmness, Levels"),
        ("criteria/0/levels/2/text/fi", "Calmness, Level 3, suomi"),
        ("facts/3", "Fact 4"),
        ("good_way/sv/0", "The good way, svenska, Reply 1"),
        ("criteria/0/wieght", "Calmness, wieght"),
        ("title", "Title"),
    ],
)
def test_a_place_is_called_as_on_its_form(place: str, told: str) -> None:
    assert label_of(place, LABELS, NAMES) == told
