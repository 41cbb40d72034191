"""What every test may rely on: shared data, outside programs, no way out of this machine, no touch of a real store."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

import tui.memory
from core.wording import set_language

ROOT = Path(__file__).resolve().parents[1]

# A process that holds every module of the program and of its libraries walks them all in each full collection, and
# giving memory back asks for one after every command: a third of the time of a test of the commands.
gc.set_threshold(200_000, 50, 1_000)
setattr(tui.memory, "gc", SimpleNamespace(collect=lambda: 0))  # noqa: B010  (a module attribute mypy will not have)

# Wall-clock limits say nothing on a busy machine; what must be fast is asserted in bytes and counts.
settings.register_profile("kartoteka", deadline=None)
settings.load_profile("kartoteka")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `long` run with `scripts/test --long`: the short run must end while somebody waits for it.

    On a server what only a store in a file has is skipped, each with its reason.
    """
    for item in items if os.environ.get("KARTOTEKA_TEST_ENGINE") == "postgresql" else ():
        mark = item.get_closest_marker("in_a_file")
        if mark is not None:
            item.add_marker(pytest.mark.skip(reason=f"of a store in a file: {mark.args[0]}"))
    if os.environ.get("KARTOTEKA_LONG") == "1":
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


class OffMachineError(OSError):
    """A test reached for another machine."""


def is_loopback(host: object) -> bool:
    """True for an address or name that cannot leave this machine; an empty name binds or connects locally."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, args: tuple[object, ...]) -> None:
    """Audit hook: a connection, a datagram or a name look-up that leaves loopback is an error of the test."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise OffMachineError(f"a test may talk to this machine only, not to {address[0]}")
    elif event == "socket.getaddrinfo" and not is_loopback(args[0]):
        raise OffMachineError(f"a test may not look up {args[0]!s}")


sys.addaudithook(refuse_other_machines)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A command run by a test without --store must never meet the store of the person who runs the tests."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home / name.lower())


@pytest.fixture(autouse=True)
def _russian() -> None:
    """The language is a setting of the process: what an earlier test chose must not reach the next one."""
    set_language("ru")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data and sample files: KARTOTEKA_SHARED, else `shared` beside the checkout."""
    named = os.environ.get("KARTOTEKA_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip(f"no shared data at {folder}: set KARTOTEKA_SHARED to the folder that holds data/ and samples/")
    return folder


@pytest.fixture(scope="session")
def shared_data(shared: Path) -> Path:
    """The public data sets (data/ of the shared folder)."""
    return shared / "data"


@pytest.fixture(scope="session")
def shared_samples(shared: Path) -> Path:
    """One file of every input format (samples/ of the shared folder)."""
    folder = shared / "samples"
    if not folder.is_dir():
        pytest.skip(f"no sample files at {folder}: set KARTOTEKA_SHARED to the folder that holds data/ and samples/")
    return folder


# Programs of the system that some tests talk to, and the Debian package each comes with.
DEBIAN_PACKAGES = {
    "tmux": "tmux",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "ssh-keygen": "openssh-client",
    "postgres": "postgresql",
    "initdb": "postgresql",
    "postfix": "postfix",
    "gammu-smsd": "gammu-smsd",
    "soffice": "libreoffice-writer-nogui",
}


def find_program(name: str) -> Path | None:
    """Where `name` is, the folders included that Debian keeps out of an ordinary PATH."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found:
        return Path(found)
    versions = Path("/usr/lib/postgresql")
    return next((place for place in sorted(versions.glob(f"*/bin/{name}"), reverse=True)), None)


@pytest.fixture(scope="session")
def program() -> Callable[[str], Path]:
    """`program("tmux")` gives its path; without it the test is skipped with the command that would enable it.

    On CI it fails instead: .ci/run installs these packages, and a silent skip would hide that it did not.
    """

    def find(name: str) -> Path:
        path = find_program(name)
        if path is not None:
            return path
        missing = f"{name} is not installed: apt-get install {DEBIAN_PACKAGES[name]}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)

    return find
