"""Numbers of things in the English of commands and files; pages have their translations for it."""


def counted(number: int, one: str, several: str = "") -> str:
    """`1 reply`, `2 replies`; `several` where it is more than an s added."""
    return f"{number} {one if number == 1 else several or one + 's'}"
