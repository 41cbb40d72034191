"""`ssh add|remove|list|keys` and `plain`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]
WORDS = ("workstation", "plain", "witness")


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    ssh = command("ssh", _("SSH keys of colleagues"))
    inner = ssh.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(ssh))
    put = command("add", _("let a colleague in with a key"), inner)
    put.add_argument("login", metavar="LOGIN")
    put.add_argument("file", metavar="FILE", help=_("public key, a .pub file"))
    put.add_argument("--command", dest="opens", choices=WORDS, default=WORDS[0], help=_("what the key opens"))
    drop = command("remove", _("take a key away"), inner)
    drop.add_argument("login", metavar="LOGIN")
    drop.add_argument("fingerprint", metavar="SHA256:…")
    command("list", _("keys in force"), inner)
    keys = command("keys", _("write the key file of sshd from the roster"), inner)
    keys.add_argument("-o", "--output", metavar="FILE", help=_("file to replace; default: the answer"))
    keys.add_argument("--launcher", metavar="WORDS", help=_("what starts the launcher; default: this program's own"))
    command("plain", _("the commands at a prompt, after one login: for screen readers"))
