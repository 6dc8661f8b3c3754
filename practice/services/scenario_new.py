"""What a new scenario starts from."""

import re
from string import Template

from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.domain.stock import Move
from practice.domain.yaml_form import form_of
from practice.errors import BadDocument, BadInput
from practice.library import Library

LONGEST_KEY = 80
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_ONLY_FOR = re.compile(r"^\[(\w+)\]", re.MULTILINE)


def key_to_use(key: str) -> str:
    """Raises BadInput."""
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        how = f"small letters, digits and hyphens, at most {LONGEST_KEY}, such as late-parcel"
        raise BadInput(f"{key[:LONGEST_KEY]!r} cannot be a scenario's key: {how}")
    return key


def new_scenario(library: Library, channel: Channel) -> str:
    """Every key to fill on this channel, and what each is for."""
    moves = "\n".join(f"      {move.value}: {{en: [], fi: [], pl: [], sv: []}}" for move in Move)
    lines = []
    for line in library.scenario_template().replace("[moves]", moves).splitlines():
        found = _ONLY_FOR.match(line)
        if found is None or found.group(1) == channel.value:
            lines.append(_ONLY_FOR.sub("", line))
    return Template("\n".join(lines) + "\n").substitute(channel=channel.value)


def titled(text: str, key: str) -> str:
    """Of a copy: with its key behind the title in every language, or lists would have two rows of one name."""
    try:
        form = form_of(text, "scenario", ())
    except BadDocument:
        return text
    titles = {("title", language.value): form.text(("title", language.value)) for language in Language}
    return form.with_texts({path: f"{title} ({key})" for path, title in titles.items() if title}).source
