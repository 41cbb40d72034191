"""Keys from keys and from passphrases; how much of it may run at once."""

from __future__ import annotations

import hashlib
import hmac
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.sealing import derive
from storage.sealing.derive import DEFAULT, TEST_ONLY, KdfSettings, derivation_slot, expand, expand_wipeable, stretch
from storage.sealing.secret import SealBroken

SALT, PEPPER, OWNER = b"s" * 16, b"p" * 32, b"o" * 32
CHEAPEST = KdfSettings(memory_kib=64 * 1024, iterations=2, lanes=1)


def test_expand_is_hkdf_expand() -> None:
    key = bytes(range(32))
    assert expand(key, b"card") == hmac.digest(key, b"card\x01", hashlib.sha256)
    assert expand_wipeable(bytearray(key), b"card") == expand(key, b"card")
    assert expand(key, b"card") != expand(key, b"money")
    with pytest.raises(ValueError, match="32 bytes"):
        expand(key[:31], b"card")


@pytest.fixture
def allow_test_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", True)


def test_every_input_matters(allow_test_kdf: None) -> None:
    base = stretch(bytearray(b"passphrase"), SALT, PEPPER, OWNER, TEST_ONLY)
    assert len(base) == 32
    assert base == stretch(bytearray(b"passphrase"), SALT, PEPPER, OWNER, TEST_ONLY)
    others = [
        stretch(bytearray(b"passphrasE"), SALT, PEPPER, OWNER, TEST_ONLY),
        stretch(bytearray(b"passphrase"), b"t" * 16, PEPPER, OWNER, TEST_ONLY),
        stretch(bytearray(b"passphrase"), SALT, b"q" * 32, OWNER, TEST_ONLY),
        stretch(bytearray(b"passphrase"), SALT, PEPPER, b"u" * 32, TEST_ONLY),
    ]
    assert len({bytes(key) for key in [base, *others]}) == 5


def test_the_passphrase_is_left_to_its_owner(allow_test_kdf: None) -> None:
    passphrase = bytearray("пароль из слов".encode())
    stretch(passphrase, SALT, PEPPER, OWNER, TEST_ONLY)
    assert passphrase == "пароль из слов".encode()


def test_the_program_refuses_the_test_kdf() -> None:
    # This file has no fixture that switches it on for all tests, so the switch is as the program leaves it.
    assert derive.TEST_KDF_ALLOWED is False
    with pytest.raises(SealBroken):
        stretch(bytearray(b"x"), SALT, PEPPER, OWNER, TEST_ONLY)


def test_the_switch_allows_one_setting_only(allow_test_kdf: None) -> None:
    for settings in (
        KdfSettings(65, 1, 1, derive.KDF_TEST_ONLY),
        KdfSettings(64, 2, 1, derive.KDF_TEST_ONLY),
        KdfSettings(64, 1, 1, derive.KDF_ARGON2ID),
    ):
        with pytest.raises(SealBroken):
            settings.check()


@pytest.mark.parametrize("memory", [64, 65_535, 524_289, 1 << 31])
def test_memory_out_of_bounds(memory: int) -> None:
    with pytest.raises(SealBroken):
        KdfSettings(memory_kib=memory).check()


@pytest.mark.parametrize(("iterations", "lanes"), [(0, 1), (1, 1), (11, 1), (255, 1), (3, 0), (3, 5), (3, 255)])
def test_passes_and_lanes_out_of_bounds(iterations: int, lanes: int) -> None:
    with pytest.raises(SealBroken):
        KdfSettings(iterations=iterations, lanes=lanes).check()


@pytest.mark.parametrize("kdf_id", [0, 2, 127, 254, 255])
def test_unknown_kdf(kdf_id: int) -> None:
    with pytest.raises(SealBroken):
        KdfSettings(kdf_id=kdf_id).check()


def test_bounds_themselves_are_accepted_and_the_default_is_what_the_specification_says() -> None:
    KdfSettings(64 * 1024, 2, 1).check()
    KdfSettings(512 * 1024, 10, 4).check()
    assert (DEFAULT.memory_kib, DEFAULT.iterations, DEFAULT.lanes, DEFAULT.kdf_id) == (131_072, 3, 1, 1)


def test_a_real_derivation_with_the_limiter(tmp_path: Path) -> None:
    lock = tmp_path / "store.kdf"
    first = stretch(bytearray(b"x"), SALT, PEPPER, OWNER, CHEAPEST, lock)
    assert first == stretch(bytearray(b"x"), SALT, PEPPER, OWNER, CHEAPEST)
    assert sorted(path.stat().st_mode & 0o777 for path in tmp_path.iterdir()) == [0o600] * 3


def test_the_third_waits_until_one_is_done(tmp_path: Path) -> None:
    lock = tmp_path / "kdf"
    release = [threading.Event() for _ in range(3)]
    entered = [threading.Event() for _ in range(3)]

    def hold(n: int) -> None:
        with derivation_slot(lock):
            entered[n].set()
            release[n].wait(30)

    threads = [threading.Thread(target=hold, args=(n,)) for n in range(3)]
    for n in (0, 1):
        threads[n].start()
        assert entered[n].wait(30)
    threads[2].start()
    assert not entered[2].wait(0.3)
    release[1].set()
    assert entered[2].wait(30)
    assert threads[0].is_alive()
    for event in release:
        event.set()
    for thread in threads:
        thread.join(30)


def test_a_killed_process_gives_its_place_back(tmp_path: Path) -> None:
    lock = tmp_path / "kdf"
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom storage.sealing.derive import derivation_slot\n"
        "with derivation_slot(Path(sys.argv[1]), slots=1):\n    print('in', flush=True)\n    time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(lock)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"in\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait(30)
    child.stdout.close()
    with derivation_slot(lock, slots=1):
        pass
