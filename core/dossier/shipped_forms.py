"""Forms, variants and words a firm begins with: it changes them in its own directories (S03.66–S03.70)."""

from __future__ import annotations

from typing import Final

from core.entities.questionnaires import DictionaryEntry, FieldVariants, FormField, FormLanguage, FormTemplate, Way

_IDENTITY: Final[tuple[tuple[str, Way, str], ...]] = (
    ("Фамилия", "letters", "surname"),
    ("Имя", "letters", "given"),
    ("Отчество", "letters", "patronymic"),
    ("Фамилия латиницей", "none", "latin_surname"),
    ("Имя латиницей", "none", "latin_given"),
    ("_Пол", "dictionary", "sex"),
    ("Дата рождения", "none", "birthday"),
    ("Гражданство", "dictionary", "citizenship"),
    ("Серия загранпаспорта", "none", "foreign_series"),
    ("Номер загранпаспорта", "none", "foreign_number"),
    ("Загранпаспорт действует до", "none", "foreign_until"),
    ("Должность", "dictionary", "position"),
    ("Место работы", "letters", "employer"),
    ("Адрес места работы", "letters", "employer_address"),
)
_SCHENGEN: Final[tuple[tuple[str, Way, str], ...]] = (
    ("Фамилия при рождении", "letters", ""),
    ("Место рождения", "letters", ""),
    ("Страна рождения", "dictionary", ""),
    ("_Семейное положение", "dictionary", ""),
    ("_Вид проездного документа", "dictionary", ""),
    ("Дата выдачи загранпаспорта", "none", ""),
    ("Кем выдан загранпаспорт", "letters", ""),
    ("Домашний адрес", "letters", ""),
    ("Телефон", "none", ""),
    ("_Цель поездки", "dictionary", ""),
    ("Дата въезда", "none", ""),
    ("Дата выезда", "none", ""),
    ("Приглашающее лицо или гостиница", "letters", ""),
    ("_Кто оплачивает поездку", "dictionary", ""),
)
_VISITOR: Final[tuple[tuple[str, Way, str], ...]] = (
    ("Место рождения", "letters", ""),
    ("_Семейное положение", "dictionary", ""),
    ("Имя и фамилия отца", "letters", ""),
    ("Имя и фамилия матери", "letters", ""),
    ("Кем выдан загранпаспорт", "letters", ""),
    ("Домашний адрес", "letters", ""),
    ("_Цель поездки", "dictionary", ""),
    ("Дата въезда", "none", ""),
    ("Адрес пребывания", "letters", ""),
    ("_Бывали ли в стране раньше", "dictionary", ""),
)
_COUNTRIES: Final[tuple[tuple[str, str, FormLanguage, str, tuple[tuple[str, Way, str], ...]], ...]] = (
    ("schengen-fr", "Франция (шенгенская виза)", "fr", "icao", _SCHENGEN),
    ("schengen-en", "Италия (шенгенская виза)", "en", "icao", _SCHENGEN),
    ("britain", "Великобритания", "en", "icao", _VISITOR),
    ("india", "Индия", "en", "icao", _VISITOR),
)
_ID_BYTES: Final = 16


def _template(key: str, country: str, language: FormLanguage, scheme: str, own: tuple[tuple[str, Way, str], ...]) -> (
    FormTemplate
):  # fmt: skip
    fields = tuple(
        FormField(f"{at:02d}", name, way, common) for at, (name, way, common) in enumerate((*_IDENTITY, *own), 1)
    )
    handle = key.encode().ljust(_ID_BYTES, b"\0")[:_ID_BYTES]
    return FormTemplate(id=handle, country=country, language=language, scheme=scheme, fields=fields)


FORMS: Final = tuple(_template(*each) for each in _COUNTRIES)
"""Until the firm changes one: then its own record of the same id stands in."""

VARIANTS: Final = (
    FieldVariants(field="_Пол", values=("мужской", "женский")),
    FieldVariants(
        field="_Семейное положение",
        values=("холост", "не замужем", "женат", "замужем", "разведён", "разведена", "вдовец", "вдова"),
    ),
    FieldVariants(
        field="_Вид проездного документа",
        values=("обычный паспорт", "служебный паспорт", "дипломатический паспорт"),
    ),
    FieldVariants(
        field="_Цель поездки",
        values=("туризм", "деловая", "посещение родственников", "культура", "спорт", "лечение", "учёба", "транзит"),
    ),
    FieldVariants(field="_Кто оплачивает поездку", values=("сам заявитель", "приглашающее лицо", "работодатель")),
    FieldVariants(field="_Бывали ли в стране раньше", values=("да", "нет")),
)
_WORDS: Final = """
мужской|male|masculin
женский|female|féminin
холост|single|célibataire
не замужем|single|célibataire
женат|married|marié
замужем|married|mariée
разведён|divorced|divorcé
разведена|divorced|divorcée
вдовец|widowed|veuf
вдова|widowed|veuve
обычный паспорт|ordinary passport|passeport ordinaire
служебный паспорт|service passport|passeport de service
дипломатический паспорт|diplomatic passport|passeport diplomatique
туризм|tourism|tourisme
деловая|business|affaires
посещение родственников|visiting family|visite à la famille
культура|culture|culture
спорт|sports|sports
лечение|medical reasons|raisons médicales
учёба|study|études
транзит|transit|transit
сам заявитель|the applicant|le demandeur
приглашающее лицо|the host|l'hôte
работодатель|the employer|l'employeur
да|yes|oui
нет|no|non
Россия|Russia|Russie
Российская Федерация|Russian Federation|Fédération de Russie
СССР|USSR|URSS
Беларусь|Belarus|Biélorussie
Казахстан|Kazakhstan|Kazakhstan
Украина|Ukraine|Ukraine
Армения|Armenia|Arménie
Грузия|Georgia|Géorgie
директор|director|directeur
генеральный директор|general director|directeur général
главный бухгалтер|chief accountant|chef comptable
бухгалтер|accountant|comptable
менеджер|manager|responsable
инженер|engineer|ingénieur
врач|doctor|médecin
учитель|teacher|enseignant
студент|student|étudiant
пенсионер|pensioner|retraité
"""
DICTIONARY: Final = tuple(
    DictionaryEntry(ru=ru, en=en, fr=fr) for ru, en, fr in (line.split("|") for line in _WORDS.strip().splitlines())
)
