"""An administrator's pages of people: finding them, inviting them, and what is done for them."""

from collections.abc import Iterator

import pytest

from practice.domain.audit import AuditAct, Wanted
from practice.services.assembly import Services, assemble
from practice.services.costly import MOST_INVITATIONS_AN_HOUR
from practice.settings import Settings
from practice.store.person import Person, PersonRole
from tests.fakes import Cast
from tests.mailbox import HOST, Mailbox, path_in
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import NEW, PASSWORD, Staff, is_inside, sign_in, staff_of

PEOPLE = "/administration/people"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def ada(staff: Staff) -> Person:
    return staff.add("Ada", PersonRole.ADMIN)


@pytest.fixture
def admin(staff: Staff, ada: Person) -> Browser:
    return staff.at_work(ada)


def page_of(person: Person) -> str:
    return f"{PEOPLE}/{person.id}"


def link_shown(sight: Sight) -> str:
    """The path of the link on the page."""
    [shown] = [field["value"] or "" for field in sight.all("input") if field.get("id") == "link"]
    assert shown.startswith("http://localhost/link/")
    return shown.removeprefix("http://localhost")


def has_button(sight: Sight, path: str) -> bool:
    return any(form.get("action") == path for form in sight.all("form"))


def test_only_administrators_are_led_to_the_pages_and_let_in(staff: Staff, admin: Browser) -> None:
    assert PEOPLE in [link["href"] for link in admin.get("/scenarios").all("a")]
    for role in (PersonRole.TRAINEE, PersonRole.TRAINER):
        browser = staff.at_work(staff.add(role.value, role))
        assert PEOPLE not in [link["href"] for link in browser.get("/scenarios").all("a")]
        browser.get(PEOPLE, status=403)
        assert browser.post(PEOPLE, email="x@shop.example", name="X", role="admin").status_code == 403
    assert staff.browser().client.get(PEOPLE).headers["Location"] == f"/?next={PEOPLE}"


def test_the_menu_says_where_one_is(admin: Browser, ada: Person) -> None:
    lines = [link for link in admin.get(page_of(ada)).all("a") if link.get("aria-current")]
    assert [(line["href"], line["aria-current"]) for line in lines] == [(PEOPLE, "true"), (PEOPLE, "true")]
    lines = [link for link in admin.get("/administration/limits").all("a") if link.get("aria-current")]
    current = [(line["href"], line["aria-current"]) for line in lines]
    assert current == [(PEOPLE, "true"), ("/administration/limits", "page")]


def test_somebody_invited_comes_in_by_the_link_that_is_shown_once(staff: Staff, admin: Browser) -> None:
    response = admin.post(PEOPLE, email="Robin@shop.example", name="Robin", role="trainer")
    assert (response.status_code, response.headers["Location"]) == (303, PEOPLE)
    page = admin.get(PEOPLE)
    assert "Robin robin@shop.example trainer invited" in page.text
    path = link_shown(page)
    assert "It works once" not in admin.get(PEOPLE).text
    robin = staff.browser()
    assert robin.post(path, password=NEW, again=NEW).status_code == 303
    assert is_inside(robin)
    assert "Robin robin@shop.example trainer can sign in" in admin.get(PEOPLE).text
    assert "Everybody who was invited has come." in admin.get(PEOPLE).text


def test_an_address_that_no_letter_reached_is_marked_so_that_nobody_is_promoted_by_mistake(
    staff: Staff, admin: Browser, ada: Person
) -> None:
    robin = staff.invited("Robin")
    staff.services.links.choose_password(staff.services.links.link_for(robin), PASSWORD)
    assert "robin@shop.example · address not confirmed" in admin.get(page_of(robin)).text
    assert "address not confirmed" not in admin.get(page_of(ada)).text


def test_the_link_is_not_shown_to_whoever_uses_the_browser_next(staff: Staff, admin: Browser) -> None:
    admin.post(PEOPLE, email="robin@shop.example", name="Robin", role="trainee")
    staff.add("Eve", PersonRole.ADMIN)
    admin.post("/sign-out")
    assert sign_in(admin, "eve@shop.example").status_code == 303
    assert "It works once" not in admin.get(PEOPLE).text


def test_an_invitation_can_be_made_anew_or_withdrawn(staff: Staff, admin: Browser) -> None:
    robin = staff.invited("Robin")
    first = staff.services.links.link_for(robin)
    assert admin.post(f"{page_of(robin)}/link", back="list").headers["Location"] == PEOPLE
    path = link_shown(admin.get(PEOPLE))
    staff.browser().get(f"/link/{first}", status=410)
    staff.browser().get(path)
    assert admin.post(f"{page_of(robin)}/switch-off", back="list").headers["Location"] == PEOPLE
    staff.browser().get(path, status=410)
    page = admin.get(PEOPLE)
    assert "Robin robin@shop.example trainee switched off" in page.text
    assert not has_button(page, f"{page_of(robin)}/link")


def test_people_are_found_by_words_and_role(staff: Staff, admin: Browser) -> None:
    staff.invited("Robin")
    staff.invited("Tina", PersonRole.TRAINER)
    found = admin.get(f"{PEOPLE}?words=ROB&role=trainee").text
    assert "1 person" in found
    assert "Robin robin@shop.example" in found
    assert "tina@shop.example trainer" not in found
    assert "Nobody is found by that." in admin.get(f"{PEOPLE}?words=rob&role=trainer").text
    assert "3 people" in admin.get(f"{PEOPLE}?role=king").text


@pytest.mark.parametrize(
    ("email", "name", "status", "told"),
    [
        ("ada@shop.example", "Ada Again", 409, "That e-mail address cannot be added."),
        ("ann@mill.example", "Ann", 409, "That e-mail address cannot be added."),
        ("no address", "Robin", 400, "Check the name"),
        ("robin@shop.example", " ", 400, "Check the name"),
    ],
)
def test_what_cannot_be_added_is_told_and_what_was_typed_stays(
    staff: Staff, admin: Browser, email: str, name: str, status: int, told: str
) -> None:
    staff.services.accounts.add_organisation("mill", "The Mill")
    staff.services.accounts.add_person("ann@mill.example", "Ann", "mill", PersonRole.TRAINEE)
    response = admin.post(PEOPLE, email=email, name=name, role="trainer")
    assert response.status_code == status
    page = look_at(response)
    assert told in page.text
    assert email in [field.get("value") for field in page.all("input")]
    assert "1 person" in page.text


def test_another_role_holds_at_once_and_signs_out(staff: Staff, admin: Browser) -> None:
    kim = staff.add("Kim")
    there = staff.at_work(kim)
    assert admin.post(f"{page_of(kim)}/role", role="trainer").headers["Location"] == page_of(kim)
    assert "Role trainer" in admin.get(page_of(kim)).text
    assert not is_inside(there)
    assert admin.post(f"{page_of(kim)}/role", role="king").status_code == 400


def test_somebody_switched_off_is_out_until_switched_on(staff: Staff, admin: Browser) -> None:
    kim = staff.add("Kim")
    there = staff.at_work(kim)
    for _ in range(2):
        assert admin.post(f"{page_of(kim)}/switch-off").status_code == 303
    assert not has_button(admin.get(page_of(kim)), f"{page_of(kim)}/link")
    assert there.client.get("/scenarios").status_code == 403
    refused = admin.post(f"{page_of(kim)}/link")
    assert refused.status_code == 409
    assert "Switch it on first." in look_at(refused).text
    for _ in range(2):
        assert admin.post(f"{page_of(kim)}/switch-on").status_code == 303
    assert sign_in(staff.browser(), "kim@shop.example").status_code == 303


def test_all_sessions_of_somebody_end_and_they_can_come_back(staff: Staff, admin: Browser) -> None:
    kim = staff.add("Kim")
    here, there = staff.at_work(kim), staff.at_work(kim, remember="on")
    response = admin.post(f"{page_of(kim)}/sessions/end")
    assert "signed out everywhere" in admin.get(response.headers["Location"]).text
    assert not is_inside(here)
    assert not is_inside(there)
    assert sign_in(here, "kim@shop.example", PASSWORD).status_code == 303


def test_invitations_and_links_have_their_hour(staff: Staff, admin: Browser, ada: Person) -> None:
    robin = staff.invited("Robin")
    for _ in range(MOST_INVITATIONS_AN_HOUR - 2):
        staff.services.invitations.count(ada)
    assert admin.post(PEOPLE, email="eve@shop.example", name="Eve", role="trainee").status_code == 303
    assert admin.post(f"{page_of(robin)}/link").status_code == 303
    for path in (PEOPLE, f"{page_of(robin)}/link"):
        response = admin.post(path, email="tim@shop.example", name="Tim", role="trainee")
        assert response.status_code == 429
        assert 3500 < int(response.headers["Retry-After"]) <= 3600
        assert "as many invitations and links as you can make in an hour" in look_at(response).text
    assert "3 people" in admin.get(PEOPLE).text


def test_the_audit_tells_from_where_an_invitation_was_made(staff: Staff, admin: Browser) -> None:
    admin.post(PEOPLE, email="robin@shop.example", name="Robin", role="trainee")
    [made] = staff.services.audit.everything(Wanted("Ada", AuditAct.LINK_MADE), 1)
    assert (made.object_name, made.address) == ("Robin", "127.0.0.1")


@pytest.mark.parametrize(("step", "fields"), [("role", {"role": "trainee"}), ("switch-off", {})])
def test_the_last_administrator_stays_and_is_told_what_to_do(
    staff: Staff, admin: Browser, ada: Person, step: str, fields: dict[str, str]
) -> None:
    staff.invited("Eve", PersonRole.ADMIN)
    response = admin.post(f"{page_of(ada)}/{step}", **fields)
    assert response.status_code == 409
    assert "Make somebody else an administrator" in look_at(response).text
    assert "Role administrator State can sign in" in admin.get(page_of(ada)).text


def test_of_two_who_demote_each_other_the_second_is_out(staff: Staff, admin: Browser, ada: Person) -> None:
    eve = staff.add("Eve", PersonRole.ADMIN)
    hers = staff.at_work(eve)
    assert admin.post(f"{page_of(eve)}/role", role="trainee").status_code == 303
    assert hers.post(f"{page_of(ada)}/role", role="trainee").status_code == 401
    assert "administrator" in admin.get(page_of(ada)).text
    again = staff.at_work(eve)
    assert again.post(f"{page_of(ada)}/role", role="trainee").status_code == 403


def test_somebody_of_another_organisation_is_as_one_who_does_not_exist(staff: Staff, admin: Browser) -> None:
    staff.services.accounts.add_organisation("mill", "The Mill")
    ann = staff.services.accounts.add_person("ann@mill.example", "Ann", "mill", PersonRole.TRAINEE)
    for path in (page_of(ann), f"{PEOPLE}/10000", f"{PEOPLE}/{2**40}"):
        admin.get(path, status=404)
        for step in ("role", "switch-off", "switch-on", "link", "sessions/end"):
            assert admin.post(f"{path}/{step}", role="trainee").status_code == 404
    assert "Ann" not in admin.get(PEOPLE).text
    assert not staff.services.accounts.with_email("ann@mill.example").disabled


def test_a_name_with_markup_in_it_is_shown_as_it_is(staff: Staff, admin: Browser) -> None:
    robin = staff.services.accounts.add_person("r@shop.example", "<b>Robin</b>", "shop", PersonRole.TRAINEE)
    for path in (PEOPLE, page_of(robin)):
        page = admin.get(path)
        assert "<b>Robin</b>" in page.text
        assert not page.all("b")


class TestWithMail:
    @pytest.fixture
    def mailbox(self) -> Iterator[Mailbox]:
        with Mailbox().open() as mailbox:
            yield mailbox

    @pytest.fixture
    def services(self, settings: Settings, cast: Cast, mailbox: Mailbox) -> Iterator[Services]:
        server = {"smtp_host": HOST, "smtp_port": mailbox.port, "smtp_security": "none", "mail_from": "p@x.example"}
        services = assemble(settings.model_copy(update=server), cast.voices())
        services.worker.start()
        yield services
        services.worker.stop()
        services.database.close()

    def test_an_invitation_goes_out_by_mail_and_is_not_shown(
        self, staff: Staff, admin: Browser, mailbox: Mailbox
    ) -> None:
        admin.post(PEOPLE, email="robin@shop.example", name="Robin", role="trainee")
        page = admin.get(PEOPLE)
        assert "A link is on its way to robin@shop.example." in page.text
        assert "/link/" not in "".join(str(field.get("value")) for field in page.all("input"))
        letter = mailbox.next()
        assert letter["To"] == "robin@shop.example"
        assert "Hello Robin," in letter.get_content()
        robin = staff.browser()
        assert robin.post(path_in(letter), password=NEW, again=NEW).status_code == 303
