"""Lists of groups, of their people, of what is asked of them and of who has done it: sorted and narrowed."""

import pytest

from practice.domain.language import Language
from practice.services.assembly import Services
from practice.services.assignments import ON_A_PAGE, Task
from practice.services.talk import TalkChoices
from practice.store.person import Person, PersonRole
from practice.web.tables import HANDFUL
from tests.services.classroom import add_cohort
from tests.services.talk import begin
from tests.web.browser import Browser, look_at
from tests.web.lists import list_at, sorts_both_ways
from tests.web.staff import Staff, staff_of
from tests.web.test_queries import statements

NAMES = ("Åke Öman", "Anna", "Zofia", "Łucja", "Lea", "Bo", "Caj", "Dan")
PEOPLE = "/administration/people"


@pytest.fixture
def staff(services: Services) -> Staff:
    services.worker.stop()
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.add("Tina", PersonRole.TRAINER)


@pytest.fixture
def trainees(staff: Staff) -> list[Person]:
    return [staff.invited(name) for name in NAMES]


@pytest.fixture
def group(services: Services, tina: Person, trainees: list[Person]) -> str:
    return f"/cohorts/{add_cohort(services, 'Spring', tina, *trainees)}"


@pytest.fixture
def trainer(staff: Staff, tina: Person) -> Browser:
    return staff.at_work(tina)


def test_groups_sort_by_their_size(services: Services, tina: Person, group: str, trainer: Browser) -> None:
    add_cohort(services, "Empty", tina)
    assert sorts_both_ways(trainer, "/cohorts") == ["Group", "Trainees", "Trainers"]
    assert list_at(trainer, "/cohorts?sort=-trainees").rows == ["Spring", "Empty"]


def test_trainees_sort_in_the_alphabet_of_the_page_and_by_what_they_did(
    services: Services, trainees: list[Person], group: str, trainer: Browser
) -> None:
    begin(services, trainees[2])
    assert sorts_both_ways(trainer, group) == ["Name", "Joined", "Conversations", "Last practised"]

    def first(path: str) -> list[str]:
        return [row.split(" ")[0] for row in list_at(trainer, path).rows]

    assert first(group) == first(f"{group}?sort=name")
    assert first(f"{group}?sort=name") == ["Åke", "Anna", "Bo", "Caj", "Dan", "Lea", "Łucja", "Zofia"]
    assert first(f"{group}?sort=-practised")[0] == first(f"{group}?sort=practised")[0] == "Zofia"
    trainer.language = "sv"
    assert first(f"{group}?sort=name")[-1] == "Åke"
    assert first(f"{group}?find=%C3%B6man") == ["Åke"]


def test_a_list_is_searched_once_it_is_long_and_both_lists_of_a_page_keep_what_is_asked(
    services: Services, staff: Staff, tina: Person, trainees: list[Person], group: str, trainer: Browser
) -> None:
    searched = [field["name"] for field in trainer.get(group).all("input") if field.get("type") == "search"]
    assert (len(trainees), searched) == (HANDFUL, [])
    wide = f"/cohorts/{add_cohort(services, 'Wide', tina, staff.invited('Eve'), *trainees)}"
    for key in ("late-parcel", "insults"):
        services.assignments.make(tina, wide.removeprefix("/cohorts/"), Task(key))
    sight = trainer.get(f"{wide}?find=eve&assignments_sort=-scenario")
    assert "1 of 9" in sight.text
    kept = {field["name"]: field["value"] for field in sight.all("input") if field.get("type") == "hidden"}
    assert kept["assignments_sort"] == "-scenario"
    named = ["Scenario", "Due (UTC)", "Begun", "Finished"]
    assert sorts_both_ways(trainer, f"{wide}?find=eve", "assignments-list") == named
    assert len(list_at(trainer, f"{wide}?find=eve&assignments_sort=due").rows) == 1


def test_headers_of_a_page_that_tells_a_mistake_lead_to_the_page_itself(group: str, trainer: Browser) -> None:
    refused = trainer.post(f"{group}/name", name=" ")
    assert refused.status_code == 400
    assert f"{group}?sort=-name#rows-list" in [link.get("href") for link in look_at(refused).all("a")]


@pytest.mark.parametrize("asked", ["sort=level", "assignments_sort=level", "sort=--name"])
def test_a_group_is_not_sorted_by_what_is_not_there(group: str, trainer: Browser, asked: str) -> None:
    trainer.get(f"{group}?{asked}", status=400)


def test_who_has_done_what_is_sorted_and_searched_over_all_pages(
    services: Services, staff: Staff, tina: Person, trainees: list[Person]
) -> None:
    many = [staff.invited(f"Pat {number:02}") for number in range(ON_A_PAGE)]
    cohort_id = add_cohort(services, "Wide", tina, *many, *trainees)
    assignment_id = services.assignments.make(tina, cohort_id, Task("late-parcel"))
    services.assignments.begin(trainees[3], assignment_id, TalkChoices(Language.EN))
    page = f"/cohorts/{cohort_id}/assignments/{assignment_id}"
    trainer = staff.at_work(tina)
    assert sorts_both_ways_on_pages(trainer, page) == [
        "Name",
        "State",
        "Attempts",
        "Finished",
        "Handed in",
        "Last practised",
    ]
    for asked in ("-attempts", "practised", "-practised", "-stage"):
        assert list_at(trainer, f"{page}?sort={asked}").rows[0].startswith("Łucja"), asked
    found = trainer.get(f"{page}?find=łUC")
    assert "1 of 58" in found.text
    assert [row.split(" ")[0] for row in list_at(trainer, f"{page}?find=łUC").rows] == ["Łucja"]
    assert list_at(trainer, f"{page}?find=luc&stage=finished").rows == []
    assert len(list_at(trainer, f"{page}?find=pat&page=1").rows) == ON_A_PAGE
    second = [link["href"] for link in trainer.get(f"{page}?sort=-name").all("a") if "page=2" in (link["href"] or "")]
    assert second == [f"{page}?sort=-name&page=2#doing-title"]
    assert "Anna anna@shop.example" in list_at(trainer, f"{page}?sort=-name&page=2").rows


def test_names_of_who_has_done_what_stand_in_the_alphabet_of_the_page(
    services: Services, staff: Staff, tina: Person, trainees: list[Person]
) -> None:
    many = [staff.invited(f"Pat {number:02}") for number in range(ON_A_PAGE)]
    cohort_id = add_cohort(services, "Wide", tina, *trainees, *many)
    page = f"/cohorts/{cohort_id}/assignments/{services.assignments.make(tina, cohort_id, Task('late-parcel'))}"
    trainer = staff.at_work(tina)

    def first(asked: str) -> list[str]:
        return [row.split(" ")[0] for row in list_at(trainer, f"{page}{asked}").rows]

    assert first("")[:7] == first("?sort=name")[:7] == ["Åke", "Anna", "Bo", "Caj", "Dan", "Lea", "Łucja"]
    assert first("?page=2")[-1] == first("?sort=-name")[0] == "Zofia"
    trainer.language = "sv"
    assert first("?page=2")[-2:] == ["Zofia", "Åke"]
    assert first("?sort=-name")[:2] == ["Åke", "Zofia"]


def test_who_stands_elsewhere_is_not_said_to_be_nowhere(
    services: Services, tina: Person, trainees: list[Person], group: str, trainer: Browser
) -> None:
    assert trainees
    task = services.assignments.make(tina, group.removeprefix("/cohorts/"), Task("late-parcel"))
    page, nowhere = f"{group}/assignments/{task}", "Nothing in this list has these words"
    elsewhere = trainer.get(f"{page}?stage=begun&find=zof")
    assert "No trainee stands there. Show all of them" in elsewhere.text
    assert nowhere not in elsewhere.text
    assert f"{page}#doing-title" in [link["href"] for link in elsewhere.all("a")]
    assert nowhere in trainer.get(f"{page}?stage=begun&find=nobody").text
    assert "No trainee stands there. Show all of them" in trainer.get(f"{page}?stage=begun").text
    assert "1 of 8" in trainer.get(f"{page}?stage=not_begun&find=zof").text


def sorts_both_ways_on_pages(browser: Browser, path: str) -> list[str]:
    """Of a list that is longer than a page: the rows change, the number of them does not."""
    shown = list_at(browser, path)
    for name, address in shown.headers.items():
        now = list_at(browser, address.partition("#")[0])
        again = list_at(browser, now.headers[name].partition("#")[0])
        assert [list(one.sorted_by) for one in (now, again)] == [[name], [name]]
        assert now.sorted_by != again.sorted_by
        assert len(now.rows) == len(again.rows) == len(shown.rows)
    return list(shown.headers)


def test_people_sort_by_what_is_shown_of_them(staff: Staff, trainees: list[Person]) -> None:
    assert trainees
    admin = staff.at_work(staff.add("Ada", PersonRole.ADMIN))
    assert sorts_both_ways(admin, PEOPLE) == ["Person", "E-mail address", "Role", "State", "Since"]
    assert list_at(admin, f"{PEOPLE}?sort=-name").rows[0] == "Zofia"
    assert list_at(admin, f"{PEOPLE}?sort=role").rows[0] == "Ada"
    narrowed = list_at(admin, f"{PEOPLE}?words=a@shop&sort=-name")
    assert narrowed.rows == ["Zofia", "Łucja", "Lea", "Anna", "Ada"]
    assert narrowed.headers["Role"] == f"{PEOPLE}?words=a%40shop&sort=role#rows-list"
    admin.get(f"{PEOPLE}?sort=password", status=400)


def test_sorting_asks_the_database_nothing_more(services: Services, group: str, trainer: Browser) -> None:
    counts = []
    for asked in ("", "?sort=-practised&find=a&assignments_sort=due"):
        with statements(services) as made:
            trainer.get(f"{group}{asked}")
        counts.append(len(made))
    assert counts[0] == counts[1]
