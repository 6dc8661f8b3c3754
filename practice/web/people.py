"""The people of an organisation: who there is, who is invited, and what an administrator does for them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.errors import BadInput, Conflict, EmailTaken, LastAdmin, NotAllowed, NotFound, TooMuch
from practice.services.people import LONGEST_NAME
from practice.store.directory import Entry, Standing
from practice.store.person import Person, PersonRole
from practice.web.context import current_person, services
from practice.web.invitations import invite, just_invited
from practice.web.language import page_language
from practice.web.session_cookies import asking_address
from practice.web.tables import SORT, Column, Listed, Sorting, Table
from practice.web.too_much import wait_for
from practice.web.translations import gettext as _
from practice.web.words import ROLES, minutes_in_words

pages = Blueprint("people", __name__, url_prefix="/administration/people")

#: What a database's whole number can hold.
_ONE = "/<int(max=2147483647):person_id>"
STANDINGS: Mapping[Standing, LazyString] = {
    Standing.INVITED: _l("invited"),
    Standing.ACTIVE: _l("can sign in"),
    Standing.DISABLED: _l("switched off"),
}
MOST_SHOWN = 200
PEOPLE: Table[Entry] = Table(
    (
        Column("name", lambda entry: entry.person.name),
        Column("email", lambda entry: entry.person.email),
        Column("role", lambda entry: str(ROLES[entry.person.role])),
        Column("state", lambda entry: str(STANDINGS[entry.standing])),
        Column("since", lambda entry: entry.since),
    ),
    at_first=Sorting("name"),
)


@pages.get("")
def overview() -> str:
    return _list_page()


@pages.post("")
def add() -> Response | tuple[str, int]:
    by, form = current_person(), request.form
    organisation = services().accounts.organisation_of(by)
    role = _role()
    try:
        services().invitations.count(by)
        added = services().accounts.add_person(
            form.get("email", ""), form.get("name", ""), organisation.key, role, by=by, address=asking_address()
        )
    except EmailTaken:
        return _list_page(
            _("That e-mail address cannot be added. Look whether it is in the list already; else take another.")
        ), 409
    except BadInput:
        return _list_page(
            _("Check the name, which has 1 to %(most)s characters, and the e-mail address.", most=LONGEST_NAME)
        ), 400
    except TooMuch as error:
        return _too_many(error, _list_page)
    invite(added, by)
    return redirect(url_for("people.overview"), 303)


@pages.get(_ONE)
def show(person_id: int) -> str:
    return _person_page(person_id)


@pages.post(f"{_ONE}/role")
def change_role(person_id: int) -> Response | tuple[str, int]:
    role = _role()
    return _changed(
        person_id, lambda email, by: services().accounts.set_role(email, role, by=by, address=asking_address())
    )


@pages.post(f"{_ONE}/switch-off")
def switch_off(person_id: int) -> Response | tuple[str, int]:
    return _changed(person_id, lambda email, by: services().accounts.disable(email, by=by, address=asking_address()))


@pages.post(f"{_ONE}/switch-on")
def switch_on(person_id: int) -> Response | tuple[str, int]:
    return _changed(person_id, lambda email, by: services().accounts.enable(email, by=by, address=asking_address()))


@pages.post(f"{_ONE}/link")
def new_link(person_id: int) -> Response | tuple[str, int]:
    person, by = _person(person_id), current_person()
    try:
        services().invitations.count(by)
        invite(person, by)
    except NotFound:
        return _person_page(person_id, _("This account is switched off. Switch it on first.")), 409
    except TooMuch as error:
        return _too_many(error, lambda problem: _person_page(person_id, problem))
    return _back_to(person_id)


@pages.post(f"{_ONE}/sessions/end")
def end_sessions(person_id: int) -> Response:
    services().directory.end_sessions(current_person(), person_id, asking_address())
    return redirect(url_for("people.show", person_id=person_id, ended=1), 303)


def _person(person_id: int) -> Person:
    """Raises NotFound or NotAllowed."""
    return services().directory.person(current_person(), person_id).person


def _changed(person_id: int, change: Callable[[str, Person], object]) -> Response | tuple[str, int]:
    """Raises NotFound, NotAllowed, or Conflict where another administrator was quicker to change whoever asks."""
    person, by = _person(person_id), current_person()
    try:
        change(person.email or "", by)
    except LastAdmin:
        return _person_page(
            person_id,
            _(
                "Then nobody could administer your organisation any more. Make somebody else an administrator who can "
                "sign in already, and try again."
            ),
        ), 409
    except NotAllowed as error:
        raise Conflict("whoever asks administers no more since this request began; sign in again") from error
    return _back_to(person_id)


def _too_many(error: TooMuch, page: Callable[[str], str]) -> Response:
    told = _(
        "That is as many invitations and links as you can make in an hour. You can make the next one in %(minutes)s.",
        minutes=minutes_in_words(error.seconds),
    )
    return wait_for(error, make_response(page(told), 429))


def _role() -> PersonRole:
    wanted = request.form.get("role", "")
    if wanted not in list(PersonRole):
        raise BadInput(f"no role {wanted[:20]!r}; choose one of {', '.join(PersonRole)}")
    return PersonRole(wanted)


def _back_to(person_id: int) -> Response:
    in_list = request.form.get("back") == "list"
    goal = url_for("people.overview") if in_list else url_for("people.show", person_id=person_id)
    return redirect(goal, 303)


def _list_page(problem: str = "") -> str:
    words, role = request.args.get("words", ""), request.args.get("role", "")
    wanted = PersonRole(role) if role in list(PersonRole) else None
    directory = services().directory.people(current_person(), words, wanted)
    return render_template(
        "people/overview.html",
        directory=directory,
        people=_people(directory.found),
        words=words,
        role=wanted,
        most=MOST_SHOWN,
        form=request.form,
        longest_name=LONGEST_NAME,
        **_frame(problem),
    )


def _people(found: tuple[Entry, ...]) -> Listed[Entry]:
    """The service has narrowed them already. Raises BadInput."""
    given = {name: value for name in ("words", "role", SORT) if (value := request.args.get(name))}
    return PEOPLE.arranged(found, url_for("people.overview"), given, page_language())


def _person_page(person_id: int, problem: str = "") -> str:
    listed = services().directory.person(current_person(), person_id)
    return render_template("people/show.html", listed=listed, ended="ended" in request.args, **_frame(problem))


def _frame(problem: str) -> dict[str, Any]:
    return {
        "problem": problem,
        "invited": just_invited(),
        "sends_mail": services().letters.sends_mail,
        "STANDINGS": STANDINGS,
        "Standing": Standing,
        "every_role": list(PersonRole),
    }
