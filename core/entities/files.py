"""Files kept in a dossier: what is known of one, and its content apart (U13, S03.114)."""

from __future__ import annotations

from core.entities.entry import Entry


class FileNote(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """One attached file. Its content is a record of its own, opened when somebody looks at it."""

    name: str
    """As it was called, without folders and control characters."""
    kind: str
    """By its content: one of `core.files.kinds.KINDS`."""
    size: int
    """Bytes."""
    sha256: bytes = b""
    content: bytes = b""
    """Handle of the content; empty: destroyed, the note alone stays."""
    text: str = ""
    """What it is, in a few words."""
    person: bytes = b""
    """Handle of the contact person it is about; an erasure of him takes it along."""
    contract: bytes = b""
    """Handle of the contract it is the paper of (S03.114)."""


class FileContent(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """The bytes of one file; written once and never changed."""

    data: bytes
    person: bytes = b""
    """As in its note, so that both go together."""
