"""The reading process holds nothing, can do nothing else, and its death or silence is told in a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.problem import Problem
from storage.intake import spawn
from storage.intake.child import Task
from storage.intake.frames import Sample
from storage.intake.reading import peek, read
from storage.intake.source import Source
from storage.intake.spawn import Child, ImportCancelled, command
from tests.intake.tables import SALES, write

WRITE = "from storage.intake.child import *;from storage.intake.child import _write as w;"
READY = "from storage.intake.child import confine;confine();import sys;"


def say(code: str) -> str:
    """What code run in place of the reader prints."""
    answer = subprocess.run(
        command(Task(), code), stdin=subprocess.DEVNULL, capture_output=True, cwd="/", env={}, check=True
    )  # fmt: skip
    return answer.stdout.decode().strip()


def test_it_imports_no_store_screen_or_cipher() -> None:
    code = "import storage.intake.child,sys;print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = set(say(code).split())
    assert "msgspec" in loaded
    assert not loaded & {
        "sqlalchemy",
        "textual",
        "cryptography",
        "numpy",
        "pandas",
        "scipy",
        "rapidfuzz",
        "tui",
        "site",
    }


def test_hardening_is_the_first_statement() -> None:
    assert command(Task())[5].startswith(
        "import sys;sys.path[:0]=sys.argv[1:3];from storage.hardening import harden;harden();"
    )
    code = "import ctypes,resource;print(ctypes.CDLL(None).prctl(3,0,0,0,0),*resource.getrlimit(resource.RLIMIT_CORE))"
    assert say(code) == "0 0 0"


UNPRIVILEGED = """
import ctypes, struct
libc = ctypes.CDLL(None)
libc.prctl(28, 3, 0, 0, 0)  # PR_SET_SECUREBITS, NOROOT locked: uid 0 is a person like any other
head = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
libc.capset(head, ctypes.create_string_buffer(24))
"""
PROBE = """
import subprocess, sys
wait = "print(1,flush=True);import time;time.sleep(60)"
for argv in (sys.argv[1:], [sys.argv[1], "-I", "-S", "-c", wait]):
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, env={}, cwd="/")
    child.stdout.readline()
    try:
        open(f"/proc/{child.pid}/mem", "rb").close()
        print("read")
    except PermissionError:
        print("refused")
    child.kill()
    child.wait()
    child.stdout.close()
"""


def test_the_same_person_cannot_read_its_memory() -> None:
    """Another process of the same uid, without privileges, tries; an unhardened Python is the control."""
    words = command(Task(), "print(1,flush=True);import time;time.sleep(60)")
    code = (UNPRIVILEGED if os.geteuid() == 0 else "") + PROBE
    answer = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True, cwd="/")
    assert answer.stdout.decode().split() == ["refused", "read"]


def test_it_can_open_no_file_and_no_socket() -> None:
    code = (
        "import errno,socket;"
        + READY
        + (
            "\n"
            "for attempt in (lambda: open('/etc/hosts'), socket.socket, lambda: open('/tmp/x','w')):\n"
            "    try: attempt(); print('open')\n"
            "    except OSError as error: print(errno.errorcode[error.errno])"
        )
    )
    assert say(code).split() == ["EMFILE"] * 3


def test_it_can_write_no_file() -> None:
    assert say(READY + "import resource;print(*resource.getrlimit(resource.RLIMIT_FSIZE))") == "0 0"


def test_its_memory_ends() -> None:
    code = READY + "\ntry: bytearray(3 << 30); print('got')\nexcept MemoryError: print('refused')"
    assert say(code) == "refused"


def test_environment_folder_and_arguments_hold_nothing_of_ours(tmp_path: Path) -> None:
    path = write(tmp_path, SALES + "1,2,2026-01-01,5\n", "secret-client.csv")
    with Source(path) as source, Child(source.fd, source.name, Task(), None, None) as child:
        proc = Path("/proc") / str(child.pid)
        assert proc.joinpath("environ").read_bytes() == b""
        assert proc.joinpath("cwd").readlink() == Path("/")
        assert b"secret" not in proc.joinpath("cmdline").read_bytes()
        assert isinstance(child.frame()[0], Sample)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("raise SystemExit(3)", "stopped unexpectedly"),
        ("import os;os.kill(os.getpid(),11)", "stopped unexpectedly"),
        ("import os,signal;os.kill(os.getpid(),signal.SIGXCPU)", "took too long"),
        ("import time;time.sleep(60)", "took too long"),
        ("import os;os.write(1,b'x'*100000)", "cannot be trusted"),
        ("import os;os.write(1,b'KF\\x01\\x02')", "stopped unexpectedly"),
        (
            WRITE + "w(encode(Fault('own words',1)))",
            "trusted",
        ),
        (
            WRITE + "w(encode(Progress(1,1)))",
            "stopped",
        ),
        (
            WRITE + "w(encode(End(0,'utf-8',0,0)))",
            "trusted",
        ),
    ],
)
def test_a_bad_reader_ends_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, words: str
) -> None:
    monkeypatch.setattr(spawn, "command", lambda task, _entry: command(task, entry))
    monkeypatch.setattr(Child.__init__, "__defaults__", (None, None, 1.0, spawn.ENTRY))
    with Source(write(tmp_path, SALES + "1,2,2026-01-01,5\n")) as source, pytest.raises(Problem, match=words):
        peek(source)


FORGED = (
    "import struct;from storage.intake.child import *;from storage.intake.child import _write as w;"
    "rows,codes,texts,order={};"
    "w(encode(RowsHeader(rows),struct.pack(f'<{{rows}}I',*order),bytes(rows)));"
    "body=struct.pack(f'<{{rows}}i',*codes);"
    "text=b'\\0'.join(texts);"
    "[w(encode(ColumnHeader(i,rows,len(texts),len(text)),body,text)) for i in range(4)];"
    "w(encode(End(rows,'utf-8',0,0)))"
)


@pytest.mark.parametrize(
    ("answer", "trusted"),
    [
        ("(2,(0,1),(b'a',b'b'),(2,3))", True),
        ("(2,(0,2),(b'a',b'b'),(2,3))", False),
        ("(2,(-1,0),(b'a',b'b'),(2,3))", False),
        ("(2,(0,1),(b'a',b'\\xff'),(2,3))", False),
        ("(2,(0,1),(b'a',b'b\\0c'),(2,3))", False),
        ("(2,(0,1),(b'a',b'b'*40000),(2,3))", False),
        ("(2,(0,1),(b'a',b'b'),(3,2))", False),
        ("(2,(0,1),(b'a',b'b'),(0,2))", False),
    ],
)
def test_forged_columns_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, trusted: bool
) -> None:
    with Source(write(tmp_path, SALES + "1,2,2026-01-01,5\n")) as source:
        head = peek(source)
        monkeypatch.setattr(spawn, "command", lambda task, _entry: command(task, FORGED.format(answer)))
        if trusted:
            assert read(source, head, [3]).columns[3].strings == ("a", "b")
        else:
            with pytest.raises(Problem, match="cannot be trusted"):
                read(source, head, [3])


def test_cancel_kills_the_reader(tmp_path: Path) -> None:
    with Source(write(tmp_path, SALES + "1,2,2026-01-01,5\n" * 200_000)) as source:
        head = peek(source)
        with pytest.raises(ImportCancelled):
            read(source, head, [3], cancelled=lambda: True)
        assert subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "intake"], capture_output=True).stdout == b""


def test_progress_rises_to_the_size_of_the_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with Source(write(tmp_path, SALES + "1,2,2026-01-01,5\n" * 300_000)) as source:
        read(source, peek(source), [3], progress=lambda done, total: seen.append((done, total)))
        assert seen and [done for done, _ in seen] == sorted(done for done, _ in seen)
        assert {total for _, total in seen} == {source.size}


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, SALES + "1,2,2026-01-01,5\n")
    with Source(path) as source:
        head = peek(source)
        time.sleep(0.01)
        path.write_text(SALES + "1,2,2026-01-01,5\n" * 2)
        with pytest.raises(Problem, match="changed while it was read"):
            read(source, head, [3])


def test_it_starts_from_wherever_the_packages_lie(tmp_path: Path) -> None:
    """A copy outside the checkout, as an installed wheel is, without the checkout on the path."""
    site = tmp_path / "site"
    root = Path(spawn.__file__).parents[2]
    for package in ("core", "storage"):
        shutil.copytree(root / package, site / package, ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo"))
    write(tmp_path, SALES + "1,2,2026-01-01,5\n")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nfrom storage.intake import prepare\n"
        "print(prepare.__file__, len(prepare.load(Path(sys.argv[2]), 'RUB').table.rows))"
    )
    argv = [sys.executable, "-I", "-c", code, str(site), str(tmp_path / "table.csv")]
    answer = subprocess.run(argv, capture_output=True, check=True, cwd="/", env={})
    assert answer.stdout.decode().split() == [str(site / "storage/intake/prepare.py"), "1"]
