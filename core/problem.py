"""The one exception whose text a person reads: one clear sentence, with a place and a next step.

A `Problem` carries an English msgid with named placeholders and the facts to put into them; `core.wording`
turns it into the reader's language at the moment it is shown. Facts never hold client data, passphrases
or key material (spec/security R13, R26).
"""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """Exit status of a command (spec/cli)."""

    DONE = 0
    ROWS_IN_ERROR = 2
    CONTROL_TOTAL = 3
    REFUSED = 4
    BAD_INPUT = 5
    STORE = 6


def N_(msgid: str) -> str:  # noqa: N802  (the name gettext extractors look for)
    """Mark a string for the catalogues without translating it here."""
    return msgid


class Problem(Exception):  # noqa: N818  (it is what the user meets, not a fault of the program)
    """Something the person can act on. `facts` fill the placeholders of `msgid`."""

    def __init__(self, msgid: str, exit_code: ExitCode = ExitCode.BAD_INPUT, **facts: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.exit_code = exit_code
        self.facts = facts

    def __str__(self) -> str:
        return self.msgid.format(**self.facts) if self.facts else self.msgid
