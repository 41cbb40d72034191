"""Passphrases of the stage, without the stage: its module loads more than a session does."""

from __future__ import annotations


def secret_of(login: str) -> bytearray:
    """The same words as `tests.vault.stage.secret_of`; a test holds the two together."""
    return bytearray(f"{login}: семь синих окон на крыше".encode())
