"""Keys of colleagues as this person first saw them: a swapped key is noticed at the next grant (spec/security §3.3)."""

from __future__ import annotations

import msgspec

from core.problem import N_, ExitCode, Problem
from storage.audit.roster import Statement
from storage.keys.fingerprint import fingerprint, key_digest, same_words
from storage.records.bodies import Kind as RecordKind
from storage.vault.door import Entered
from storage.vault.own_space import OwnSpace
from storage.vault.writing import Writing


class PinNote(msgspec.Struct, frozen=True):
    """Digest of both public keys by person."""

    keys: dict[bytes, bytes]


PINS = RecordKind("pins", 1, PinNote)


class Pins:
    """The pins of one person, in his own space."""

    def __init__(self, entered: Entered) -> None:
        self._own = OwnSpace(entered)

    def known(self, person: bytes) -> bytes | None:
        """The pinned digest of a colleague's keys, None before the first grant."""
        found = self._own.all(PINS)
        return found[0][2].keys.get(person) if found else None

    def pin(self, writing: Writing, statement: Statement) -> None:
        """Remember the keys of a colleague, within a transaction."""
        found = self._own.all(PINS, writing.connection)
        keys = found[0][2].keys if found else {}
        mark = key_digest(statement.agreement_key, statement.signing_key)
        if keys.get(statement.person) != mark:
            self._own.put(writing, PINS, PinNote({**keys, statement.person: mark}))

    def demand(self, statement: Statement, confirmed: str) -> None:
        """Raise Problem (REFUSED) when a colleague's keys are not the pinned ones and nobody compared the new words.

        `confirmed`: the words as the colleague read them aloud, empty where nobody asked him.
        """
        words = fingerprint(statement.agreement_key, statement.signing_key)
        if confirmed:
            if not same_words(confirmed, words):
                raise Problem(
                    N_("These are not the words of {login}'s keys: give nothing before you have cleared why."),
                    ExitCode.REFUSED,
                    login=statement.login,
                )
            return
        pinned = self.known(statement.person)
        if pinned is not None and pinned != key_digest(statement.agreement_key, statement.signing_key):
            raise Problem(
                N_(
                    "The keys of {login} are not the ones you knew: compare the words with him by voice, then give "
                    "them with --fingerprint."
                ),
                ExitCode.REFUSED,
                login=statement.login,
            )
