"""The closed catalogue of what the log can say. Numbers are frozen on disk; gaps leave room inside each group."""

from __future__ import annotations

import enum

from storage.audit.verifier import STORE_KINDS as _STORE_KINDS


class KindClass(enum.IntEnum):
    """Who may read the details of an entry (spec/store §6)."""

    PUBLIC = 0
    """In clear: needed to check the log without any key."""
    ADMIN = 1
    """Sealed to admin, auditor and owner."""
    READING = 2
    """Sealed to the auditor."""


class Budget(enum.IntEnum):
    """What an entry counts for (spec/security §4, spec/store §7)."""

    NONE = 0
    DOSSIERS = 1
    REVEALS = 2
    PROBES = 3
    LOOKUPS = 4
    EXPORTS = 5


class Kind(enum.IntEnum):
    """What happened."""

    STORE_CREATED = 1
    ROSTER_ADDED = 2
    ROSTER_CHANGED = 3
    GRANT_GIVEN = 4
    GRANT_REMOVED = 5
    CHECKPOINT = 6
    """Details: a note of this log with the cosignature of a witness."""
    PORTFOLIO_CREATED = 7
    ROTATION = 8
    RECOVERY_SET = 9
    """Details: the recovery blob of `storage.keys.recovery`."""
    AUDIT_KEYS = 10
    """Details: epoch, public keys of the reading and of the admin class."""
    BUDGET_SET = 11
    """Subject: the person. Details: his reading budgets in per cent of the rule, until when (microseconds, 0 open)."""
    IDENTITY_SET = 12
    """Subject: the person. Details: the person, SHA-256 of his sealed private keys; no older blob opens."""
    RESTORED = 15
    """A backup became the store: details of `storage.audit.restored`, signed by two people."""
    SSH_KEY_ADDED = 16
    """Details: person, command, the public key as sshd wants it."""
    SSH_KEY_REMOVED = 17
    """Details: person, command, the public key."""

    SESSION_START = 20
    SESSION_END = 21
    SESSION_LOST = 22
    """A session without an end entry, closed by the next process."""
    LOCKED = 23
    UNLOCKED = 24
    CLOCK_JUMP = 25
    """The clock went back or ahead by itself (R25); details: the time that was expected, 8 bytes. By the log itself."""
    LOGIN_FAILED = 26

    WITNESS_SET = 30
    """Details: public key of the witness, its name, `in` or `out`. An owner or auditor states it."""
    CONTRADICTION = 31
    """The log is not what somebody has seen before; details: kind of evidence, size, root."""
    SETTLED = 32
    """An owner or auditor goes on in spite of a contradiction; details: the reason. Earlier evidence is void."""
    SEGMENT_CLOSED = 33
    """A part of the log was archived; details: first number, number behind the last, SHA-256 of the file."""
    LOG_READ = 34
    """Somebody opened the details of what colleagues read."""

    PASSPHRASE_CHANGED = 100
    RULE_CHANGED = 101
    BACKUP = 102
    BREAK_GLASS = 150
    """Two holders of recovery open named portfolios for some hours; details: who, the reason, the portfolios, until."""
    BREAK_GLASS_CLOSED = 151
    RECOVERY_USED = 152
    """Two holders gave a colleague keys again; details: whose and the reason."""
    OFFBOARDED = 153
    """Subject: the person. Details: digest of the certificate and when each half was done."""
    EXPOSURE_READ = 154
    """Somebody had it counted what a colleague has read; details: whose."""

    PORTFOLIO_OPEN = 200
    DOSSIER_READ = 201
    CLIENT_LISTED = 202
    REVEAL = 203
    COPY = 204
    SEARCH_IDENTIFIER = 205
    PROBE = 206
    EXPORT = 207
    """An export was made; its subject, like that of the three about its way there, is the export's own id."""
    FIRM_FIGURES = 208
    REFUSED = 209
    EXPORT_REQUESTED = 210
    EXPORT_APPROVED = 211
    EXPORT_REFUSED = 212
    CANARY_TRACED = 213

    WRITE = 300
    IMPORT_PLANNED = 301
    IMPORT_COMMITTED = 302
    IMPORT_UNDONE = 303
    MERGE = 304
    ERASE = 305
    CLIENT_MOVED = 306
    CLIENT_REMOVED = 307
    """A client was hidden; one entry for each."""
    CLIENT_RESTORED = 308
    CLIENT_NOTED = 309
    """The key of a client's dossier was taken to write into it: nothing of it was shown."""
    CLIENT_LENT = 320
    """A colleague gets, or loses, the keys of this one client; details: whose, which parts, until when."""

    @property
    def kind_class(self) -> KindClass:
        """Who may read the details."""
        if self < 100:
            return KindClass.PUBLIC
        return KindClass.ADMIN if self < 200 else KindClass.READING

    @property
    def budget(self) -> Budget:
        """Which budget of the actor an entry of this kind uses up."""
        return _BUDGETS.get(self, Budget.NONE)


STORE_SIGNED = frozenset(Kind(number) for number in _STORE_KINDS)
"""Kinds the store's own key may sign, with `entry.STORE_ACTOR` as the actor."""

_BUDGETS = {
    Kind.DOSSIER_READ: Budget.DOSSIERS,
    Kind.REVEAL: Budget.REVEALS,
    Kind.PROBE: Budget.PROBES,
    Kind.SEARCH_IDENTIFIER: Budget.LOOKUPS,
    Kind.EXPORT: Budget.EXPORTS,
}
