"""What stands in the dossiers of the made-up firm's key accounts: texts, promises, cases, risks, a plan of growth.

Drawn from a seed of its own, so that the people, clients and sales of a seed stay what they are.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from core.entities.cases import ServiceCase
from core.entities.entry import Entry
from core.entities.growth import Barrier, DossierText, GrowthPlan, HeadVisit, Review, RiskEvent
from core.entities.people import Person, PersonProfile
from core.entities.promises import (
    AgreedChange,
    Commitment,
    CommitmentState,
    DueChange,
    GiftGiven,
    Incident,
    ProjectStage,
    Question,
)
from core.entities.work import Activity
from core.sample.talks import make_profiles, make_talks

_STREAM: Final = 8
_DAY_US: Final = 86_400_000_000
_HOUR_US: Final = 3_600_000_000
_MONTHLY: Final = 1_000_000_00

_COMPANY: Final = (
    "Компания начиналась с одного прилавка на строительном рынке: братья сами возили товар и сами его продавали. "
    "Через три года появился первый склад, ещё через два — отдел доставки, и с тех пор рост не прекращался.",
    "Сейчас у них центральный склад, четыре магазина и служба монтажа. Решения о закупках принимает головной офис, "
    "магазины могут заказывать сами только мелочи до установленной суммы.",
    "Собственник каждую неделю объезжает магазины и разговаривает с продавцами; то, что он услышал, в понедельник "
    "обсуждается на совещании. Если нашего товара не было на полке, об этом узнают в тот же день.",
    "Компания гордится тем, что не увольняла людей даже в тяжёлые годы. Кладовщики работают по десять лет, и их "
    "мнение о поставщике весит больше, чем кажется: нас взяли именно по их совету.",
)
_BUYING: Final = (
    "План закупок составляют к двадцатому числу на следующий месяц. Кто не успел со своим предложением до "
    "пятнадцатого, ждёт ещё месяц, поэтому прайс и новинки отправляем не позднее десятого.",
    "Заявку готовит начальник закупок, проверяет главный бухгалтер, подписывает директор. Больше трёх дней это не "
    "занимает; если дольше — значит, появились вопросы, и надо звонить самим.",
    "На цену смотрят вместе со сроком и упаковкой: однажды отказались от скидки, потому что коробки не "
    "выдерживали штабель. Новый товар сначала ставят в один магазин и смотрят месяц.",
)
_TERMS: Final = (
    "Отсрочка тридцать дней, лимит пересматриваем раз в полгода. Платят точно, но в последнюю неделю квартала "
    "просят дать им ещё несколько дней — заранее и письмом.",
    "Доставка два раза в неделю до девяти утра, разгружает их бригада. Пропуск на машину заказываем накануне, "
    "иначе простоим у ворот до обеда.",
    "Возврат принимаем без спора в течение двух недель, если упаковка цела. Это дешевле, чем спор.",
)
_MARKET: Final = (
    "Продают монтажным бригадам и хозяевам частных домов. Сезон начинается в апреле и держится до октября; зимой "
    "живут с ремонтов. Две трети выручки дают сто постоянных бригад.",
    "Главный соперник открыл магазин через дорогу и держит цены ниже на ходовые позиции. Наш клиент отвечает "
    "наличием: у него есть всё и сразу. Для нас это значит, что пустая полка обходится дороже скидки.",
    "Кроме нас берут у двух поставщиков: у одного — дешёвое, у другого — редкое. Середина наша, и здесь есть "
    "куда расти.",
)
_CUSTOMS: Final = (
    "На встречу приходят вовремя и ждут того же. Чай пьют до разговора, о деньгах говорят в конце. Пригласили на "
    "обед — значит, вопрос решён, и торопиться уже не надо.",
    "С днём строителя поздравляем лично, к Новому году дарим книги: дорогих подарков не принимают. Бухгалтерии "
    "приносим торт после закрытия квартала.",
)
_STRATEGY: Final = (
    "Мы нужны им ровно настолько, насколько на их полке всегда есть наш товар. Поэтому держим для них неснижаемый "
    "остаток и каждую пятницу сверяем его с их складом.",
    "В этом году цель — взять категорию, которую они закупают у соседнего поставщика: образцы переданы, условия "
    "посчитаны, осталось убедить начальника закупок поставить товар в один магазин.",
    "Наш директор бывает у них раз в полгода. Следующая встреча — о совместном складе: это свяжет нас надолго и "
    "снимет главную их боль, доставку в сезон.",
)
_TEXTS: Final = {
    "company": _COMPANY, "buying": _BUYING, "terms": _TERMS, "market": _MARKET, "customs": _CUSTOMS,
    "strategy": _STRATEGY,
}  # fmt: skip
_PROMISES: Final = (
    "передать образцы новой серии", "прислать сертификаты на крепёж", "закрепить машину на вторник",
    "пересчитать прайс для магазинов", "обучить продавцов новой серии", "собрать стенд в магазине на Садовой",
    "вернуть деньги за брак", "дать график поставок на квартал",
)  # fmt: skip
_TROUBLES: Final = (
    ("завод задержал вагон на неделю", "взять остаток со склада в Твери", "отгрузили в срок с другого склада"),
    ("в партии оказались мятые коробки", "заменить партию за свой счёт", "заменили через два дня"),
    ("водитель заболел накануне отгрузки", "нанять перевозчика", "привезли вечером того же дня"),
)
_QUESTIONS: Final = (
    ("есть ли сертификат на клей?", "отправили копию и протокол испытаний"),
    ("можно ли платить с другого юрлица?", "можно, прислали договор о трёх сторонах"),
    ("когда вернётся серый цвет?", "в первой декаде месяца, отложили двадцать упаковок"),
)
_STAGES: Final = (
    ("размечаем полки", "привезём оборудование"), ("везём оборудование", "монтаж в воскресенье"),
    ("монтаж", "выкладка товара"), ("выкладка товара", "обучение продавцов"),
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class SampleDossier:
    """What stands in one dossier. `open_records` open with the portfolio, `texts` with the dossier."""

    open_records: tuple[Entry, ...]
    texts: tuple[DossierText, ...]
    talks: tuple[tuple[Activity, str], ...]
    profiles: tuple[PersonProfile, ...]


def make_dossier(
    seed: int, number: int, today: int, owner: bytes, head: bytes, people: tuple[Person, ...]
) -> SampleDossier:
    """The dossier of the `number`-th key account, kept by the colleague `owner`. `today`: days since 1970-01-01.

    `people`: the contact persons he has; the first has a profile already.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _STREAM, number))))
    texts = tuple(DossierText(section=name, text="\n".join(parts)) for name, parts in _TEXTS.items())
    records = (
        *_commitments(random, today, owner), *_incidents(random, today, owner), *_questions(random, today, owner),
        *_project(random, today), *_cases(random, today, owner), *_unsettled(number, today, owner),
        *_risks(random, today), _plan(random, today),
        HeadVisit(day=today - int(random.integers(40, 300)), text="знакомство с собственником", who=head,
                  result="договорились о совместном складе"),
        Review(day=today - int(random.integers(60, 400)), text="итоги полугодия",
               decision="закрепить второго человека за клиентом"),
    )  # fmt: skip
    return SampleDossier(records, texts, make_talks(random, people, today), make_profiles(random, people[1:], today))


def _commitments(random: np.random.Generator, today: int, owner: bytes) -> tuple[Commitment, ...]:
    found = []
    for at in random.permutation(len(_PROMISES))[: int(random.integers(4, 8))].tolist():
        due = today + int(random.integers(-200, 12))
        text = _PROMISES[at]
        told = (due - 4) * _DAY_US + 9 * _HOUR_US
        changes = (DueChange(due - 5, due, "клиент просил позже", told),) if random.random() < 0.25 else ()
        if due >= today - 1:
            found.append(Commitment(text=text, due=max(due, today), owner=owner, changes=changes))
            continue
        late = bool(random.random() < 0.15)
        state: CommitmentState = "breached" if late else "early" if random.random() < 0.2 else "fulfilled"
        found.append(
            Commitment(
                text=text, due=due, owner=owner, changes=changes, state=state, agreed=state == "early",
                closed=due + (3 if late else 0), told_us=due * _DAY_US if late else 0,
                reason="завод не отгрузил, клиент знал" if late else "сделано, клиент доволен",
            )
        )  # fmt: skip
    return tuple(found)


def _incidents(random: np.random.Generator, today: int, owner: bytes) -> tuple[Incident, ...]:
    found = []
    for at in random.permutation(len(_TROUBLES))[: int(random.integers(1, 4))].tolist():
        text, plan, result = _TROUBLES[at]
        start = (today - int(random.integers(20, 300))) * _DAY_US + 10 * _HOUR_US
        moments = [start + hours * _HOUR_US for hours in (1, 4, 5, 52, 53)]
        found.append(
            Incident(
                text=text, found_us=start, owner=owner, told_us=moments[0], plan=plan, plan_us=moments[1],
                plan_told_us=moments[2], result=result, result_us=moments[3], result_told_us=moments[4],
            )
        )  # fmt: skip
    return tuple(found)


def _questions(random: np.random.Generator, today: int, owner: bytes) -> tuple[Question, ...]:
    found = []
    for text, answer in _QUESTIONS:
        asked = (today - int(random.integers(5, 200))) * _DAY_US + 9 * _HOUR_US
        answered = asked + int(random.integers(1, 8)) * _HOUR_US
        found.append(Question(text=text, asked_us=asked, owner=owner, answer=answer, answered_us=answered))
    return tuple(found)


def _project(random: np.random.Generator, today: int) -> tuple[Entry, ...]:
    start, order = today - int(random.integers(40, 160)), f"З-{int(random.integers(100, 999))}"
    stages = tuple(
        ProjectStage(order=order, text=text, after=after, day=start + 7 * n, told_us=(start + 7 * n) * _DAY_US)
        for n, (text, after) in enumerate(_STAGES)
    )
    change = AgreedChange(order=order, text="полки белые вместо серых", agreed_us=(start + 9) * _DAY_US)
    gifts = (
        GiftGiven(day=today - int(random.integers(20, 300)), what="торт к закрытию квартала", whom="бухгалтерия"),
        GiftGiven(day=today - int(random.integers(20, 300)), what="книга о старых мостах", whom="директор"),
    )
    return (*stages, change, *gifts)


def _cases(random: np.random.Generator, today: int, owner: bytes) -> tuple[ServiceCase, ...]:
    day = today - int(random.integers(15, 250))
    told = {"answer": "извинились и заменили", "told_us": (day + 2) * _DAY_US, "closed": day + 5}
    first = ServiceCase(
        kind="complaint", day=day, text="привезли не то, что заказывали", goods="delivery", sale="mistake",
        manager=owner, owner=owner, due=day + 3, state="closed", solution="заменили за день", **told,  # type: ignore[arg-type]
    )  # fmt: skip
    if random.random() < 0.5:
        return (first,)
    second = ServiceCase(
        kind="return", day=day + 9, product="клей универсальный", goods="quality", manager=owner, owner=owner,
        due=day + 12, state="closed", solution="вернули деньги", **told,  # type: ignore[arg-type]
    )  # fmt: skip
    return (first, second)


def _unsettled(number: int, today: int, owner: bytes) -> tuple[Entry, ...]:
    """What somebody has to do something about these days, at a few of the clients."""
    morning = (today - 2) * _DAY_US + 7 * _HOUR_US
    found: dict[int, Entry] = {
        2: ServiceCase(kind="complaint", day=today - 3, text="в трёх коробках бой", product="плитка", goods="quality",
                       manager=owner, owner=owner, due=today - 1, state="assigned"),
        3: Question(text="успеете ли к открытию магазина?", asked_us=morning, owner=owner),
        5: ServiceCase(kind="refusal", day=today - 1, text="уходим к соседу: там отвечают в тот же день", staff="slow",
                       leaves=True, manager=owner, state="asked"),
        6: Incident(text="машина не вышла на линию", found_us=morning, owner=owner, plan="нанять перевозчика",
                    plan_us=morning + _HOUR_US),
        8: ServiceCase(kind="return", day=today, text="заказали лишнего", product="клей", sale="mistake",
                       manager=owner),
    }  # fmt: skip
    return (found[number],) if number in found else ()


def _risks(random: np.random.Generator, today: int) -> tuple[Entry, ...]:
    happened = today - int(random.integers(30, 300))
    return (
        RiskEvent(kind="rival", day=happened, text="сосед даёт отсрочку на десять дней больше", due=happened + 7,
                  decision="дали отсрочку на ходовые позиции", reviewed=happened + 6),
        Barrier(kind="competitor", text="«Гигант-Опт»: дешёвый крепёж", answer="держим наличие и доставку до девяти"),
        Barrier(kind="barrier", text="склад не принимает паллеты выше полутора метров", answer="возим низкими"),
    )  # fmt: skip


def _plan(random: np.random.Generator, today: int) -> GrowthPlan:
    now = int(random.integers(1, 6)) * _MONTHLY
    steps = "взять категорию соседнего поставщика; открыть неснижаемый остаток; обучить продавцов; общий склад в сезон"
    return GrowthPlan(now=now, low=3 * now, high=4 * now, until=today + 365, steps=steps)
