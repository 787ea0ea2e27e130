"""The errors that a clerk can act on. Whatever else is raised is a fault of ours and ends in the one crash dialog."""


class ClerkError(Exception):
    """Something a clerk can mend.

    `sentence` says in Chinese what is wrong and where, `hint` what to do about it (may be empty).
    """

    exit_code = 3

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    @property
    def text(self) -> str:
        """The sentence with its hint, on one line."""
        return f"{self.sentence}{self.hint}"


class UsageError(ClerkError):
    """The command line, or a call made from it, asks for something that does not exist."""

    exit_code = 2


class LedgerError(ClerkError):
    """The ledger cannot be used: not a ledger, damaged, newer, read-only, locked, disk full."""


class FileError(ClerkError):
    """A file that was handed in cannot be read, or one that was asked for cannot be written."""


class RefusedError(ClerkError):
    """A change that the rules of the books forbid: an issued notice edited, a step that was built upon undone."""

    exit_code = 1


class StaleError(RefusedError):
    """The record was changed since it was read (its revision moved on)."""


class Cancelled(Exception):  # noqa: N818 - not an error: what the clerk asked for
    """The clerk cancelled; whatever was begun has been rolled back."""
