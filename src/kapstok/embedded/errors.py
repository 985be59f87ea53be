class EmbeddedError(Exception):
    """The server cannot start; the message is Dutch, for the user, and says what to do."""
