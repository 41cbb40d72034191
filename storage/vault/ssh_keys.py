"""Facet of SSH keys: who comes in with which key, and the lines sshd reads (spec/security R1, R6)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.ssh_keys import COMMANDS, MAY_STATE, SshKey, encode_key, public_key
from storage.vault.door import Entered
from storage.vault.ssh_door import keys_in_force

_LAUNCHER = re.compile(r"[A-Za-z0-9/._+=:-]+( [A-Za-z0-9/._+=:-]+)*")
"""What may stand in front of the options in `command="…"`: nothing that sshd or a shell would read otherwise."""


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key in force with the login of its person."""

    login: str
    key: SshKey


class SshKeys:
    """What an admin does with SSH keys."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def listed(self) -> list[HeldKey]:
        """Keys in force, by login and fingerprint."""
        logins = {each.statement.person: each.statement.login for each in self._entered.premises.staff().values()}
        found = [HeldKey(logins[key.person], key) for key in keys_in_force(self._entered.premises)]
        return sorted(found, key=lambda each: (each.login, each.key.fingerprint))

    def add(self, login: str, text: str, command: str = COMMANDS[0]) -> SshKey:
        """State a key for a colleague. Raises Problem: REFUSED (role), BAD_INPUT (login, key, command, a duplicate)."""
        person = self._person(login)
        try:
            kind, blob = public_key(text)
            key = SshKey(person, command, kind, blob)
            details = encode_key(key)
        except ValueError:
            raise Problem(
                N_("This is not one public SSH key (ed25519, ecdsa, or rsa of 3072 bits and more): give a .pub file.")
            ) from None
        self._demand()
        if any(each.blob == blob for each in keys_in_force(self._entered.premises)):
            raise Problem(N_("This key lets somebody in already: everybody needs a key of his own."))
        with self._entered.gate.transaction() as step:
            step.append(Kind.SSH_KEY_ADDED, details=details)
        return key

    def remove(self, login: str, fingerprint: str) -> SshKey:
        """Take a key away. Raises Problem: REFUSED (role), BAD_INPUT for a key he does not have."""
        self._demand()
        for each in self.listed():
            if each.login == login and each.key.told() == fingerprint:
                with self._entered.gate.transaction() as step:
                    step.append(Kind.SSH_KEY_REMOVED, details=encode_key(each.key))
                return each.key
        raise Problem(N_("{login} has no key with this fingerprint: see ssh list."), login=login)

    def lines(self, launcher: str) -> list[str]:
        """The key file of sshd: one line a key, nothing but the launcher behind each of them.

        Raises Problem: REFUSED (role), BAD_INPUT for a launcher that could be read as something else.
        """
        self._demand()
        if not _LAUNCHER.fullmatch(launcher):
            raise Problem(N_("The path of the launcher may hold letters, digits and / . _ - only."))
        found = []
        for each in self.listed():
            key = each.key
            rights = "restrict" if key.command == "witness" else "restrict,pty"
            words = f"{launcher} --user {key.person.hex()} --command {key.command}"
            found.append(f'{rights},command="{words}" {key.kind} {base64.b64encode(key.blob).decode()}')
        return found

    def _person(self, login: str) -> bytes:
        for each in self._entered.premises.staff().values():
            if each.statement.login == login and each.statement.state == "active":
                return each.statement.person
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)

    def _demand(self) -> None:
        if self._entered.me.statement.role not in MAY_STATE:
            raise Problem(N_("SSH keys are the admin's and the owner's: ask one of them."), ExitCode.REFUSED)
