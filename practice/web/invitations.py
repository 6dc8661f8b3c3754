"""Invitations: by e-mail where there is a mail server, else as a link that the administrator hands on."""

from dataclasses import dataclass

from flask import url_for

from practice.store.letter import LINK
from practice.store.person import Person
from practice.web.context import services
from practice.web.letters import Written, site
from practice.web.once import show_next, shown_now
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _

_INVITED = "invited"


@dataclass(frozen=True)
class Invited:
    """`link` is empty where it went by e-mail."""

    name: str
    email: str
    link: str


def invite(person: Person, by: Person) -> None:
    """Raises NotFound for whoever is switched off, or belongs elsewhere."""
    link = ""
    if services().letters.sends_mail:
        letter = _letter(person, by)
        services().letters.invite(person, letter.subject, letter.body, site(), by, asking_address())
    else:
        link = site() + url_for("links.show", token=services().links.link_for(person, by=by, address=asking_address()))
    show_next(_INVITED, name=person.name, email=person.email, link=link)


def just_invited() -> Invited | None:
    """For the page that follows, once."""
    shown = shown_now(_INVITED)
    return Invited(**shown) if shown else None


def _letter(person: Person, by: Person) -> Written:
    paragraphs = (
        _("Hello %(name)s,", name=person.name),
        _(
            "%(name)s has made a link for you to practise hard conversations with customers. It works once, for 30 "
            "minutes:",
            name=by.name,
        ),
        LINK,
        _(
            "When the time is over, ask for a new one. Please keep the link to yourself: whoever opens it comes in as "
            "you."
        ),
    )
    return Written(_("Your way in to conversation practice"), "\n\n".join(paragraphs) + "\n")
