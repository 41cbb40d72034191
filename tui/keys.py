"""Keys of both keyboard layouts, in one place (spec/terminal §3.6).

A person who types Russian names all day has the Russian layout on. Each letter key of a command is bound together
with the character the same physical key gives on the other layout; the footer names only the first.
"""

from __future__ import annotations

from typing import Final

_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбю.ё"
_LATIN_SHIFT: Final = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?~'
_RUSSIAN_SHIFT: Final = "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё"

TO_RUSSIAN: Final = dict(zip(_LATIN + _LATIN_SHIFT, _RUSSIAN + _RUSSIAN_SHIFT, strict=True))
"""Character on the Latin layout → character of the same physical key on the Russian one."""

NAMES: Final = {
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    "/": "slash",
    "?": "question_mark",
    ".": "full_stop",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "'": "apostrophe",
    '"': "quotation_mark",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "`": "grave_accent",
    "~": "tilde",
    " ": "space",
}
"""Character → the name Textual gives its key; letters and digits are their own names."""

_CHARACTERS: Final = {name: char for char, name in NAMES.items()}
_SHOWN: Final = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "backspace": "Backspace",
    "insert": "Ins",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "alt+up": "Alt+↑",
    "alt+down": "Alt+↓",
}


def twin(key: str) -> str | None:
    """Name of the key that the same physical key gives on the Russian layout; None when it has none of its own.

    `ctrl+letter` has a twin too: a terminal with the kitty protocol sends `ctrl+ы` where others send a layout-free
    control byte.
    """
    prefix, _, name = key.rpartition("+") if key != "+" else ("", "", key)
    other = TO_RUSSIAN.get(_CHARACTERS.get(name, name))
    if other is None:
        return None
    other = NAMES.get(other, other)
    return f"{prefix}+{other}" if prefix else other


def with_twins(*keys: str) -> str:
    """The keys with their twins as Textual's comma-separated list, first key first, no key twice."""
    found: dict[str, None] = {}
    for key in keys:
        found.setdefault(key)
    for key in keys:
        other = twin(key)
        if other is not None:
            found.setdefault(other)
    return ",".join(found)


def shown(key: str) -> str:
    """How the footer and the help write a key: `F1`, `/`, `Esc`, `Ctrl+L`."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key in _CHARACTERS:
        return _CHARACTERS[key]
    if len(key) in (2, 3) and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key


def both(key: str) -> str:
    """A key as the help prints it: with its twin, `[ (х)`; letters that look alike are still named twice."""
    other = twin(key)
    return shown(key) if other is None else f"{shown(key)} ({shown(other)})"
