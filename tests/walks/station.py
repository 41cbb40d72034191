"""The workstation over a store of the sample firm at the noon of the walks:

python -m tests.walks.station [options of the workstation]
"""

from __future__ import annotations

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
    return Desk(open_premises(Path(options.store or ""), EveningClock()))


if __name__ == "__main__":
    sys.exit(workstation(sys.argv[1:], make_desk))
