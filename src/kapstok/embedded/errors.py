from kapstok.errors import UserError


class EmbeddedError(UserError):
    """The embedded server cannot start."""
