"""Files that a command writes where somebody asked for them."""

from pathlib import Path

from practice.errors import BadInput


def write_text(path: Path, text: str) -> None:
    """Raises BadInput where that cannot be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
