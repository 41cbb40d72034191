"""Several processes at the door: one gapless log, and a killed writer blocks nobody."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from storage.audit.kinds import Kind
from storage.engine import reading
from storage.schema.log import log
from tests.audit.support import Firm

WRITER = """
import sys
from pathlib import Path
from storage.audit.kinds import Kind
from storage.audit.log import now_us
from tests.audit.support import open_firm
firm = open_firm(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    with firm.step("manager", now_us) as step:
        step.append(Kind.DOSSIER_READ, number.to_bytes(16, "big"), b"who and why", covers=[(1, bytes(16))])
    print(*step.receipt.seqs, flush=True)
"""
STUCK = """
import sys, time
from pathlib import Path
from storage.audit.kinds import Kind
from storage.audit.log import now_us
from tests.audit.support import open_firm
with open_firm(Path(sys.argv[1])).step("manager", now_us) as step:
    step.append(Kind.DOSSIER_READ)
    print("inside", flush=True)
    time.sleep(600)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_four_processes_with_fifty_entries_each(firm: Firm, tmp_path: Path) -> None:
    writers = [start(WRITER, tmp_path / "firm.kartoteka", 50) for _ in range(4)]
    shown = [int(number) for each in writers for number in each.communicate()[0].split()]
    assert [each.returncode for each in writers] == [0] * 4
    assert sorted(shown) == list(range(4, 204))
    verdict = firm.log.verify(firm.trust_root)
    assert (verdict.ok, verdict.entries, verdict.reason) == (True, 204, "")


def test_a_killed_writer_frees_the_queue_and_leaves_nothing(firm: Firm, tmp_path: Path) -> None:
    stuck = start(STUCK, tmp_path / "firm.kartoteka")
    assert stuck.stdout is not None
    assert stuck.stdout.readline() == "inside\n"
    stuck.send_signal(signal.SIGKILL)
    stuck.communicate()
    with firm.step("owner") as step:
        step.append(Kind.LOCKED)
    assert firm.log.verify(firm.trust_root).entries == 5


def test_everything_shown_is_logged_after_random_kills(firm: Firm, tmp_path: Path) -> None:
    for wanted in (1, 3, 7, 12):
        writer = start(WRITER, tmp_path / "firm.kartoteka", 10_000)
        assert writer.stdout is not None
        shown = [int(writer.stdout.readline()) for _ in range(wanted)]
        writer.send_signal(signal.SIGKILL)
        shown += [int(number) for number in writer.communicate()[0].split()]
        with reading(firm.engine) as connection:
            count = connection.scalar(select(func.count()).select_from(log).where(log.c.seq.in_(shown)))
        assert count == len(shown)
    assert firm.log.verify(firm.trust_root).ok
