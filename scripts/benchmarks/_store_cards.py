"""A head of sales opens every card of the firm, against the two AES-GCM calls a card needs at the least."""

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

HEAD = "head"
BODY = 512 - 36
"""Bytes inside the seal of a padded card of ordinary length."""


def measure(report: Report, folder: Path, runs: int, clients: int) -> None:
    """Login of the head (all cards checked against the log and decoded) beside raw decryption of as many blobs."""
    store = card_store(folder / "firm.store", clients)
    with session_of(store) as owner:
        owner.people.add(NewPerson(HEAD, "Head", "head", secret()), DEMO_SETTINGS)
    raw = _Raw(clients)
    with session_of(store, HEAD) as head:

        def ours() -> float:
            gc.collect()
            start = time.perf_counter()
            found = len(head.clients.lines().ids)
            taken = time.perf_counter() - start
            if found != clients:
                raise RuntimeError("not every card was opened")
            return taken

        own, theirs = alternating(runs, ours, raw.seconds)
    count = f"{clients:,}".replace(",", " ")
    report.figure(
        f"head opens {count} cards / two raw AES-GCM calls each",
        ratio(own, theirs),
        " ×",
        f"ours {spread(own)}, raw {spread(theirs)}",
    )


class _Raw:
    """One key unwrapped and one card decrypted, as often as there are clients."""

    def __init__(self, clients: int) -> None:
        self._clients = clients
        self._key = os.urandom(32)
        raw, self._nonce = os.urandom(32), bytes(12)
        self._wrap = AESGCM(self._key).encrypt(self._nonce, raw, b"context")
        self._blob = AESGCM(raw).encrypt(self._nonce, bytes(BODY), b"place")

    def seconds(self) -> float:
        gc.collect()
        outer = AESGCM(self._key).decrypt
        start = time.perf_counter()
        for _ in range(self._clients):
            AESGCM(outer(self._nonce, self._wrap, b"context")).decrypt(self._nonce, self._blob, b"place")
        return time.perf_counter() - start
