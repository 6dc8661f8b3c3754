"""What somebody who has labelled a reply is shown of the others who did."""

from sqlmodel import select

from practice.services.assembly import Services
from practice.store.grading import GradeRow
from tests.fakes import Cast
from tests.services.classroom import classroom
from tests.services.gold_files import all_levels, items, new_set, row
from tests.services.talk import begin
from tests.web.exchange import REPLY, tell
from tests.web.inside import app_with_accounts, signed_in


def test_a_stub_among_the_graders_is_called_what_it_is(services: Services, cast: Cast) -> None:
    room = classroom(services)
    talk = begin(services, room.owner)
    tell(cast)
    talk.exchange(REPLY)
    with services.database.writing() as session:
        session.exec(select(GradeRow)).one().model = "stub + openai/gpt-4.1 ×3"
    trainer = signed_in(app_with_accounts(services), services, room.trainer)
    kept = trainer.post(f"/gold/keep/{talk.view.turns[1].turn.id}", set="", name="Good ones")
    path = kept.headers["Location"].partition("#")[0]
    (item,) = items(services, path.rpartition("/")[2])
    address = f"{path}/label/{item.id}"
    assert trainer.post(address, **{f"level-{key}": "4" for key in all_levels(4)}).status_code == 303
    assert "The grader the built-in stub + openai/gpt-4.1 ×3" in trainer.get(address).text


def test_replies_are_labelled_again_without_any_level_in_sight(services: Services) -> None:
    room = classroom(services)
    set_id = new_set(services, room.trainer, *(row(number, "2") for number in range(1, 11)))
    browser = signed_in(app_with_accounts(services), services, room.trainer)
    replies, path = items(services, set_id), f"/gold/{set_id}"
    offer, own = f"{path}/label/again", f"{path}/label/{replies[0].id}"

    def offered(page: str) -> bool:
        return offer in [link.get("href") for link in browser.get(page).all("a")]

    for item in replies[:-1]:
        services.labelling.label(room.trainer, set_id, item.id, all_levels(4))
    assert not offered(own)
    assert "Once you have labelled 10 replies" in browser.get(offer).text
    services.labelling.label(room.trainer, set_id, replies[-1].id, all_levels(4))
    assert offered(own)
    assert offered(f"{path}/label")
    assert offered(f"{path}/agreement")
    assert "labelled again: 0 of 10" in browser.get(offer).text

    address = f"{offer}/{replies[0].id}"
    blind = browser.get(address)
    assert not [field for field in blind.all("input") if "checked" in field]
    assert "Earlier" not in blind.text
    assert "somebody without a name" not in blind.text
    assert browser.post(address, **{"level-empathy": "4"}).status_code == 400
    again = {**{f"level-{key}": "4" for key in all_levels(4)}, "level-empathy": "not_shown"}
    assert browser.post(address, **again).headers["Location"] == f"{address}#next"
    assert "Criterion Earlier Now Calmness 4 4 Empathy 4 not shown" in browser.get(address).text
    for page in (offer, f"{path}/agreement"):
        told = browser.get(page).text
        assert "1 1 of 1 Too few to say." in told
        assert "1 0 of 1 Too few to say." in told
    other = signed_in(app_with_accounts(services), services, room.other_trainer)
    assert "How steady you are" not in other.get(f"{path}/agreement").text


def test_a_changed_level_is_told_with_what_counts_where(services: Services) -> None:
    room = classroom(services)
    set_id = new_set(services, room.trainer, row(1, "2"), row(2))
    browser = signed_in(app_with_accounts(services), services, room.trainer)
    path = f"/gold/{set_id}"
    address = f"{path}/label/{items(services, set_id)[0].id}"
    form = {f"level-{key}": "4" for key in all_levels(4)}
    browser.post(address, **form)
    kept, changed = browser.get(address).text, "after you could see what others say"
    assert "You 4 4 4 4 somebody" in kept
    assert "You may still change your levels. The first ones are kept" in kept
    for page in (address, path, f"{path}/agreement"):
        told = browser.get(page).text
        assert changed not in told
        assert "Levels changed after" not in told
    browser.post(address, **{**form, "level-empathy": "not_shown", "level-calmness": "5"})
    told = browser.get(address).text
    assert "You 5 not shown 4 4 You, at first 4 4 4 4 somebody" in told
    assert f"You changed this {changed}: your first levels count where people are compared" in told
    others = "Levels changed after their raters could see what others say: 2. The"
    assert f"{others} first ones count here" in browser.get(f"{path}/agreement").text
    assert f"{others} file has the changed ones" in browser.get(path).text
    again = browser.post(address, **{"level-empathy": "4"})
    assert again.status_code == 400
    assert "Not saved yet" in again.text
