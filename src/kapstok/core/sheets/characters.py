"""Texts that a workbook cannot hold as they are, spelt so that they come back the same.

XML has no U+FFFE and U+FFFF, and programs disagree about `_x0041_` in a text, which Excel itself uses for control
characters. All other characters are left alone.
"""

import re

_NOT_STORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|(?<=_)x(?=[0-9A-Fa-f]{4}_)|\\(?=u\{)")
_SPELT = re.compile(r"\\u\{([0-9a-f]{1,4})\}")


def storable(text: str) -> str:
    r"""U+FFFE becomes \u{fffe}, and so on."""
    return _NOT_STORABLE.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def original(text: str) -> str:
    """The text that `storable` made this of."""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), text) if "\\u{" in text else text
