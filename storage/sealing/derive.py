"""Keys from keys (HKDF-Expand, RFC 5869) and a key from a passphrase (Argon2id, RFC 9106)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.sealing.envelope import KEY_SIZE
from storage.sealing.secret import SealBroken

SALT_SIZE = 16
PEPPER_SIZE = 32
KDF_ARGON2ID = 1
KDF_TEST_ONLY = 255
"""Argon2id so cheap that it protects nothing. Refused unless TEST_KDF_ALLOWED."""
TEST_KDF_ALLOWED = False
"""Set to True by the test suite alone; the program never assigns it (a test looks)."""

MEMORY_KIB = (64 * 1024, 512 * 1024)
ITERATIONS = (2, 10)
LANES = (1, 4)
"""Accepted when reading, both ends included: below is a downgrade, above denies service (spec/security §3.1)."""

DERIVATIONS_AT_ONCE = 2
"""Each takes 128 MiB and a core; a dozen people coming in at nine must not bring the machine down."""
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class KdfSettings:
    """Cost of one derivation: memory in KiB, passes, lanes."""

    memory_kib: int = 128 * 1024
    iterations: int = 3
    lanes: int = 1
    kdf_id: int = KDF_ARGON2ID

    def check(self) -> None:
        """Raise SealBroken unless the program accepts these settings."""
        if self.kdf_id == KDF_TEST_ONLY and TEST_KDF_ALLOWED:
            accepted = self == TEST_ONLY
        else:
            accepted = (
                self.kdf_id == KDF_ARGON2ID
                and MEMORY_KIB[0] <= self.memory_kib <= MEMORY_KIB[1]
                and ITERATIONS[0] <= self.iterations <= ITERATIONS[1]
                and LANES[0] <= self.lanes <= LANES[1]
            )
        if not accepted:
            raise SealBroken


DEFAULT = KdfSettings()
TEST_ONLY = KdfSettings(memory_kib=64, iterations=1, lanes=1, kdf_id=KDF_TEST_ONLY)


def expand(key: bytes | bytearray, label: bytes) -> bytes:
    """HKDF-Expand with SHA-256: the 32-byte sub-key of `key` named `label`."""
    if len(key) != KEY_SIZE:
        raise ValueError("a key has 32 bytes")
    return HKDFExpand(SHA256(), KEY_SIZE, label).derive(key)


def expand_wipeable(key: bytes | bytearray, label: bytes) -> bytearray:
    """Same as `expand`, into a buffer the caller wipes."""
    if len(key) != KEY_SIZE:
        raise ValueError("a key has 32 bytes")
    out = bytearray(KEY_SIZE)
    HKDFExpand(SHA256(), KEY_SIZE, label).derive_into(key, out)
    return out


def stretch(
    passphrase: bytearray,
    salt: bytes,
    pepper: bytes,
    associated: bytes,
    settings: KdfSettings,
    lock_path: Path | None = None,
) -> bytearray:
    """The key-encryption key of a passphrase: Argon2id with the pepper as `secret` and `associated` as `ad`.

    32 bytes in a buffer the caller wipes. With `lock_path` at most two derivations run at once over all processes
    that name the same path. Raises SealBroken when the settings are out of bounds.
    """
    settings.check()
    if len(salt) != SALT_SIZE or len(pepper) != PEPPER_SIZE:
        raise SealBroken
    key = bytearray(KEY_SIZE)
    with derivation_slot(lock_path) if lock_path is not None else contextlib.nullcontext():
        Argon2id(
            salt=salt,
            length=KEY_SIZE,
            iterations=settings.iterations,
            lanes=settings.lanes,
            memory_cost=settings.memory_kib,
            ad=associated,
            secret=pepper,
        ).derive_into(passphrase, key)  # type: ignore[arg-type]  # the stub says bytes, the call takes any buffer
    return key


@contextlib.contextmanager
def derivation_slot(lock_path: Path, slots: int = DERIVATIONS_AT_ONCE) -> Iterator[None]:
    """Hold one of `slots` places, waiting in line for it. The kernel frees the place of a killed process.

    The line itself is a lock: whoever holds it polls for a free place, everybody else sleeps in the kernel.
    """
    with contextlib.ExitStack() as stack:
        places = [_lock_file(stack, lock_path, str(n)) for n in range(slots)]
        with contextlib.ExitStack() as line:
            fcntl.flock(_lock_file(line, lock_path, "line"), fcntl.LOCK_EX)
            while not any(_take(place) for place in places):
                time.sleep(_POLL_SECONDS)
        yield


def _lock_file(stack: contextlib.ExitStack, lock_path: Path, suffix: str) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(lock_path.with_name(f"{lock_path.name}.{suffix}"), flags, 0o600)
    stack.callback(os.close, descriptor)
    return descriptor


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
