"""A command over a store of the sample firm at the noon of the walks:

python -m tests.walks.command [words of the command]
"""

from __future__ import annotations

import sys
from functools import partial

from storage.vault.premises import open_premises
from tests.walks.station import minutes
from tests.walks.story import EveningClock
from tui.cli import main
from tui.desk import desk

if __name__ == "__main__":
    vars(desk)["open_premises"] = partial(open_premises, clock=EveningClock(minutes()))
    sys.exit(main(sys.argv[1:]))
