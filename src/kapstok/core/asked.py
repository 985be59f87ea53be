"""What an address or a form asks for, which may be anything."""


def number(text: str | None) -> int | None:
    """A whole number from 0, no longer than a row can have; None for everything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
