"""Secrets of a second step, sealed: who reads the database, or a copy of it, cannot make codes with them."""

import hmac
import logging
from base64 import b32encode, urlsafe_b64encode
from secrets import token_bytes

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

logger = logging.getLogger(__name__)

SEALED = "fernet:"  # before what is sealed; what does not begin so is from before anything was
PURPOSE = b"kapstok second step"  # so that this key is no other that is made from the same setting


def seal(text: str) -> str:
    return SEALED + _keys().encrypt(text.encode()).decode()


def unseal(stored: str) -> str:
    """The secret; a random one when the key is another by now, so that no code is ever right."""
    if not stored.startswith(SEALED):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(SEALED)).decode()
    except InvalidToken:
        logger.warning("a second step cannot be read any more: was KAPSTOK_SECRET_KEY changed?")
        return b32encode(token_bytes(20)).decode()


def _keys() -> MultiFernet:
    """The first one seals; each can unseal."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hmac.digest(force_bytes(key), PURPOSE, "sha256") for key in known]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
