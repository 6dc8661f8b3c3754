"""How a JSON answer can be asked for; servers understand different amounts of it."""

from enum import StrEnum


class ResponseFormat(StrEnum):
    """In order: whoever understands one understands those before it."""

    NONE = "none"
    JSON_OBJECT = "json_object"
    JSON_SCHEMA = "json_schema"

    @property
    def rank(self) -> int:
        return list(ResponseFormat).index(self)

    @property
    def next_lower(self) -> "ResponseFormat":
        return list(ResponseFormat)[max(0, self.rank - 1)]
