"""Profiles of imports kept in the store, and where the last import came from (spec/exchange §3 Profiles)."""

from __future__ import annotations

from core.entities.entry import Entry


class ImportProfile(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """How files of one sort are read, as a text a person can edit. Shared: kept by the firm; else by a colleague."""

    name: str
    fingerprint: str = ""
    """Of the header it was made from: a file with the same header is read by it without asking."""
    text: str = ""
    """TOML."""


class LastImport(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What a colleague imported last: offered as "as last time"."""

    place: str
    """Path as it was typed, or the file's name in the inbox."""
    profile: str = ""
