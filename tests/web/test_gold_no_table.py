"""A file in which there is no table of replies is told to be what it is: empty, or a workbook."""

import io
import zipfile

import pytest

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import staff_of

EMPTY = "labels.csv : is empty; choose a file with one reply a line, under a line with the names of the columns"
WORKBOOK = "is a workbook, not text; open it and save it as CSV (in Excel: 'CSV UTF-8')"


@pytest.fixture
def tina(services: Services) -> Browser:
    staff = staff_of(services)
    return staff.at_work(staff.add("Tina", PersonRole.TRAINER))


def sent(browser: Browser, data: bytes, name: str = "labels.csv") -> Sight:
    path = browser.post("/gold", name="Spring", rubric="frontline").headers["Location"]
    fields = {"csrf_token": browser.token(), "file": (io.BytesIO(data), name)}
    answer = browser.client.post(f"{path}/import", data=fields, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    return look_at(answer)


def workbook(*, size: int = 0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" + " " * size)
    return file.getvalue()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\n", b"sep=;\n", b",,,\n"])
def test_an_empty_file_is_said_to_be_empty(tina: Browser, data: bytes) -> None:
    told = sent(tina, data)
    assert EMPTY in told.text
    assert "What each column is" not in told.text


@pytest.mark.parametrize("data", [workbook(), workbook(size=201_000), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)])
def test_a_workbook_is_said_to_be_one_whatever_it_is_called(tina: Browser, data: bytes) -> None:
    for name in ("labels.xlsx", "labels.csv", "labels.jsonl"):
        told = sent(tina, data, name)
        assert f"{name} : {WORKBOOK}" in told.text
        assert "What each column is" not in told.text
