"""The page of a gold set, where it is renamed and replies are taken out of it and put back."""

import pytest

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.services.gold_files import items, new_set, row
from tests.web.browser import Browser
from tests.web.staff import Staff, staff_of


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


@pytest.fixture
def set_id(services: Services, staff: Staff) -> str:
    return new_set(services, staff.add("Theo", PersonRole.TRAINER), row(1, "4"), row(2, "2"))


def test_a_reply_leaves_the_list_and_comes_back_with_what_was_narrowed_still_narrowed(
    services: Services, tina: Browser, set_id: str
) -> None:
    first = items(services, set_id)[0]
    page = f"/gold/{set_id}"
    response = tina.post(f"{page}/replies/{first.id}/take-out?language=en&gold_set_id=x&_external=1")
    assert response.headers["Location"] == f"{page}?language=en"
    sight = tina.get(f"{page}?language=en")
    assert "“Reply 1.” is taken out." in sight.text
    assert "Taken out of this set: 1" in sight.text
    assert f"{page}/replies/{first.id}/take-out?language=en" not in [form["action"] for form in sight.all("form")]
    tina.get(f"{page}/label/{first.id}", 404)

    out = tina.get(f"{page}?taken_out=yes")
    assert "Reply 1." in out.text
    assert "Reply 2." not in out.text
    assert f"{page}/label/{first.id}" not in [str(link["href"]) for link in out.all("a")]
    tina.post(f"{page}/replies/{first.id}/put-back?taken_out=yes")
    assert "“Reply 1.” is back in the set" in tina.get(page).text


def test_a_set_that_is_all_taken_out_still_leads_to_its_replies(services: Services, tina: Browser, set_id: str) -> None:
    for item in items(services, set_id):
        tina.post(f"/gold/{set_id}/replies/{item.id}/take-out")
    assert "Taken out of this set: 2" in tina.get(f"/gold/{set_id}").text
    assert "2 replies" in tina.get(f"/gold/{set_id}?taken_out=yes").text


def test_a_name_that_is_none_or_stale_is_told_and_what_was_typed_stays(tina: Browser, set_id: str) -> None:
    page = f"/gold/{set_id}"
    assert tina.post(f"{page}/name", name="Autumn", seen="Spring").status_code == 303
    assert "Autumn" in tina.get(page).text
    for name, seen, status in ((" ", "Autumn", 400), ("Winter & <b>Co</b>", "Spring", 409)):
        response = tina.post(f"{page}/name", name=name, seen=seen)
        assert response.status_code == status
        assert 'role="alert"' in response.text
    assert 'value="Winter &amp; &lt;b&gt;Co&lt;/b&gt;"' in response.text
    assert 'name="seen" value="Autumn"' in response.text
