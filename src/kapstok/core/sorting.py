"""The database sorts by code point (É after Z), so lists sort on a key that Python made."""

import unicodedata


def sort_key(name: str) -> str:
    """The name as a reader looks it up: without accents, in lower case, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())
