"""Queries as people type them: a target of a made base, what was typed, and every entry that is as good an answer."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Final, NamedTuple

from core.sample.words import latin
from tests.identity.made_base import Made, MadeBase

_ITSUKEN: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"
_QWERTY: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_ROWS: Final = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SCHEMES: Final = (  # ICAO, BGN, ГОСТ 7.79 B, the habit of the web, ISO 9
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y ' e iu ia",
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya",
    "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y ` e` yu ya",
    "a b v g d e jo zh z i j k l m n o p r s t u f h c ch sh sch - y - e ju ja",
    "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ - y - è û â",
)
_BACK: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", [*"абкдефгхи", "дж", *"клмнопкрстувв", "кс", *"из"], strict=True))
_BACK_PAIRS: Final = (("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("ck", "к"), ("th", "т"), ("ee", "и"), ("qu", "кв"))
_HEARD: Final = str.maketrans("оеёдбгзвяы", "аиитпксфеи")
_ALIKE: Final = str.maketrans("аеосрх", "aeocpx")


class Asked(NamedTuple):
    """`kind` is the class of noise."""

    kind: str
    query: str
    accept: frozenset[int]


def words_of(text: str) -> list[str]:
    """Small-letter words of a name."""
    return re.findall(r"\w+", text.lower())


class _Truth:
    """Which entries have words that begin with all of the clean words asked for."""

    def __init__(self, base: MadeBase) -> None:
        self._by_start: dict[str, set[int]] = defaultdict(set)
        self._words: dict[int, list[str]] = {}
        for made in base.entries:
            words = [latin(word) or word for word in words_of(made.bare)]
            self._words[made.entry.id] = words
            for word in words:
                self._by_start[word[:3]].add(made.entry.id)

    def of(self, clean: list[str], target: int) -> frozenset[int]:
        wanted = [latin(word) or word for word in clean]
        longest = max(wanted, key=len)
        pool = self._by_start.get(longest[:3], set()) if len(longest) >= 3 else {target}
        good = {each for each in pool if all(any(w.startswith(q) for w in self._words[each]) for q in wanted)}
        return frozenset(good | {target})


def _typo(pick: random.Random, word: str) -> str:
    at, kind = pick.randrange(len(word)), pick.random()
    if kind < 0.3 and len(word) > 1:
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.55 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    row = next((each for each in _ROWS if word[at] in each), _ROWS[0])
    place = row.find(word[at])
    other = row[max(0, min(len(row) - 1, place + pick.choice([-1, 1])))]
    return word[:at] + other + word[at + (kind < 0.8) :]


def typos(pick: random.Random, words: list[str], count: int) -> list[str]:
    """`count` errors in the longer words."""
    result = list(words)
    for _ in range(count):
        long = [at for at, word in enumerate(result) if len(word) >= 4] or [0]
        at = pick.choice(long)
        result[at] = _typo(pick, result[at])
    return result


def translit(word: str, scheme_at: int) -> str:
    """Cyrillic by one of the schemes, Latin letter by letter."""
    if re.search("[а-яё]", word):
        scheme = dict(zip(_RUSSIAN, SCHEMES[scheme_at].split(), strict=True))
        return "".join(scheme.get(char, char) for char in word).replace("-", "")
    for pair, sound in _BACK_PAIRS:
        word = word.replace(pair, sound)
    return "".join(_BACK.get(char, char) for char in word)


def layout(text: str) -> str:
    """The same keys in the other layout."""
    if re.search("[а-яё]", text):
        return text.translate(str.maketrans(_ITSUKEN, _QWERTY))
    return text.translate(str.maketrans(_QWERTY, _ITSUKEN))


def declined(word: str, place: int, female: bool) -> str:
    """Dative of a surname, a given name or a patronymic; anything else as it is."""
    if female:
        if place == 0 and word.endswith(("ова", "ева", "ина")):
            return word[:-1] + "ой"
        for ending, other in (("ская", "ской"), ("ия", "ии"), ("я", "е"), ("а", "е"), ("ь", "и")):
            if word.endswith(ending):
                return word[: -len(ending)] + other
        return word
    special = {"павел": "павлу", "пётр": "петру", "лев": "льву", "илья": "илье", "никита": "никите"}
    if word in special:
        return special[word]
    for ending, other in (("ский", "скому"), ("ий", "ию"), ("й", "ю")):
        if word.endswith(ending):
            return word[: -len(ending)] + other
    return word + "у" if word[-1] in "бвгджзклмнпрстфхцчш" else word


class MadeQueries:
    """`ask(count)` makes that many queries of every kind."""

    def __init__(self, base: MadeBase, seed: int) -> None:
        self._base, self._pick, self._truth = base, random.Random(seed), _Truth(base)
        self._kinds: dict[str, Callable[[Made], Asked | None]] = {
            name.removeprefix("_ask_"): getattr(self, name) for name in dir(self) if name.startswith("_ask_")
        }

    def kinds(self) -> list[str]:
        return list(self._kinds)

    def ask(self, count: int, kinds: list[str] | None = None) -> list[Asked]:
        result: list[Asked] = []
        for kind in kinds or self.kinds():
            made = tries = 0
            while made < count and tries < 40 * count:
                tries += 1
                asked = self._kinds[kind](self._pick.choice(self._base.entries))
                if asked is not None and asked.query.strip():
                    result.append(asked._replace(kind=kind))
                    made += 1
        return result

    def _words(self, made: Made) -> list[str]:
        words = words_of(made.bare)
        return words[:2] if made.person and self._pick.random() < 0.6 else words

    def _asked(self, made: Made, query: str, clean: list[str]) -> Asked:
        return Asked("", query, self._truth.of(clean, made.entry.id))

    def _ask_clean(self, made: Made) -> Asked:
        words = self._words(made)
        return self._asked(made, " ".join(words), words)

    def _cut(self, words: list[str], least: int = 2) -> list[str]:
        last = words[-1]
        return [*words[:-1], last[: self._pick.randint(min(least, len(last)), len(last))]]

    def _ask_prefix(self, made: Made) -> Asked:
        words = self._cut(self._words(made), 4 if len(words_of(made.bare)) == 1 else 2)
        return self._asked(made, " ".join(words), words)

    def _ask_typo1(self, made: Made) -> Asked:
        words = self._words(made)
        return self._asked(made, " ".join(typos(self._pick, words, 1)), words)

    def _ask_typo2(self, made: Made) -> Asked | None:
        words = self._words(made)
        if sum(map(len, words)) < 9:
            return None
        return self._asked(made, " ".join(typos(self._pick, words, 2)), words)

    def _ask_typo1_prefix(self, made: Made) -> Asked | None:
        text = " ".join(self._words(made))
        if len(text) < 6:
            return None
        clean = text[: self._pick.randint(5, min(len(text), 24))].rstrip()
        return self._asked(made, _typo(self._pick, clean), clean.split())

    def _ask_translit(self, made: Made) -> Asked:
        words = self._words(made)
        return self._asked(made, " ".join(translit(word, self._pick.randrange(len(SCHEMES))) for word in words), words)

    def _ask_translit_typo(self, made: Made) -> Asked:
        words = self._words(made)
        typed = typos(self._pick, [translit(word, self._pick.randrange(len(SCHEMES))) for word in words], 1)
        return self._asked(made, " ".join(typed), words)

    def _ask_layout(self, made: Made) -> Asked:
        words = self._words(made)
        return self._asked(made, layout(" ".join(words)), words)

    def _ask_layout_prefix(self, made: Made) -> Asked:
        words = self._cut(self._words(made), 3)
        return self._asked(made, layout(" ".join(words)), words)

    def _ask_order(self, made: Made) -> Asked | None:
        words = self._words(made)
        mixed = self._pick.sample(words, len(words))
        return self._asked(made, " ".join(mixed), words) if len(words) > 1 else None

    def _ask_multi_prefix(self, made: Made) -> Asked | None:
        words = [word[: self._pick.randint(4, 6)] for word in words_of(made.bare)[:2]]
        return self._asked(made, " ".join(words), words) if len(words) == 2 else None

    def _ask_person_company(self, made: Made) -> Asked | None:
        if not made.person or made.form or not made.entry.second:
            return None
        firm = max(words_of(made.entry.second), key=len)
        both = [words_of(made.bare)[0], firm]
        self._pick.shuffle(both)
        return Asked("", " ".join(both), frozenset({made.entry.id})) if len(firm) > 3 else None

    def _ask_initials(self, made: Made) -> Asked | None:
        words = words_of(made.bare)
        if not made.person or len(words) != 3:
            return None
        first, second = words[1][0], words[2][0]
        tail = self._pick.choice([f"{first}. {second}.", f"{first}.{second}.", f"{first}{second}", f"{first} {second}"])
        return self._asked(made, f"{words[0]} {tail}", [words[0], first, second])

    def _ask_legal(self, made: Made) -> Asked | None:
        if not made.form:
            return None
        forms = {"ООО": ["ооо", "ooo", "общество с ограниченной ответственностью", "llc"], "ИП": ["ип", "ИП"]}
        form = self._pick.choice(forms.get(made.form, [made.form.lower()]))
        bare = made.bare.lower()
        return self._asked(made, self._pick.choice([f'{form} "{bare}"', f"{bare} {form}"]), words_of(bare))

    def _among(self, made: Made, query: str, good: Callable[[Made], bool]) -> Asked:
        return Asked("", query, frozenset(each.entry.id for each in self._base.entries if good(each)))

    def _ask_inn(self, made: Made) -> Asked | None:
        inn = made.entry.inn
        if not inn:
            return None
        size = self._pick.randint(7, 10)
        start = self._pick.randint(0, 10 - size)
        part = inn[start : start + size]
        return self._among(made, part, lambda each: part in each.entry.inn or part in each.entry.phones[0][2:])

    def _ask_phone(self, made: Made) -> Asked:
        digits = made.entry.phones[0][1:]
        shown = self._pick.choice(
            [f"8{digits[1:]}", f"+7 ({digits[1:4]}) {digits[4:7]}-{digits[7:9]}-{digits[9:]}", digits[4:]]
        )
        part = digits[4:]
        return self._among(made, shown, lambda each: part in each.entry.phones[0] or part in each.entry.inn)

    def _ask_email(self, made: Made) -> Asked:
        mail = made.entry.emails[0]
        return self._among(made, mail, lambda each: mail in each.entry.emails)

    def _ask_glued(self, made: Made) -> Asked | None:
        words = words_of(made.bare)[:2]
        return self._asked(made, "".join(words), words) if len(words) == 2 and min(map(len, words)) > 1 else None

    # noise the search was not tuned on

    def _ask_x_word_forms(self, made: Made) -> Asked | None:
        words = words_of(made.bare)
        if not made.person or not re.fullmatch("[а-яё ]+", " ".join(words)):
            return None
        formed = [declined(word, place, made.female) for place, word in enumerate(words)]
        return self._asked(made, " ".join(formed), words)

    def _ask_x_heard(self, made: Made) -> Asked | None:
        words = self._words(made)
        if not re.fullmatch("[а-яё ]+", " ".join(words)):
            return None
        heard = [
            "".join(
                char.translate(_HEARD) if at and self._pick.random() < 0.35 else char for at, char in enumerate(word)
            )
            for word in words
        ]
        return self._asked(made, " ".join(heard), words)

    def _ask_x_three_errors(self, made: Made) -> Asked | None:
        words = self._words(made)
        if sum(map(len, words)) < 14:
            return None
        return self._asked(made, " ".join(typos(self._pick, words, 3)), words)

    def _ask_x_doubled_alike(self, made: Made) -> Asked:
        words = self._words(made)
        at = self._pick.randrange(len(words[0]))
        typed = [words[0][:at] + words[0][at] + words[0][at:], *words[1:]]
        return self._asked(made, " ".join(typed).translate(_ALIKE), words)

    def _ask_x_split(self, made: Made) -> Asked | None:
        word = words_of(made.bare)[0]
        if len(word) < 9:
            return None
        at = self._pick.randint(4, len(word) - 4)
        return self._asked(made, f"{word[:at]} {word[at:]}", [word])

    def _ask_x_glued_typo(self, made: Made) -> Asked | None:
        words = words_of(made.bare)[:2]
        if len(words) != 2 or min(map(len, words)) < 4:
            return None
        return self._asked(made, _typo(self._pick, "".join(words)), words)
