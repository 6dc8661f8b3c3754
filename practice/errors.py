"""Every error this project raises on purpose.

PracticeError                  what a person can be told; `str(error)` is the whole message
├── BadInput                   what was given cannot be used; says where, what is allowed, the way out
│   ├── BadSettings            an environment variable or .env line
│   ├── BadDocument            a rubric, scenario, prompt or word list (file, line, key)
│   ├── BadReply               a trainee's reply: empty, too long, to an ended conversation
│   └── BadPassword            a password that is too easy to guess, too short or too long
├── NotFound                   no such thing, or not yours: the two are told apart by nobody
├── NotAllowed                 seen, but not this person's to do
├── Conflict                   somebody else changed it first
│   ├── EmailTaken             the e-mail address has an account, in this organisation or another
│   └── LastAdmin              nobody else could administer the organisation
├── DatabaseUnusable           cannot be opened, is not migrated, or is newer than this program
├── Busy                       no place free now; try again shortly
├── TooMuch                    as much as one person may ask for in that time; says when it goes on
├── NotSent                    a letter or statement was not taken by its server; `passing`: worth another try
└── ModelError                 a language model did not give a usable answer
    ├── ModelUnavailable       passing: refused, overloaded, cut off; worth another try
    ├── ModelTimeout           passing: the deadline over all attempts ran out
    ├── ModelMisconfigured     permanent: unknown model, missing key, wrong address
    ├── ModelRefused           the model or its provider declined to answer
    ├── NotRecorded            answers are replayed, and none was recorded for this question
    └── UnreadableAnswer       an answer came that is not what was asked for
"""


class PracticeError(Exception):
    """The root: its message is written for a person."""


class BadInput(PracticeError):
    """What was given cannot be used; `mistakes` are the lines of the message as data, where the reader kept it."""

    def __init__(self, message: str, mistakes: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.mistakes = mistakes


class BadSettings(BadInput):
    """A setting has a value that is not offered."""


class BadDocument(BadInput):
    """A text that people edit does not hold what its format asks for."""


class BadReply(BadInput):
    """A trainee's reply that cannot be taken; `reason` is a stable key the page translates."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class BadPassword(BadInput):
    """A password that cannot be taken; `reason` is a stable key the page translates."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotFound(PracticeError):
    """No such thing, or it belongs to somebody else."""


class NotAllowed(PracticeError):
    """The person may see the thing, and may not do this with it."""


class Conflict(PracticeError):
    """The thing changed since it was read."""


class EmailTaken(Conflict):
    """The e-mail address has an account already."""


class LastAdmin(Conflict):
    """Nobody else could administer the organisation."""


class DatabaseUnusable(PracticeError):
    """The database cannot be used as it is."""


class Busy(PracticeError):
    """No place free now."""


class TooMuch(PracticeError):
    """As much as one person may ask for in that time; the next is free in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"that is as much as one person may do for now; it goes on in {seconds} seconds")
        self.seconds = seconds


class NotSent(PracticeError):
    """A server did not take a letter or a statement. The message names nobody: it is kept and logged."""

    def __init__(self, message: str, passing: bool = True) -> None:
        super().__init__(message)
        self.passing = passing


class ModelError(PracticeError):
    """A model gave no usable answer; `key` is stable and translated on pages."""

    key = "model_error"
    passing = False


class ModelUnavailable(ModelError):
    key = "model_unavailable"
    passing = True


class ModelTimeout(ModelError):
    key = "model_timeout"
    passing = True


class ModelMisconfigured(ModelError):
    key = "model_misconfigured"


class ModelRefused(ModelError):
    key = "model_refused"


class NotRecorded(ModelError):
    key = "not_recorded"


class UnreadableAnswer(ModelError):
    key = "unreadable_answer"
