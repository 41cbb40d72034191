"""Run as a program: the workstation, with a note of the seconds its passphrase took, for the start to be told apart.

python -m scripts.benchmarks._station REPORT options of the workstation…
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.desk.port import DeskPort
    from tui.options import Options


def main(words: list[str]) -> int:
    from tui.__main__ import harden, workstation

    note = Path(words[0])

    def make_desk(options: Options) -> DeskPort:
        from scripts.benchmarks._watched import Spent, watch_derivation
        from tui.desk.desk import Desk, open_desk

        spent: Spent = {}
        watch_derivation(spent)
        unlock = Desk.unlock

        def noted(self: Desk, login: str, passphrase: bytearray) -> object:
            greeting = unlock(self, login, passphrase)
            note.write_text(json.dumps(spent), encoding="utf-8")
            return greeting

        Desk.unlock = noted  # type: ignore[assignment,method-assign]
        return open_desk(options.store, options.lang)

    harden()
    return workstation(words[1:], make_desk)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
