"""The database sorts by code point (É after Z), so lists sort on a key that Python made."""

import unicodedata

LONGEST = 200


def sort_key(name: str, longest: int = LONGEST) -> str:
    """The name as a reader looks it up: without accents, in lower case, single spaces.

    Cut to `longest` characters: taking signs apart (… to ..., ß to ss) can make it longer than the name.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())[:longest]
