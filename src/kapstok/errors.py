class UserError(Exception):
    """Something the user can put right. The message is Dutch and says what to do; the command line shows only that."""
