"""The front door over real services, and people in front of it."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from practice.services.assembly import Services
from practice.web.app import create_app
from tests.web.browser import Browser


class CompiledOnce(BytecodeCache):
    """Every app of the run takes a template's code from here: compiling was a quarter of a page's test."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.load_bytecode(BytesIO(self._code[bucket.key]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


class RuleOnce(Rule):
    """Every app of the run shares the code that builds an address from a rule: compiling was a sixth of a page's test.

    Werkzeug compiles it of the rule's text and its defaults alone, and binds it to the rule afterwards.
    https://github.com/pallets/werkzeug/blob/3.1.9/src/werkzeug/routing/rules.py
    """

    _built: ClassVar[dict[tuple[str, str, bool], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, repr(self.defaults), append_unknown)
        if key not in self._built:
            self._built[key] = super()._compile_builder(append_unknown)
        return self._built[key]


Flask.jinja_options = {"bytecode_cache": CompiledOnce()}
Flask.url_rule_class = RuleOnce


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """SQLite alone: what differs between databases lies below the pages, and the tests of those floors try both.

    The walk through all routes takes both.
    """
    path = tmp_path / "practice.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def alice_browser(app: Flask) -> Browser:
    return Browser(app).sign_in("Alice")


@pytest.fixture
def charlie_browser(app: Flask) -> Browser:
    return Browser(app).sign_in("Charlie")
