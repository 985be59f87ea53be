"""What a page must remember between two questions, packed as text that travels in the form itself."""

import base64
import binascii
import zlib

MOST = 8_000_000  # bytes once unpacked


class PackingError(ValueError):
    """The text was not packed by us, or was changed on the way."""


def pack(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode("ascii")


def unpack(text: str) -> bytes:
    """Raises PackingError; never unpacks more than MOST bytes."""
    try:
        opened = zlib.decompressobj()
        content = opened.decompress(base64.b64decode(text, validate=True), MOST)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise PackingError("niet te lezen") from error
    if opened.unconsumed_tail or not opened.eof:
        raise PackingError("te groot of niet volledig")
    return content
