"""Made-up Russian and foreign words that look like real ones: prefixes, roots and endings put together."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final


def cut(words: str) -> tuple[str, ...]:
    """Words written with spaces between."""
    return tuple(words.split())


_PREFIXES: Final = cut("по за на при под пере вы раз от о бес из над про у со до без пре вос")
_ROOTS: Final = cut("""
    берег бород вал верб весел ветер вихр вод волк ворон высок глаз глин голов голуб гор горох град грач греб гриб груз
    гус дар двор дед дерев дик добр долг дом дорог дров дуб дух жар желез жил жук забор зайц зар зелен земл зим знам
    зол зуб игл изб казак камен карп кас кашт кив клен клин клуб ключ ков козл колес колод колос кон копыт корм короб
    корч кост кот кочк крас крив круг крут крыл кузн кукл кул куп кур лаб лавр лад лап лас лебед лед лес лет лип лис
    лоб лож лом лук луч луг люб маг мак мал мед мел мех мил мир мол мор мост мох мрак мут мух мыс мыш мят нег нос
    овс огн озер олен ольх орех орл ос осок остр отец пал парн пар паст пел пен перц пес песк пет печ пир пис плат
    плод плот плуг погод пол полк пород порт пост прав прут пряд птиц пуд пух пух пчел радуг рам ран рог род рож роз
    рос руб руд рук рус руч рыб ряб сад сал сап свар свет свин север сед сел сер серебр сил син скал скот слав след слон
    смех смол снег сок сокол сол сон сосн спор став стан стар стег степ стер стол сторож страж строй стуж суд сук
    сух сын сыр тавр тал твер темн тепл тих ток толк тон топор торг тощ трав треп труб туг туман тур тух тыч убор
    угл ум ус утк уш фил хвал хват хвост хитр хлеб хмел ход холм холод хомут храм хрен хром цвет цел цен цып чаш
    чебот черв черен чист чуб чуд шаг шап шар шел шерст шил шип шир шишк шкур шор шуб шум щег щед щел щит щук юр яблон
    яг язык як ям яр ясен ястреб
""")
_NOUN_ENDINGS: Final = cut("""
    а ка ник ость ец ание ня ница ище ина ок ач ун ыш ство тель чик щик евка арня изна ота овина ушка ашка ень ель ье
""")
_STEM_ENDINGS: Final = ["", "", "", "к", "н", "ник", "ушк", "ач", "яг", "ыш", "енк", "ец", "ар", "унц", "айл", "ищ"]
_SURNAME_ENDINGS: Final = (
    ["ов"] * 8 + ["ев"] * 3 + ["ин"] * 6 + ["ский"] * 3 + ["енко"] * 2 + ["ук", "ян", "швили", "их", "чук"]
)
_SYLLABLES: Final = cut("""
    ma ke lin der sto hal ven bor gui chi rau wen sch jo ann ber ton sen el vir kes tar mo ni quo pel gra fel hei nor
    dal ros sal ti zu wal fri ce la mar din ha lo ka bra stei hoff kra vo re mi do fa lu
""")
_TAILS: Final = cut("son sen man berg ez ini elli ard eau ström nen vić ski wicz ner ley ard ón etti aux dorf")
_VOWELS: Final = frozenset("аеиоуыэюя")
_MENDED: Final = (("жы", "жи"), ("шы", "ши"), ("щы", "щи"), ("чя", "ча"), ("чю", "чу"), ("щя", "ща"), ("цю", "цу"),
                  ("жя", "жа"), ("шя", "ша"), ("кы", "ки"), ("гы", "ги"), ("хы", "хи"), ("ьи", "и"))  # fmt: skip


def capital(word: str) -> str:
    """The word with a capital letter."""
    return word[:1].upper() + word[1:]


def _mended(word: str) -> str:
    for wrong, right in _MENDED:
        word = word.replace(wrong, right)
    return word


def _joined(stem: str, ending: str) -> str:
    if stem[-1] in _VOWELS and ending[:1] in _VOWELS:
        stem = stem[:-1]
    return _mended(stem + ending)


def _body(pick: random.Random) -> str:
    body = (pick.choice(_PREFIXES) if pick.random() < 0.4 else "") + pick.choice(_ROOTS)
    if pick.random() < 0.35:
        body += pick.choice("ое") + pick.choice(_ROOTS)
    return body


def surname(pick: random.Random) -> str:
    """A masculine surname: Подгорников, Белошубенко."""
    return capital(_joined(_joined(_body(pick), pick.choice(_STEM_ENDINGS)), pick.choice(_SURNAME_ENDINGS)))


def noun(pick: random.Random) -> str:
    """A noun: Заснежье, Краскотельник."""
    return capital(_joined(_body(pick), pick.choice(_NOUN_ENDINGS)))


def foreign(pick: random.Random) -> str:
    """A foreign surname: Halmaström."""
    return capital("".join(pick.choice(_SYLLABLES) for _ in range(pick.randint(1, 3))) + pick.choice(_TAILS))


def distinct(make: Callable[[random.Random], str], pick: random.Random, count: int) -> list[str]:
    """`count` different words."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[make(pick)] = None
    return list(found)
