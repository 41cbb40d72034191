"""A colleague leaves: full rotation of his portfolio and the whole offboarding, beside the raw cryptography of it."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scripts.benchmarks._report import Report, alternating, ratio, spread
from scripts.benchmarks._stores import card_store, secret, session_of
from storage.vault.people import NewPerson
from storage.vault.strength import DEMO_SETTINGS

HEAD, LEAVER, HEIR = "head", "leaver", "heir"
PARTS = 5
BODY = 512 - 36
"""Bytes inside the seal of a padded card of ordinary length."""


def measure(report: Report, folder: Path, runs: int, clients: int) -> None:
    """Every client under new keys on disk, beside unwrapping, drawing, wrapping and re-sealing alone in memory."""
    store = card_store(folder / "firm.store", clients)
    with session_of(store) as owner:
        for login, role in ((HEAD, "head"), (LEAVER, "manager"), (HEIR, "manager")):
            owner.people.add(NewPerson(login, login, role, secret()), DEMO_SETTINGS)  # type: ignore[arg-type]
        home = next(each for each in owner.grants.portfolios() if each.clients == clients).id
        owner.grants.hand_over(home, LEAVER)
    raw = _Raw(clients)
    with session_of(store, HEAD) as head:

        def ours() -> float:
            gc.collect()
            start = time.perf_counter()
            if head.rotation.rotate(home) != clients:
                raise RuntimeError("not every client was turned")
            return time.perf_counter() - start

        own, theirs = alternating(runs, ours, raw.seconds)
        gc.collect()
        start = time.perf_counter()
        done = head.leaving.offboard(LEAVER, HEIR)
        whole = time.perf_counter() - start
    if done.missing or done.certificate is None:
        raise RuntimeError("the offboarding was not finished")
    count = f"{clients:,}".replace(",", " ")
    report.figure(
        f"full rotation of {count} clients on disk / the cryptography of it in memory",
        ratio(own, theirs),
        " ×",
        f"ours {spread(own)}, raw {spread(theirs)}",
    )
    report.figure(
        f"offboarding with {count} clients (rotation, firm key, blind index, certificate) / one rotation",
        whole / sorted(own)[len(own) // 2],
        " ×",
        f"whole {whole:.1f} s",
    )


class _Raw:
    """For every client: five keys unwrapped, drawn and wrapped; one card opened and sealed."""

    def __init__(self, clients: int) -> None:
        self._clients = clients
        self._old, self._new = os.urandom(32), os.urandom(32)
        self._nonce, raw = bytes(12), os.urandom(32)
        self._wrap = AESGCM(self._old).encrypt(self._nonce, raw, b"context")
        self._blob = AESGCM(raw).encrypt(self._nonce, bytes(BODY), b"place")

    def seconds(self) -> float:
        gc.collect()
        opening, wrapping = AESGCM(self._old).decrypt, AESGCM(self._new).encrypt
        start = time.perf_counter()
        for _ in range(self._clients):
            for _part in range(PARTS):
                raw = opening(self._nonce, self._wrap, b"context")
                fresh = os.urandom(32)
                wrapping(os.urandom(12), fresh, b"context")
            body = AESGCM(raw).decrypt(self._nonce, self._blob, b"place")
            AESGCM(fresh).encrypt(os.urandom(12), body, b"place")
        return time.perf_counter() - start
