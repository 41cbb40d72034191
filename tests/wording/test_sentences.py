"""The sentence "why now": every state, action and urgency in both languages, against a file people can read.

`python -m tests.wording.test_sentences` writes the file anew; read the difference before committing it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec.structs
from hypothesis import given
from hypothesis import strategies as st

from core.entities.vocabulary import Action, State, Urgency
from core.recovery.reason import ReasonFacts
from core.standing.pyramid import LevelFacts
from core.wording import LANGUAGES, Language, in_language, reminders
from core.wording.sentences import next_step, why_now
from core.wording.standing import evidence, why_level

SNAPSHOT = Path(__file__).with_name("sentences.txt")
DAY = (dt.date(2026, 5, 12) - dt.date(1970, 1, 1)).days
LATE = ReasonFacts(
    state="late",
    purchases=24,
    usual_interval_days=14.2,
    days_silent=45,
    p_late=0.021,
    late_in_100=2,
    p_lost=0.83,
    horizon_days=60,
    value_at_stake=120_000_000,
    urgency="today",
    action="call",
    from_margin=True,
)


def situations() -> Iterator[tuple[str, ReasonFacts]]:
    """A named situation for every branch of the sentence."""
    change = msgspec.structs.replace
    yield "late", LATE
    yield "late, no cost known", change(LATE, from_margin=False)
    yield "nothing at stake", change(LATE, value_at_stake=0)
    yield "never such a pause", change(LATE, late_in_100=0)
    yield "once in a hundred, horizon 21", change(LATE, late_in_100=1, horizon_days=21)
    yield "a certainty is not promised", change(LATE, p_lost=0.9999, horizon_days=365)
    yield "every day", change(LATE, usual_interval_days=0.6, days_silent=4)
    yield "every 21 days", change(LATE, usual_interval_days=21, days_silent=22)
    yield "every 2 days, silent for half a year", change(LATE, usual_interval_days=2, days_silent=190)
    yield "every 90 days, silent for 14 months", change(LATE, usual_interval_days=90, days_silent=426)
    yield "every 4 months, silent 100 days", change(LATE, usual_interval_days=125, days_silent=100)
    yield "every 24 months", change(LATE, state="on_rhythm", usual_interval_days=730, days_silent=426, expected_day=DAY)
    yield "first order", change(
        LATE, state="first", purchases=1, usual_interval_days=None, p_late=None, late_in_100=None, p_lost=None,
        urgency="campaign", action="call", days_silent=31,
    )  # fmt: skip
    yield "two purchases", change(LATE, state="provisional", purchases=2, provisional=True)
    yield "seasonal hold", change(LATE, state="seasonal_hold", days_silent=110, expected_day=DAY, action="wait")
    yield "asleep", change(LATE, state="sleeping", action="visit", urgency="week")
    yield "lost", change(LATE, state="lost", days_silent=130, action="part_well", urgency="campaign")
    yield (
        "on rhythm",
        change(LATE, state="on_rhythm", days_silent=5, action="wait", urgency="campaign", expected_day=DAY),
    )
    yield "no purchases", change(LATE, state="none", purchases=0, usual_interval_days=None)


NOW = LevelFacts("large", "current", 24, 1, 14.2, 1_234_567_89, 3.364, 90_000_000, 20_000_000)


def levels() -> Iterator[tuple[str, LevelFacts]]:
    change = msgspec.structs.replace
    yield "large", NOW
    yield "medium", change(NOW, level="medium", turnover_12m=30_000_000, days_silent=0)
    yield "small, silent now", change(NOW, level="small", real_by="repeated", turnover_12m=0, share_percent=0.0)
    yield "key", change(NOW, level="key")
    yield (
        "bought once long ago",
        change(NOW, level="potential", real_by="once_old", purchases=1, days_silent=402, usual_interval_days=None),
    )
    yield "never bought", LevelFacts("probable", "never", 0, None, None, 0, 0.0, 90_000_000, 20_000_000)


def snapshot() -> str:
    return (_reasons() + _levels() + _reminders()).replace("\u00a0", "·")


def _levels() -> str:
    lines = []
    for name, facts in levels():
        lines.append(f"## level: {name}")
        for lang in LANGUAGES:
            with in_language(lang):
                lines.append(f"{lang}: {why_level(facts, 'RUB')} [{' | '.join(evidence(facts))}]")
    return "\n".join(lines) + "\n"


def _reminders() -> str:
    today = dt.date(2026, 5, 13)
    lines = ["## reminders"]
    for lang in LANGUAGES:
        with in_language(lang):
            lines += [f"{lang}: {reminders.first_purchase(n)}" for n in (0, 1, 3)]
            lines += [f"{lang}: {reminders.overdue(today - dt.timedelta(n), today)}" for n in (1, 12)]
            lines += [f"{lang}: {reminders.silent(n)}" for n in (21, 33)]
    return "\n".join(lines) + "\n"


def _reasons() -> str:
    lines = []
    for name, facts in situations():
        lines.append(f"## {name}")
        for lang in LANGUAGES:
            with in_language(lang):
                lines.append(f"{lang}: {why_now(facts, 'RUB')}")
    lines.append("## what to do")
    for action in get_args(Action):
        for urgency in get_args(Urgency):
            for lang in LANGUAGES:
                with in_language(lang):
                    lines.append(f"{action}, {urgency}, {lang}: {next_step(action, urgency)}")
    return "\n".join(lines) + "\n"


def test_sentences_are_as_agreed() -> None:
    assert snapshot() == SNAPSHOT.read_text("utf-8")


def test_the_sentence_of_the_specification() -> None:
    with in_language("ru"):
        assert why_now(LATE, "RUB").replace("\u00a0", " ") == (
            "Обычно покупает каждые 14 дней, молчит 45; при его ритме такая пауза бывает 2 раза из 100; "
            "с вероятностью 83 % не купит в ближайшие 60 дней; под риском 1,2 млн ₽ в год: позвоните сегодня"
        )
    with in_language("en"):
        assert why_now(LATE, "RUB") == (
            "Usually buys every 14 days, silent 45; with this rhythm a pause this long happens 2 times in 100; "
            "83% that nothing will be bought in the next 60 days; ₽1.2M a year at stake: call today"
        )


@given(
    st.sampled_from(get_args(State)),
    st.sampled_from(get_args(Action)),
    st.sampled_from(get_args(Urgency)),
    st.integers(min_value=0, max_value=40),
    st.one_of(st.none(), st.floats(min_value=0.01, max_value=4000)),
    st.integers(min_value=0, max_value=20_000),
    st.integers(min_value=-(10**12), max_value=10**15),
    st.sampled_from(LANGUAGES),
)
def test_every_combination_is_one_finished_sentence(
    state: State,
    action: Action,
    urgency: Urgency,
    purchases: int,
    interval: float | None,
    silent: int,
    stake: int,
    lang: Language,
) -> None:
    facts = msgspec.structs.replace(
        LATE, state=state, action=action, urgency=urgency, purchases=purchases, usual_interval_days=interval,
        days_silent=silent, value_at_stake=stake, expected_day=DAY, provisional=purchases == 2,
    )  # fmt: skip
    with in_language(lang):
        sentence = why_now(facts, "RUB")
    assert sentence[0].isupper()
    assert not any(mark in sentence for mark in ("{", "}", "  ", "; ;", ";:", "None", "\n"))
    assert not sentence.endswith((".", ":", ";", " "))
    foreign = set("abcdefghijklmnopqrstuvwxyz") if lang == "ru" else set("абвгдежзийклмнопрстуфхцчшщъыьэюя")
    assert not foreign & set(sentence.lower())


if __name__ == "__main__":
    SNAPSHOT.write_text(snapshot(), "utf-8")
