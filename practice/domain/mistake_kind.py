"""Every kind of mistake that our readers find in a text, each with its sentence for the command line and for logs.

A sentence goes on after its place, such as `rubric.yaml, line 3: key 'title':`. Pages say it in their own language,
from the same kind and values: practice.web.mistake_words.
"""

from enum import Enum, unique


@unique
class Kind(Enum):
    #: What has no kind: said in English everywhere.
    PLAIN = "%(words)s"

    # YAML that cannot be read
    NOT_YAML = "not valid YAML: %(what)s"
    BELONGS_TO = "%(what)s; it belongs to what starts at line %(line)s"
    TAB = "a tab stands here; indent with spaces"
    NEEDS_QUOTES = "a text that starts with '%(sign)s' must stand in quotes"
    COLON_INSIDE = "': ' stands inside a text (put the text in quotes), or the indentation is off"
    QUOTE_UNCLOSED = "a quotation mark is opened and never closed"
    UNKNOWN_ESCAPE = "a backslash in \"...\" starts no known escape; use '...' around the text"
    INDENTATION = "the indentation is off, or a quotation mark inside the text needs other marks around"
    ENTRY_EXPECTED = "the indentation is off: an entry that starts with '- ' is expected here"
    ENTRY_MISPLACED = "an entry that starts with '- ' cannot stand here; put it on a line of its own"
    COLON_MISSING = "a key without its ':'"
    BRACKET_UNCLOSED = "a bracket is opened and never closed, or a comma is missing between its entries"
    BLOCK_BEGUN = "a text after | or > begins on the next line; put it in quotes where the sign belongs to it"
    SIGN_MISPLACED = "a sign that YAML keeps for itself cannot stand here; put the text in quotes"
    TEXT_ENDS = "the text would be over here: the indentation is off, or a line starts with '...' or '%%'"
    ODD_CHARACTER = "a character that cannot stand in a text file"
    INVISIBLE = "the invisible character %(code)s; remove it"
    SECOND_DOCUMENT = "a second document starts here; remove the line '---'"
    FOUND_NOTHING = "expected keys and values, found nothing"
    FOUND_A_LIST = "expected keys and values, found a list"
    FOUND_ELSE = "expected keys and values, found something else"
    TOO_DEEP = "keys or lists stand more than %(most)s deep"
    KEY_NO_WORD = "a key must be a word"
    KEY_REPEATED = "key '%(key)s' stands here and at line %(first)s; keep one"

    # keys and values of any text
    MISSING = "is missing; add it"
    UNKNOWN_KEY = "is not known here; remove it"
    UNKNOWN_AMONG = "is not known here; known keys: %(keys)s"
    TORN_KEY = "is not known here; a comma inside { } starts a new key: put the text in quotes"
    NOTHING_GIVEN = "is empty; write something or, where it may be left out, remove the key"
    EMPTY_TEXT = "is empty; write a text"
    BUT_GIVEN = "%(rule)s, not %(given)s"
    BUT_A_LIST = "%(rule)s, not a list"
    NUMBER = "must be a number"
    WHOLE_NUMBER = "must be a whole number"
    FROM_TO = "%(rule)s from %(least)s to %(most)s"
    AT_LEAST = "%(rule)s, %(least)s or more"
    MORE_THAN = "%(rule)s, more than %(least)s"
    AT_MOST = "%(rule)s, %(most)s or less"
    LESS_THAN = "%(rule)s, less than %(most)s"
    KEYS_AND_VALUES = "must hold keys and values"
    KEYS_AMONG = "%(rule)s; known keys: %(keys)s"
    ONE_OF = "must be %(allowed)s"
    A_TEXT = "must be a text"
    PATTERN = "must fit the pattern %(pattern)s"
    A_LIST = "must be a list, each entry on a line of its own that starts with '- '"
    AT_LEAST_ONE = "must have at least one entry"
    TOO_FEW = "must have at least %(least)s entries"
    TOO_MANY = "must have at most %(most)s entries"
    TRUE_OR_FALSE = "must be true or false"
    TOO_LONG = "must have at most %(most)s characters"
    HALF_CHARACTER = "holds half a character (a lone \\ud8.. or \\udc..); write it whole"
    STANDS_TWICE = "%(value)s stands twice; each once"
    KEY_LETTERS = "must be small letters a-z, digits and underscores, and start with a letter"
    ID_LETTERS = "must be small letters a-z, digits and hyphens"
    SOURCE = "must be the number of an idea in the essays, E0.1 to E4.99, such as E2.13"

    # rubrics
    EXPECTED_LEVEL = "must be a level from 1 to 5, a range from lower to higher such as 3-4, or not_shown"
    LEVELS_IN_ORDER = "must describe 1, 2, 3, 4 and 5, each once and in this order"
    NO_REPLY_CRITERION = "needs at least one criterion with scope: reply"
    NO_CRITERION = "is no criterion; known: %(known)s"
    SAME_AS_LEVEL = "says the same as level %(level)s; say what one sees at this level only"
    NEAR_COPY = (
        "is a near copy of level %(level)s: word overlap %(share)s, at most %(most)s is allowed; "
        "say in other words what one sees at this level only"
    )
    ASKED_TWICE = "is asked by %(first)s too; ask something else"
    HARD_FOR_STUB = "must be model where hard is true: the stub reads keywords; or remove hard"
    WHOLE_TALK = "is judged over a whole conversation (scope: conversation), never by one reply; remove it here"
    SHARED_REPLY = "stands in %(id)s too (use: %(theirs)s, here use: %(here)s); write another or remove one"
    NO_EXAMPLE_IN = "none has language: %(languages)s; add at least one teach and one check for each"
    NO_EXAMPLE_FOR_USE = "none with language: %(language)s has use: %(use)s; add at least one"
    NO_EXAMPLE_ON = "none has channel: %(channels)s; add at least one for each"
    NO_EXAMPLE_AT = "no example expects level %(level)s of %(criterion)s; add one with %(criterion)s: %(level)s"

    TEACHES_HELD_OUT = (
        "%(id)s teaches a reply that is held out in the set '%(set)s', so that grading can no longer be tried on it; "
        "teach another reply, or set use: check"
    )
    CORRECTIONS_SET = "Corrections by trainers"

    # scenarios
    KEY_TAKEN = "%(key)s is the key of something else already"
    NO_CALLED = "is missing; two customers must be told apart by it"
    NAMES_UNKNOWN = "names %(key)s; known %(list)s: %(known)s"
    NAMES_WITHOUT_ANY = "names %(key)s; known %(list)s: none"
    CHANNEL_NEEDS = "is missing; a scenario with channel '%(channel)s' needs it"
    CHANNEL_ONLY = "belongs to the channel '%(channel)s' only; this scenario's is '%(actual)s'"
    NO_EVENT = "is not an event; known: %(known)s"
    FEW_LINES = "has %(count)s lines; write %(least)s or more"
    BREAKS_RULE = "breaks the rule '%(rule)s'"
    BREAKS_SPEECH_RULE = "breaks the rule '%(rule)s' of speech.yaml"
    MOST_WORDS = "at most %(most)s words"
    NOT_SETTLED = (
        "does not settle the matter with the built-in stub: %(outcome)s at frustration %(frustration)s; see `%(how)s`"
    )

    # files of labelled replies
    A_LEVEL = "must be a whole number from 1 to 5, not_shown or empty"
    FIRST_ALONE = "needs the level that it was changed to beside it"
    ID_AGAIN = "%(id)s stands at line %(first)s already; each id once"
    UNNAMED_RATER = "is of a rater without a name, beside raters with names; name all of them or none"
    REPEATED = "stands twice; each once"
    ANOTHER_REPLY = "is in this set already, with another reply; give one of the two another id"
    LONG_ID = "id: has %(count)s characters; at most %(most)s"
    LONG_RATER = "rater %(rater)s: has %(count)s characters; at most %(most)s"
    LABELS_HERE = "%(place)s: they label here themselves; only they say what they think"
    AND_MORE = "and %(count)s more; nothing was taken from this file"
    NO_FILE = "Choose a file first."
    NO_REPLIES = "holds no replies; each needs %(fields)s"
    LARGE_FILE = "has %(count)s bytes, and %(most)s are taken at once; send it in parts"
    EMPTY_FILE = "is empty; choose a file with one reply a line, under a line with the names of the columns"
    WORKBOOK = "is a workbook, not text; open it and save it as CSV (in Excel: 'CSV UTF-8')"
    UTF_16 = "is UTF-16 (Excel's 'Unicode text'), which is not read here; save it as UTF-8 (in Excel: 'CSV UTF-8')"
    NOT_UTF_8 = "is not UTF-8 there; save it as UTF-8 (in Excel: 'CSV UTF-8')"
    NEITHER_UTF_8 = "is neither UTF-8 nor Windows-1252 there; save it as UTF-8 (in Excel: 'CSV UTF-8')"
    MIXED = (
        "mixes encodings: line %(utf8)s is UTF-8, line %(other)s is not; "
        "save each part as UTF-8 before they are put together"
    )

    # ... as CSV
    NOT_CSV = 'not CSV from here on: %(error)s; close every quotation mark, and write "" for one inside'
    MANY_COLUMNS = "more than %(most)s columns; leave out those that say nothing of a reply"
    LEVELS_UNDER = "a level under %(criteria)s, or under rater:criterion such as anna:%(first)s"
    COLUMN_MISSING = "is missing; needed: %(fields)s, and %(levels)s"
    COLUMN_UNKNOWN = "is not known; known: %(fields)s, and %(levels)s"
    COLUMN_NAMELESS = "column %(number)s has no name; name it or remove it"
    NO_LEVELS = "no column holds levels; needed: %(levels)s"
    MANY_CELLS = "has %(count)s cells, the header %(columns)s; put a text that holds the separator in quotation marks"
    POLISH_LOST = "Polish letters came out as %(letters)s: the file is not UTF-8; save it as 'CSV UTF-8'"

    # ... as JSON lines
    NOT_JSON = "not JSON: %(error)s at character %(at)s; one JSON object a line"
    ODD_JSON = "not JSON that can be read: a number is too long or brackets stand too deep"
    LEVEL_FORMS = (
        'levels as "levels": {criterion: level}, as "labels": {rater: {criterion: level}}, or each beside the fields'
    )
    NO_OBJECT = "not a JSON object; one a line, with %(fields)s and %(forms)s"
    TWO_FORMS = "holds levels in more than one form; one of: %(forms)s"
    AN_OBJECT = "must be an object; %(forms)s"
    NO_FIELD = "is neither a field nor a criterion; known: %(known)s"
    NO_SUCH_CRITERION = "is no criterion of the rubric; known: %(known)s"
    RATER_EMPTY = "a rater's name is empty; name every rater"
    RATER_TWICE = "rater %(rater)s stands twice; each once"
