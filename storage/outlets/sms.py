"""SMS as files for a gateway, in the layout of gammu-smsd: outbox, sent, error (exchange §4).

A message is one file; its name says whose it is, and the folder it stands in says what became of it. It is written
under another name first, so the gateway never reads half of one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

from core.entities.outreach import SmsGateway
from core.problem import N_, ExitCode, Problem

Place = Literal["waiting", "sent", "error", "gone"]
_TOKEN = re.compile(r"[0-9a-f]{32}")
_BAD_NAME = re.compile(r"[/\0]")
REGION = "RU"
SPOOL_MAX = 5_000
"""Messages that may wait: more of them, and the gateway has stopped."""


def sms_number(text: str) -> str:
    """A telephone as a gateway dials it, `+74951234567`; "" for what is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def checked(gateway: SmsGateway) -> SmsGateway:
    """Folders that are there and can be written. Raises Problem (BAD_INPUT)."""
    for each in (gateway.outbox, gateway.sent, gateway.error):
        path = Path(each)
        if not path.is_absolute() or not path.is_dir():
            raise Problem(N_("A folder of the SMS gateway is missing: give three folders that are there."))
    if not os.access(gateway.outbox, os.W_OK):
        raise Problem(N_("Nothing can be written into the outbox of the SMS gateway: ask who runs it."))
    return gateway


class Spool:
    """The folders of one gateway."""

    def __init__(self, gateway: SmsGateway) -> None:
        checked(gateway)
        self._folders: dict[Place, Path] = {
            "waiting": Path(gateway.outbox),
            "sent": Path(gateway.sent),
            "error": Path(gateway.error),
        }

    def name(self, number: str, token: str, stamp: str) -> str:
        """Name of the file of one message: `OUTC<date>_<time>_<nn>_<phone>_<token>.txtd`."""
        return f"OUTC{stamp}_00_{number}_{token}.txtd"

    def put(self, name: str, text: str) -> None:
        """Hand a message over. Raises Problem (REFUSED) where it surely was not: the disk or the spool is full."""
        outbox = self._folders["waiting"]
        if _BAD_NAME.search(name):
            raise ValueError("no name of a message")
        draft = outbox / f".{name}.part"
        try:
            if sum(1 for _ in outbox.glob("OUT*")) >= SPOOL_MAX:
                raise self._full()
            with draft.open("wb") as target:
                target.write(text.encode())
                target.flush()
                os.fsync(target.fileno())
            draft.rename(outbox / name)
        except OSError:
            draft.unlink(missing_ok=True)
            raise self._full() from None

    def place(self, token: str) -> tuple[Place, str]:
        """Where the message of a recipient is now, and its name."""
        return self.places().get(token, ("gone", ""))

    def places(self) -> dict[str, tuple[Place, str]]:
        """Token of every message in the folders → where it is, and its name. What was settled wins over what waits."""
        found: dict[str, tuple[Place, str]] = {}
        for place, folder in self._folders.items():
            for each in folder.glob("OUT*"):
                told = _TOKEN.search(each.name)
                if told is not None:
                    found[told[0]] = (place, each.name)
        return found

    def _full(self) -> Problem:
        return Problem(N_("The SMS gateway takes no more messages: nothing of it was sent, ask who runs it."),
                       ExitCode.REFUSED)  # fmt: skip
