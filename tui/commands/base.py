"""A command: one class per thing a person can do.

Its key on both layouts, footer text, palette entry, help row, who may and how it is taken back all come from the
class, so they cannot disagree. A screen lists the commands it offers; the work itself is the method of the screen
that `verb` names.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tui.keys import both, shown, with_twins
from tui.text import gettext, pgettext

if TYPE_CHECKING:
    from core.entities.vocabulary import Role
    from tui.screens.base import WorkScreen

FOOTER_CONTEXT = "footer, at most 9 letters"
EVERYONE: frozenset[Role] = frozenset(("manager", "head", "keeper", "admin", "auditor", "owner"))
WRITERS: frozenset[Role] = frozenset(("manager", "head", "keeper", "owner"))


class Command:
    """Base of all commands."""

    key: ClassVar[str] = ""
    """Textual's name of the first key; empty: from the palette only."""
    more_keys: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[str] = ""
    """msgid: palette entry and help row."""
    help: ClassVar[str] = ""
    """msgid: one sentence, what happens."""
    footer: ClassVar[str] = ""
    """msgid in FOOTER_CONTEXT, at most 9 letters in Russian; empty: not in the footer."""
    verb: ClassVar[str] = ""
    """Method of the screen that does it."""
    roles: ClassVar[frozenset[Role]] = EVERYONE
    undo: ClassVar[str] = ""
    """msgid: how it is taken back; empty: it changes nothing."""
    in_palette: ClassVar[bool] = True
    source: ClassVar[str] = ""
    """Row of the requirements, for the help."""

    @classmethod
    def name(cls) -> str:
        return cls.__name__

    @classmethod
    def all_keys(cls) -> tuple[str, ...]:
        return (cls.key, *cls.more_keys) if cls.key else ()

    @classmethod
    def binding(cls) -> Binding | None:
        """The binding with the twins of the other layout; its id is the class name, so a keymap can move it."""
        if not cls.all_keys():
            return None
        return Binding(
            with_twins(*cls.all_keys()), f"command('{cls.name()}')", cls.title, show=False, id=f"command.{cls.name()}"
        )

    @classmethod
    def able(cls, screen: WorkScreen) -> bool:
        """Whether this person may do it on this screen as it stands now."""
        return screen.role in cls.roles and hasattr(screen, cls.verb) and screen.can(cls.verb)

    @classmethod
    async def run(cls, screen: WorkScreen) -> None:
        """Do it."""
        outcome = getattr(screen, cls.verb)()
        if inspect.isawaitable(outcome):
            await outcome

    @classmethod
    def footer_text(cls) -> str:
        return pgettext(FOOTER_CONTEXT, cls.footer) if cls.footer else ""

    @classmethod
    def key_text(cls) -> str:
        """The first key as people write it."""
        return shown(cls.key) if cls.key else ""

    @classmethod
    def keys_text(cls) -> str:
        """All keys with their twins, for the help."""
        return "  ".join(map(both, cls.all_keys()))

    @classmethod
    def title_text(cls) -> str:
        return gettext(cls.title)


def bindings_of(commands: Iterable[type[Command]]) -> list[Binding]:
    return [binding for command in commands if (binding := command.binding()) is not None]
