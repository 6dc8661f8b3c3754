"""What is wrong with a text, in the words of pages: one text for each kind of mistake but the plain words.

The English is the command line's, unless a page had better not say something: a command, a parser's words.
"""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.mistake_kind import Kind
from practice.domain.said_facts import RULE as INVENTED_FACT

#: What no customer says, by the names in `prompts/speech.yaml`; a server may have further ones of its own.
RULES: Mapping[str, LazyString] = {
    INVENTED_FACT: _l("an invented fact"),
    "assistants_voice": _l("an assistant's voice"),
    "offers_help": _l("offers help"),
    "thanks_for_service": _l("thanks for the service"),
    "calm_beyond_mood": _l("calmer than the mood"),
    "agrees_too_early": _l("agrees too early"),
    "goodbye_too_early": _l("says goodbye too early"),
}
TEXTS: Mapping[Kind, LazyString] = {
    Kind.NOT_YAML: _l("not valid YAML: %(what)s"),
    Kind.BELONGS_TO: _l("%(what)s; it belongs to what starts at line %(line)s"),
    Kind.TAB: _l("a tab stands here; indent with spaces"),
    Kind.NEEDS_QUOTES: _l("a text that starts with '%(sign)s' must stand in quotes"),
    Kind.COLON_INSIDE: _l("': ' stands inside a text (put the text in quotes), or the indentation is off"),
    Kind.QUOTE_UNCLOSED: _l("a quotation mark is opened and never closed"),
    Kind.UNKNOWN_ESCAPE: _l("a backslash in \"...\" starts no known escape; use '...' around the text"),
    Kind.INDENTATION: _l("the indentation is off, or a quotation mark inside the text needs other marks around"),
    Kind.ENTRY_EXPECTED: _l("the indentation is off: an entry that starts with '- ' is expected here"),
    Kind.ENTRY_MISPLACED: _l("an entry that starts with '- ' cannot stand here; put it on a line of its own"),
    Kind.COLON_MISSING: _l("a key without its ':'"),
    Kind.BRACKET_UNCLOSED: _l("a bracket is opened and never closed, or a comma is missing between its entries"),
    Kind.BLOCK_BEGUN: _l("a text after | or > begins on the next line; put it in quotes where the sign belongs to it"),
    Kind.SIGN_MISPLACED: _l("a sign that YAML keeps for itself cannot stand here; put the text in quotes"),
    Kind.TEXT_ENDS: _l("the text would be over here: the indentation is off, or a line starts with '...' or '%%'"),
    Kind.ODD_CHARACTER: _l("a character that cannot stand in a text file"),
    Kind.INVISIBLE: _l("the invisible character %(code)s; remove it"),
    Kind.SECOND_DOCUMENT: _l("a second document starts here; remove the line '---'"),
    Kind.FOUND_NOTHING: _l("expected keys and values, found nothing"),
    Kind.FOUND_A_LIST: _l("expected keys and values, found a list"),
    Kind.FOUND_ELSE: _l("expected keys and values, found something else"),
    Kind.TOO_DEEP: _l("keys or lists stand more than %(most)s deep"),
    Kind.KEY_NO_WORD: _l("a key must be a word"),
    Kind.KEY_REPEATED: _l("key '%(key)s' stands here and at line %(first)s; keep one"),
    Kind.MISSING: _l("is missing; add it"),
    Kind.UNKNOWN_KEY: _l("is not known here; remove it"),
    Kind.UNKNOWN_AMONG: _l("is not known here; known keys: %(keys)s"),
    Kind.TORN_KEY: _l("is not known here; a comma inside { } starts a new key: put the text in quotes"),
    Kind.NOTHING_GIVEN: _l("is empty; write something or, where it may be left out, remove the key"),
    Kind.EMPTY_TEXT: _l("is empty; write a text"),
    Kind.BUT_GIVEN: _l("%(rule)s, not %(given)s"),
    Kind.BUT_A_LIST: _l("%(rule)s, not a list"),
    Kind.NUMBER: _l("must be a number"),
    Kind.WHOLE_NUMBER: _l("must be a whole number"),
    Kind.FROM_TO: _l("%(rule)s from %(least)s to %(most)s"),
    Kind.AT_LEAST: _l("%(rule)s, %(least)s or more"),
    Kind.MORE_THAN: _l("%(rule)s, more than %(least)s"),
    Kind.AT_MOST: _l("%(rule)s, %(most)s or less"),
    Kind.LESS_THAN: _l("%(rule)s, less than %(most)s"),
    Kind.KEYS_AND_VALUES: _l("must hold keys and values"),
    Kind.KEYS_AMONG: _l("%(rule)s; known keys: %(keys)s"),
    Kind.ONE_OF: _l("must be %(allowed)s"),
    Kind.A_TEXT: _l("must be a text"),
    Kind.PATTERN: _l("must fit the pattern %(pattern)s"),
    Kind.A_LIST: _l("must be a list, each entry on a line of its own that starts with '- '"),
    Kind.AT_LEAST_ONE: _l("must have at least one entry"),
    Kind.TOO_FEW: _l("must have at least %(least)s entries"),
    Kind.TOO_MANY: _l("must have at most %(most)s entries"),
    Kind.TRUE_OR_FALSE: _l("must be true or false"),
    Kind.TOO_LONG: _l("must have at most %(most)s characters"),
    Kind.HALF_CHARACTER: _l("holds half a character (a lone \\ud8.. or \\udc..); write it whole"),
    Kind.STANDS_TWICE: _l("%(value)s stands twice; each once"),
    Kind.KEY_LETTERS: _l("must be small letters a-z, digits and underscores, and start with a letter"),
    Kind.ID_LETTERS: _l("must be small letters a-z, digits and hyphens"),
    Kind.SOURCE: _l("must be the number of an idea in the essays, E0.1 to E4.99, such as E2.13"),
    Kind.EXPECTED_LEVEL: _l("must be a level from 1 to 5, a range from lower to higher such as 3-4, or not_shown"),
    Kind.LEVELS_IN_ORDER: _l("must describe 1, 2, 3, 4 and 5, each once and in this order"),
    Kind.NO_REPLY_CRITERION: _l("needs at least one criterion with scope: reply"),
    Kind.NO_CRITERION: _l("is no criterion; known: %(known)s"),
    Kind.SAME_AS_LEVEL: _l("says the same as level %(level)s; say what one sees at this level only"),
    Kind.NEAR_COPY: _l(
        "is a near copy of level %(level)s: word overlap %(share)s, at most %(most)s is allowed; "
        "say in other words what one sees at this level only"
    ),
    Kind.ASKED_TWICE: _l("is asked by %(first)s too; ask something else"),
    Kind.HARD_FOR_STUB: _l("must be model where hard is true: the stub reads keywords; or remove hard"),
    Kind.WHOLE_TALK: _l(
        "is judged over a whole conversation (scope: conversation), never by one reply; remove it here"
    ),
    Kind.SHARED_REPLY: _l("stands in %(id)s too (use: %(theirs)s, here use: %(here)s); write another or remove one"),
    Kind.NO_EXAMPLE_IN: _l("none has language: %(languages)s; add at least one teach and one check for each"),
    Kind.NO_EXAMPLE_FOR_USE: _l("none with language: %(language)s has use: %(use)s; add at least one"),
    Kind.NO_EXAMPLE_ON: _l("none has channel: %(channels)s; add at least one for each"),
    Kind.NO_EXAMPLE_AT: _l(
        "no example expects level %(level)s of %(criterion)s; add one with %(criterion)s: %(level)s"
    ),
    Kind.TEACHES_HELD_OUT: _l(
        "%(id)s teaches a reply that is held out in the set '%(set)s', so that grading can no longer be tried on it; "
        "teach another reply, or set use: check"
    ),
    Kind.CORRECTIONS_SET: _l("Corrections by trainers"),
    Kind.KEY_TAKEN: _l("%(key)s is the key of something else already"),
    Kind.NO_CALLED: _l("is missing; two customers must be told apart by it"),
    Kind.NAMES_UNKNOWN: _l("names %(key)s; known %(list)s: %(known)s"),
    Kind.NAMES_WITHOUT_ANY: _l("names %(key)s; known %(list)s: none"),
    Kind.CHANNEL_NEEDS: _l("is missing; a scenario with channel '%(channel)s' needs it"),
    Kind.CHANNEL_ONLY: _l("belongs to the channel '%(channel)s' only; this scenario's is '%(actual)s'"),
    Kind.NO_EVENT: _l("is not an event; known: %(known)s"),
    Kind.FEW_LINES: _l("has %(count)s lines; write %(least)s or more"),
    Kind.BREAKS_RULE: _l("breaks the rule '%(rule)s'"),
    Kind.BREAKS_SPEECH_RULE: _l("breaks the rule '%(rule)s'"),
    Kind.MOST_WORDS: _l("at most %(most)s words"),
    Kind.NOT_SETTLED: _l(
        "does not settle the matter with the built-in stub: %(outcome)s, at frustration %(frustration)s"
    ),
    Kind.A_LEVEL: _l("must be a whole number from 1 to 5, not_shown or empty"),
    Kind.FIRST_ALONE: _l("needs the level that it was changed to beside it"),
    Kind.ID_AGAIN: _l("%(id)s stands at line %(first)s already; each id once"),
    Kind.UNNAMED_RATER: _l("is of a rater without a name, beside raters with names; name all of them or none"),
    Kind.REPEATED: _l("stands twice; each once"),
    Kind.ANOTHER_REPLY: _l("is in this set already, with another reply; give one of the two another id"),
    Kind.LONG_ID: _l("id: has %(count)s characters; at most %(most)s"),
    Kind.LONG_RATER: _l("rater %(rater)s: has %(count)s characters; at most %(most)s"),
    Kind.LABELS_HERE: _l("%(place)s: they label here themselves; only they say what they think"),
    Kind.AND_MORE: _l("and %(count)s more; nothing was taken from this file"),
    Kind.NO_FILE: _l("Choose a file first."),
    Kind.NO_REPLIES: _l("holds no replies; each needs %(fields)s"),
    Kind.LARGE_FILE: _l("has %(count)s bytes, and %(most)s are taken at once; send it in parts"),
    Kind.EMPTY_FILE: _l("is empty; choose a file with one reply a line, under a line with the names of the columns"),
    Kind.WORKBOOK: _l("is a workbook, not text; open it and save it as CSV (in Excel: 'CSV UTF-8')"),
    Kind.UTF_16: _l(
        "is UTF-16 (Excel's 'Unicode text'), which is not read here; save it as UTF-8 (in Excel: 'CSV UTF-8')"
    ),
    Kind.NOT_UTF_8: _l("is not UTF-8 there; save it as UTF-8 (in Excel: 'CSV UTF-8')"),
    Kind.NEITHER_UTF_8: _l("is neither UTF-8 nor Windows-1252 there; save it as UTF-8 (in Excel: 'CSV UTF-8')"),
    Kind.MIXED: _l(
        "mixes encodings: line %(utf8)s is UTF-8, line %(other)s is not; "
        "save each part as UTF-8 before they are put together"
    ),
    Kind.NOT_CSV: _l('not CSV from here on; close every quotation mark, and write "" for one inside'),
    Kind.MANY_COLUMNS: _l("more than %(most)s columns; leave out those that say nothing of a reply"),
    Kind.LEVELS_UNDER: _l("a level under %(criteria)s, or under rater:criterion such as anna:%(first)s"),
    Kind.COLUMN_MISSING: _l("is missing; needed: %(fields)s, and %(levels)s"),
    Kind.COLUMN_UNKNOWN: _l("is not known; known: %(fields)s, and %(levels)s"),
    Kind.COLUMN_NAMELESS: _l("column %(number)s has no name; name it or remove it"),
    Kind.NO_LEVELS: _l("no column holds levels; needed: %(levels)s"),
    Kind.MANY_CELLS: _l(
        "has %(count)s cells, the header %(columns)s; put a text that holds the separator in quotation marks"
    ),
    Kind.POLISH_LOST: _l("Polish letters came out as %(letters)s: the file is not UTF-8; save it as 'CSV UTF-8'"),
    Kind.NOT_JSON: _l("not JSON from character %(at)s on; one JSON object a line"),
    Kind.ODD_JSON: _l("not JSON that can be read: a number is too long or brackets stand too deep"),
    Kind.LEVEL_FORMS: _l(
        'levels as "levels": {criterion: level}, as "labels": {rater: {criterion: level}}, or each beside the fields'
    ),
    Kind.NO_OBJECT: _l("not a JSON object; one a line, with %(fields)s and %(forms)s"),
    Kind.TWO_FORMS: _l("holds levels in more than one form; one of: %(forms)s"),
    Kind.AN_OBJECT: _l("must be an object; %(forms)s"),
    Kind.NO_FIELD: _l("is neither a field nor a criterion; known: %(known)s"),
    Kind.NO_SUCH_CRITERION: _l("is no criterion of the rubric; known: %(known)s"),
    Kind.RATER_EMPTY: _l("a rater's name is empty; name every rater"),
    Kind.RATER_TWICE: _l("rater %(rater)s stands twice; each once"),
}
