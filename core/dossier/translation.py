"""The dictionary of questionnaires: Russian phrases and words into English and French (S03.68, S03.69)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from core.dossier.transliteration import has_cyrillic, in_letters
from core.entities.people import cleaned
from core.entities.questionnaires import DictionaryEntry, FormLanguage, Way
from core.problem import N_, Problem

WORD_MAX = 120
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST: Final = 8
"""Words of the longest phrase that is looked for."""


class Translated(msgspec.Struct, frozen=True):
    """A text in the language of a form. `unknown`: Russian words the dictionary lacks, in order, each once."""

    text: str
    unknown: tuple[str, ...] = ()


class Lexicon:
    """Entries ready to be looked up; a later entry of the same Russian phrase stands in for an earlier one."""

    def __init__(self, entries: Iterable[DictionaryEntry]) -> None:
        self._known: dict[str, DictionaryEntry] = {}
        for each in entries:
            if not each.removed:
                self._known[folded(each.ru)] = each

    def find(self, phrase: str, language: FormLanguage) -> str:
        """The equivalent of a phrase, in the case of its letters; empty where there is none."""
        entry = self._known.get(folded(phrase))
        found = "" if entry is None else entry.en if language == "en" else entry.fr
        return _cased(found, phrase)

    def translate(self, text: str, language: FormLanguage) -> Translated:
        """The whole text, else its longest known phrases; unknown Russian words stay as they are and are named."""
        whole = self.find(text, language)
        if whole:
            return Translated(whole)
        words = list(_WORD.finditer(text))
        parts: list[str] = []
        unknown: dict[str, None] = {}
        at = end = 0
        while at < len(words):
            size, told = self._longest(text, words, at, language)
            first, last = words[at], words[at + size - 1]
            parts.append(text[end : first.start()])
            parts.append(told or first.group())
            if not told and has_cyrillic(first.group()) and not _LATIN.search(first.group()):
                unknown.setdefault(first.group())
            end = last.end()
            at += size
        return Translated("".join([*parts, text[end:]]), tuple(unknown))

    def _longest(self, text: str, words: list[re.Match[str]], at: int, language: FormLanguage) -> tuple[int, str]:
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            told = self.find(text[words[at].start() : words[at + size - 1].end()], language)
            if told:
                return size, told
        return 1, ""


def translated(text: str, way: Way, language: FormLanguage, scheme: str, lexicon: Lexicon) -> Translated:
    """What stands in the second column for a typed text: changed only where it is Russian and the form is not."""
    if language == "ru" or way == "none" or not has_cyrillic(text):
        return Translated(text)
    if way == "letters":
        return Translated(in_letters(text, scheme))
    return lexicon.translate(text, language)


def checked_entry(entry: DictionaryEntry) -> DictionaryEntry:
    """An entry fit for the dictionary. Raises Problem (BAD_INPUT) with one sentence."""
    told = {name: cleaned(getattr(entry, name)) for name in ("ru", "en", "fr")}
    if not told["ru"] or not (told["en"] or told["fr"]):
        raise Problem(N_("A word of the dictionary needs its Russian form and an equivalent in English or French."))
    if max(map(len, told.values())) > WORD_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=WORD_MAX)
    if _LATIN.search(told["ru"]):
        raise Problem(N_("The Russian word has Latin letters in it: type it anew on the Russian layout."))
    if has_cyrillic(told["en"] + told["fr"]):
        raise Problem(N_("An English or French word has Russian letters in it: type it anew on the Latin layout."))
    return msgspec.structs.replace(entry, **told)


def folded(text: str) -> str:
    """How phrases are compared: case, ё and blanks make no difference."""
    return " ".join(text.casefold().replace("ё", "е").split())


def _cased(found: str, phrase: str) -> str:
    if not found:
        return ""
    if len(phrase) > 1 and phrase.isupper():
        return found.upper()
    return found[:1].upper() + found[1:] if phrase[:1].isupper() else found
