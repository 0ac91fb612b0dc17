"""What the helper refuses, in one sentence, and the exit codes that callers can tell apart."""

DONE = 0
BAD_REQUEST = 64
UNAVAILABLE = 69
INTERNAL = 70
NO_SPACE = 73
PENDING = 75
UNSAFE = 77


class Refusal(Exception):
    """One clear sentence for the person, and an exit code."""

    def __init__(self, message, code):
        super().__init__(message)
        self.message = message
        self.code = code
