"""`practice db`."""

from tests.commands.run import practice


def test_it_creates_the_database_and_says_so() -> None:
    assert practice("db", "check").returncode == 2
    made = practice("db", "upgrade")
    assert (made.returncode, made.stdout.strip()) == (0, "sqlite:///var/practice.db: created")
    assert "already current" in practice("db", "upgrade").stdout
    assert practice("db", "check").returncode == 0


def test_a_missing_schema_is_told_with_the_way_out_on_standard_error() -> None:
    done = practice("db", "check")
    assert done.stdout == ""
    assert "practice db upgrade" in done.stderr
    assert "Traceback" not in done.stderr
