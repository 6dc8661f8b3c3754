"""The pages of the trainer's studio, one after the other."""

import csv
import io

from playwright.sync_api import expect

from tests.browser.hostile_accounts import Shop
from tests.browser.hostile_studio import CRITERIA, RUBRIC, SCENARIO, Studio
from tests.browser.hostile_visit import Visit

#: Of the name of a file.
HOSTILE_NAME = '"><img src=x onerror=alert(1)>{{ 7 * 7 }}.csv'


def private(visit: Visit, shop: Shop, studio: Studio) -> None:
    """From now on in one of the trainee's two groups, or no longer."""
    visit.by(shop.trainer)
    visit.look("a group to make private or open", f"/cohorts/{studio.second_id}")
    if visit.page.locator("main a[href$='/privacy']").count():
        visit.look("what making it private does", f"/cohorts/{studio.second_id}/privacy")
    assert visit.sent("/privacy", {}) == 200
    visit.look("a group made private or open")


def trainee_sees(visit: Visit, shop: Shop, studio: Studio, talk: str) -> None:
    """New comments are new once, so what tells of them comes first."""
    visit.by(shop.trainee)
    visit.look("scenarios with what is asked and new comments", "/scenarios")
    visit.look("what is asked", f"/assignments/{studio.assignment_id}")
    visit.look("a report with comments", f"/conversations/{talk}/report")
    assert visit.sent("/hand-in", {}) == 200
    visit.look("a talk handed in", f"/conversations/{talk}")


def trainer_sees(visit: Visit, shop: Shop, studio: Studio, talk: str) -> None:
    visit.by(shop.trainer)
    _talks(visit, talk)
    _groups(visit, shop, studio)
    _rubrics(visit, studio)
    _labelled_replies(visit, studio)
    _scenarios(visit, studio)


def administrator_sees(visit: Visit, shop: Shop) -> None:
    visit.by(shop.admin)
    visit.look("records", "/administration/records")
    visit.look("rubrics of an administrator", "/rubrics")


def _talks(visit: Visit, talk: str) -> None:
    visit.look("queue", "/queue", as_others=False)
    visit.look("a report to comment on", f"/conversations/{talk}/report", as_others=False)
    visit.look("a reply to keep", str(visit.page.locator("a[href*='/gold/keep/']").first.get_attribute("href")))


def _groups(visit: Visit, shop: Shop, studio: Studio) -> None:
    group = f"/cohorts/{shop.cohort_id}"
    visit.look("a group of the trainer", group)
    remove = visit.page.locator("main td a[href$='/remove']").first
    visit.look("what removing somebody does", str(remove.get_attribute("href")))
    visit.look("an assignment", f"{group}/assignments/{studio.assignment_id}")
    visit.look("a new assignment", f"{group}/assignments/new")
    visit.page.locator("[name=attempts]").evaluate("(field) => { field.type = 'text'; }")
    visit.refused("assignment refused", "/assignments", "attempts", "note")
    visit.look("how the group does", f"{group}/progress")
    visit.look("what can be taken out", f"{group}/export")
    visit.look("nothing taken out", f"{group}/export/file?since=then")


def _rubrics(visit: Visit, studio: Studio) -> None:
    rubric = f"/rubrics/{RUBRIC}"
    version = f"{rubric}/versions/1"
    visit.look("rubrics", "/rubrics")
    visit.look("a rubric", rubric)
    visit.look("its form", f"{rubric}/form")
    visit.look("its first criterion", f"{rubric}/form?part=criteria/0")
    visit.look("its text", f"{rubric}/edit", as_others=False)
    visit.refused("its text refused", "/versions", "text", as_others=False)
    visit.look("a version", version, as_others=False)
    visit.look("what differs", f"{rubric}/compare", as_others=False)
    visit.look("a preview to begin", f"{version}/preview")
    visit.look("a preview", f"/previews/{studio.preview_id}")
    visit.look("a preview that goes on", f"/previews/{studio.running_id}")
    visit.look("a reply to try", f"{version}/try?pick=item:{studio.item_id}")
    words = visit.watched.wording.storable().whole
    assert visit.sent("/try", dict.fromkeys(("situation", "customer", "reply"), words)) == 200
    expect(visit.page.locator(".side .reason")).to_have_count(2 * len(CRITERIA))
    visit.look("a reply tried")


def _labelled_replies(visit: Visit, studio: Studio) -> None:
    gold = f"/gold/{studio.gold_id}"
    visit.look("sets of labelled replies", "/gold")
    visit.refused("set refused", "/gold", "name")
    visit.look("a set", gold)
    visit.look("how far people agree", f"{gold}/agreement")
    visit.look("what to teach", f"{gold}/teach", as_others=False)
    visit.look("a file to take in", f"{gold}/import")
    visit.page.locator("#file").set_input_files({"name": HOSTILE_NAME, "mimeType": "text/csv", "buffer": _odd(visit)})
    visit.page.locator("#file").locator("xpath=ancestor::form").locator("> button").click()
    expect(visit.page.get_by_role("alert")).to_be_visible()
    visit.look("a file with odd columns", as_others=False)
    visit.look("a reply to label", f"/gold/{studio.lone_id}/label")
    for key in CRITERIA:
        visit.page.locator(f"[name=level-{key}][value='3']").check()
    visit.page.locator("#labelling button").click()
    expect(visit.page.locator("#others")).to_be_visible()
    visit.look("a reply labelled")


def _odd(visit: Visit) -> bytes:
    """Without what would be taken for what stands between its cells."""
    words = visit.watched.wording.storable().whole.replace(";", "")
    written = io.StringIO()
    csv.writer(written).writerows([[f"{number} {words}" for number in range(4)]] * 3)
    return written.getvalue().encode()


def _scenarios(visit: Visit, studio: Studio) -> None:
    scenario = f"/studio/scenarios/{SCENARIO}"
    visit.look("scenarios to write", "/studio/scenarios")
    visit.look("a new scenario", "/studio/new")
    visit.refused("scenario refused", "/studio/new", "key")
    visit.look("a scenario", scenario)
    visit.look("the scenario's form", f"{scenario}/form")
    visit.look("the scenario's text", f"{scenario}/edit", as_others=False)
    visit.refused("the scenario's text refused", "/versions", "text", as_others=False)
    visit.look("the scenario's version", f"{scenario}/versions/1", as_others=False)
    visit.look("what differs in it", f"{scenario}/compare", as_others=False)
    visit.look("a simulation", f"/studio/simulations/{studio.simulation_id}")
    visit.page.locator("details.steps").evaluate_all("(found) => found.forEach((one) => { one.open = true; })")
    visit.look("a simulation, step by step")
    visit.look("a simulation that stopped", f"/studio/simulations/{studio.stopped_id}")
