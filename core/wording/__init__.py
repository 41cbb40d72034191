"""Every word a person reads: catalogues, and the few functions that look a sentence up.

One process serves one person, so the language is a setting of the process: Russian until `set_language`
says otherwise. Nothing is read before the first look-up, and importing this package costs only `gettext`.
"""

from __future__ import annotations

import contextlib
import string
from collections.abc import Iterator, Mapping, Sequence
from gettext import NullTranslations
from typing import Any, Literal, get_args

from core.problem import N_, Problem
from core.wording.catalogue import open_catalogue

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "ru"

_opened: dict[Language, NullTranslations] = {}
_language: Language = DEFAULT_LANGUAGE


def set_language(language: Language) -> None:
    """Choose the language of everything said from now on. Raises ValueError for an unknown one."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"unknown language: {language!r}")
    _language = language


def language() -> Language:
    """The language things are said in now."""
    return _language


@contextlib.contextmanager
def in_language(chosen: Language) -> Iterator[None]:
    """Say what is inside the block in another language (a letter to a foreign client, a test)."""
    before = _language
    set_language(chosen)
    try:
        yield
    finally:
        set_language(before)


def _catalogue() -> NullTranslations:
    found = _opened.get(_language)
    if found is None:
        found = _opened[_language] = open_catalogue(_language)
    return found


def gettext(message: str) -> str:
    """The sentence in the reader's language; the English one when the catalogue lacks it."""
    return _catalogue().gettext(message)


_ = gettext


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form that fits the count `n` (Russian has three: 1, 2–4, 5–20). `n` is not filled in."""
    return _catalogue().ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Like `gettext` where one English word needs several Russian ones; `context` tells them apart."""
    return _catalogue().pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, n: int) -> str:
    """`ngettext` with a context."""
    return _catalogue().npgettext(context, singular, plural, n)


def P_(context: str, message: str) -> str:  # noqa: N802, ARG001  (a name the extractor looks for, as N_)
    """Mark a string with a context for the catalogues without translating it here."""
    return message


class _Filler(string.Formatter):
    """Fills placeholders the way the reader writes numbers, dates and money.

    An explicit format such as `{x:.3f}` is obeyed as it stands.
    """

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec:
            return str(format(value, format_spec))
        from core.wording.values import spoken

        return spoken(value)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002
        # Attribute and item look-ups would let a catalogue reach into objects: names only.
        return kwargs[field_name], field_name


_filler = _Filler()


def fill(sentence: str, **facts: object) -> str:
    """Put facts into a translated sentence: numbers grouped, dates and money as the language has them.

    Raises KeyError when the sentence names a fact that is not given.
    """
    return _filler.vformat(sentence, (), facts)


def say(problem: Problem) -> str:
    """What a problem says to the reader, in one sentence. Never raises: it runs while something is already wrong."""
    sentence = gettext(problem.msgid)
    if not problem.facts:
        return sentence
    try:
        return fill(sentence, **problem.facts)
    except (KeyError, IndexError, ValueError):
        return sentence


__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "P_",
    "Language",
    "Problem",
    "_",
    "fill",
    "gettext",
    "in_language",
    "language",
    "ngettext",
    "npgettext",
    "pgettext",
    "say",
    "set_language",
]
