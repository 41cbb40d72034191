"""The workstation over a store of the sample firm at the noon of the walks:

    KARTOTEKA_MINUTES=3 python -m tests.walks.station [options of the workstation]

KARTOTEKA_MINUTES says how many minutes after it: a log whose clock goes back tells so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.walks.story import EveningClock
from tui.__main__ import workstation
from tui.options import Options

if TYPE_CHECKING:
    from tui.desk.port import DeskPort


def make_desk(options: Options) -> DeskPort:
    """The real desk, with the clock of the walks instead of the machine's."""
    from core.wording import set_language
    from storage.vault.premises import open_premises
    from tui.desk.desk import Desk

    set_language("en" if options.lang == "en" else "ru")
    return Desk(open_premises(Path(options.store or ""), EveningClock(minutes())))


def minutes() -> int:
    """Minutes after noon at which this session begins."""
    return int(os.environ.get("KARTOTEKA_MINUTES", "1"))


if __name__ == "__main__":
    sys.exit(workstation(sys.argv[1:], make_desk))
