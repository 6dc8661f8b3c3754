"""Says what this machine lacks; a lack that was forbidden by PRACTICE_TEST_REQUIRE is a failure, not a skip."""

import os
from typing import NoReturn

import pytest


def lack(what: str, why: str) -> NoReturn:
    """`what` is a word of PRACTICE_TEST_REQUIRE, such as chromium or postgres."""
    required = {word.strip() for word in os.environ.get("PRACTICE_TEST_REQUIRE", "").split(",")}
    if what in required:
        pytest.fail(f"PRACTICE_TEST_REQUIRE asks for {what}, and {why}", pytrace=False)
    pytest.skip(f"{what}: {why}")
