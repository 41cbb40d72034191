"""Profiles of imports at the desk: those of the firm, one's own, those that come with the program (exchange §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from core import shipped_profiles
from core.entities.entry import Entry
from core.entities.profiles import ImportProfile, LastImport
from core.entities.table import TableHead
from core.problem import N_, ExitCode, Problem
from core.profile import Profile, from_toml, to_toml
from storage.vault.books.imports import LAST_IMPORT, OWN_PROFILE, SHARED_PROFILE
from storage.vault.registers import Register, Stale, Stored
from tui.desk.port_profiles import ProfileLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

E = TypeVar("E", bound=Entry)
NAME_MAX = 60
SHARERS = frozenset(("head", "keeper", "owner"))
"""Roles that keep profiles for everybody."""


class ProfilesDesk:
    """How files of a sort are read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lines(self) -> tuple[ProfileLine, ...]:
        """Every profile: own ones, the firm's, the program's; of one name the first counts."""
        found: dict[str, ProfileLine] = {}
        for where, register in (("own", OWN_PROFILE), ("shared", SHARED_PROFILE)):
            for each in self._kept(register):
                profile = from_toml(each.fields.text)
                line = ProfileLine(each.fields.name, where, profile.kind, profile.about, profile.form)
                found.setdefault(each.fields.name, line)
        for name in shipped_profiles.NAMES:
            profile = shipped_profiles.profile_of(name)
            found.setdefault(name, ProfileLine(name, "program", profile.kind, profile.about, profile.form))
        return tuple(found.values())

    def text(self, name: str) -> str:
        """The text of a profile. Raises Problem (BAD_INPUT) where there is none of that name."""
        for register in (OWN_PROFILE, SHARED_PROFILE):
            for each in self._kept(register):
                if each.fields.name == name:
                    return each.fields.text
        if name in shipped_profiles.NAMES:
            return shipped_profiles.text_of(name)
        raise Problem(N_("There is no profile called {name}: see profiles list."), name=name)

    def profile(self, name: str) -> Profile:
        """The profile of a name. Raises Problem."""
        return from_toml(self.text(name))

    def found_for(self, head: TableHead) -> tuple[str, Profile] | None:
        """The profile a file is of: by the fingerprint of its header, its format, or all the columns it names."""
        for each in (*self._kept(OWN_PROFILE), *self._kept(SHARED_PROFILE)):
            profile = from_toml(each.fields.text)
            if profile.fits(head.form, head.fixed_kind, head.fingerprint, head.columns):
                return each.fields.name, profile
        for name in shipped_profiles.NAMES:
            profile = shipped_profiles.profile_of(name)
            if profile.fits(head.form, head.fixed_kind, head.fingerprint, head.columns):
                return name, profile
        return None

    def saved_for(self, fingerprint: str) -> tuple[str, Profile] | None:
        """The kept profile made from a file with this header."""
        for each in (*self._kept(OWN_PROFILE), *self._kept(SHARED_PROFILE)):
            if fingerprint and each.fields.fingerprint == fingerprint:
                return each.fields.name, from_toml(each.fields.text)
        return None

    def save(self, name: str, text: str, shared: bool) -> str:
        """Keep a profile under a name; one of that name there is replaced. Raises Problem for a text that is none."""
        name = " ".join(name.split())[:NAME_MAX]
        if not name:
            raise Problem(N_("A profile needs a name."))
        profile = from_toml(text)
        session = self._desk.session
        if shared and session.role not in SHARERS:
            raise Problem(
                N_("Profiles for everybody are kept by a head or the keeper: save it for yourself."), ExitCode.REFUSED
            )
        register = SHARED_PROFILE if shared else OWN_PROFILE
        fields = ImportProfile(name=name, fingerprint=profile.fingerprint, text=to_toml(profile))
        there = next((each for each in self._kept(register) if each.fields.name == name), None)
        self._write(register, there, fields)
        return name

    def remember(self, place: str, profile: str) -> None:
        """What this person imported last."""
        there = next(iter(self._desk.session.registers.all(LAST_IMPORT)), None)
        fields = LastImport(place=place[:1000], profile=profile)
        if there is None or (there.fields.place, there.fields.profile) != (fields.place, fields.profile):
            self._write(LAST_IMPORT, there, fields)

    def last(self) -> LastImport | None:
        """What this person imported last."""
        found = self._desk.session.registers.all(LAST_IMPORT)
        return found[0].fields if found else None

    def _kept(self, register: Register[ImportProfile]) -> list[Stored[ImportProfile]]:
        return [each for each in self._desk.session.registers.all(register) if not each.fields.removed]

    def _write(self, register: Register[E], there: Stored[E] | None, fields: E) -> None:
        session = self._desk.session
        firm = register is SHARED_PROFILE
        space = session.entered.firm.firm_id if firm else session.entered.identity.person_id
        try:
            with session.registers.writing(details={"kind": register.name}) as writing:
                if there is None:
                    session.registers.add(writing, register, space, fields)
                else:
                    own = {name: getattr(there.fields, name) for name in ("id", "by", "at_us")}
                    session.registers.change(writing, register, there, msgspec.structs.replace(fields, **own))
        except Stale:
            raise Problem(
                N_("Somebody has changed this meanwhile: look at it again, then save."), ExitCode.REFUSED
            ) from None
