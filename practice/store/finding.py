"""Words looked for in texts, whatever their case, in the same way on every database."""

import re
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, or_


def holds(word: str, *places: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """A pattern that names both cases of every letter: LIKE folds only ASCII on SQLite, and by locale on PostgreSQL."""
    pattern = "".join(_in_either_case(sign) for sign in word)
    return or_(*(place.regexp_match(pattern) for place in places))


def _in_either_case(sign: str) -> str:
    cases = sorted({case for case in (sign, sign.lower(), sign.upper()) if len(case) == 1})
    return f"[{''.join(cases)}]" if len(cases) > 1 else re.escape(sign)
