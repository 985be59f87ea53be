"""Column letters to places; the other way is `core.sheets.values.column_letters`."""


def index(letters: str) -> int:
    """0 for A, 26 for AA."""
    found = 0
    for character in letters:
        found = found * 26 + ord(character) - 64
    return found - 1
