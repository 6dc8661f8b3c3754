"""Tells pages that show the grader's own levels for what criteria conversations show others."""

from flask import Flask

from practice.web.context import current_person, services


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(levels_moved=levels_moved, levels_moved_in_force=levels_moved_in_force)


def levels_moved(version_id: int) -> frozenset[str]:
    """Keys of criteria."""
    return services().moved_levels.by_version(version_id)


def levels_moved_in_force(key: str) -> frozenset[str]:
    return services().moved_levels.in_force(current_person(), key)
