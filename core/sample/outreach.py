"""Campaigns of the made-up firm, and the buyers its letters go to.

Drawn from a seed of its own, so that the people, clients and sales of a seed stay what they are.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from core.entities.outreach import CampaignChannel, CampaignKind, RecipientState
from core.entities.people import ContactPoint, Person
from core.sample.names import full_name, mobile
from core.sample.words import latin

BUYERS: Final = 48
"""Clients below the key accounts that have one person to write to."""
CALLS: Final = 5
"""Clients of each portfolio in the campaign by telephone."""
_STREAM: Final = 9
_AGREED: Final = 0.85
_CONSENT_DAY: Final = 19_700
"""2023-12-09."""


@dataclasses.dataclass(frozen=True, slots=True)
class SampleCampaign:
    """A campaign that has begun. Without words of its own it has those of the ready message of its kind."""

    name: str
    kind: CampaignKind
    channel: CampaignChannel
    ago: int
    """Days since it began."""
    ends: tuple[tuple[RecipientState, float], ...] = ()
    """What becomes of those it reached, with the share of each; the others stay `sent`."""
    sent: float = 1.0
    """Share it has reached so far; below 1 it still runs."""
    subject: str = ""
    text: str = ""


CAMPAIGNS: Final = (
    SampleCampaign(
        "Как хранить смеси зимой", "useful", "email", 76, (("replied", 0.16), ("sale", 0.05), ("hard", 0.05)),
        subject="Как хранить сухие смеси зимой",
        text="{обращение}!\n\nТри совета со склада: поддон, плёнка и сухой угол. Подробности пришлём в ответ на это "
             "письмо, и ваш менеджер привезёт памятку для кладовщика.",
    ),
    SampleCampaign(
        "Прайс на осень", "prices", "email", 44,
        (("replied", 0.10), ("meeting", 0.06), ("sale", 0.10), ("unsubscribed", 0.04)),
    ),
    SampleCampaign(
        "Обзор цен на сайте", "useful", "site", 20,
        subject="Что будет с ценами до весны",
        text="Собрали, что подорожает до весны, а что подождёт. Вопросы — своему менеджеру.",
    ),
    SampleCampaign("Бонус к Новому году", "bonus", "email", 1, (("replied", 0.08),), sent=0.6),
)  # fmt: skip
"""Oldest first."""
SITE_LINK: Final = "https://firma.example/prices"
CALL_NAME, WAITING_NAME = "Звонки: планы на декабрь", "Новинка: клей для мороза"
EXPORT_PURPOSE: Final = "открытки к Новому году"


def make_buyers(seed: int, count: int) -> tuple[Person, ...]:
    """One person to write to for each of `count` clients; most of them agreed to letters."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _STREAM))))
    return tuple(_buyer(random, number) for number in range(count))


def ends_of(seed: int, number: int, campaign: SampleCampaign, reached: int) -> list[RecipientState]:
    """What became of each of `reached` recipients of the `number`-th campaign."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _STREAM, number))))
    found: list[RecipientState] = ["sent"] * reached
    order = random.permutation(reached).tolist()
    for state, share in campaign.ends:
        for at in [order.pop() for _ in range(min(len(order), round(share * reached)))]:
            found[at] = state
    return found


def _buyer(random: np.random.Generator, number: int) -> Person:
    surname, given, patronymic, woman = full_name(random, 0.5)
    last = int(random.integers(10_000_000))
    agreed = bool(random.random() < _AGREED)
    mail = f"{latin(surname)}{number + 1}@firma.example"
    phone = mobile(random, last)
    letters = ContactPoint("email", mail)
    if agreed:
        letters = ContactPoint(
            "email", mail, consent=True, consent_kind="contract", consent_day=_CONSENT_DAY,
            consent_proof="пункт договора поставки",
        )  # fmt: skip
    return Person(
        id=random.bytes(16),
        surname=surname,
        given=given,
        patronymic=patronymic,
        sex="f" if woman else "m",
        points=(ContactPoint("phone", phone, preferred=True), letters),
    )
