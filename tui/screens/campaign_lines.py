"""What CAMP says: columns of its lists and the lines beside them, pure functions of the desk's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from core.outreach.channels import HELD, PUBLISHED, sms_parts
from core.outreach.checks import PASSING
from core.wording.control import brought, brought_head
from core.wording.numbers import decimal
from core.wording.outreach import word
from tui.desk.port_campaigns import CadenceLine, CampaignFigures, CostLine
from tui.desk.port_outreach import CampaignDetails, CampaignRow, ControlAnswer, LetterLine, RecipientLine
from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.text import N_, NOTHING, clients, count, date, fill, gettext, month_short, pgettext, share, short_money
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

STATE_INKS: Final = {
    "draft": "dim", "approved": "accent", "running": "good", "paused": "warn", "done": "", "cancelled": "dim",
    "measured": "",
}  # fmt: skip
RECIPIENT_INKS: Final = {
    "skipped": "dim", "cancelled": "dim", "unknown": "bad", "hard": "bad", "complained": "bad", "soft": "warn",
    "sent": "good", "delivered": "good", "replied": "accent", "meeting": "accent", "sale": "accent",
}  # fmt: skip
BACK: Final = ("hard", "complained")
_NEXT: Final[Mapping[str, str]] = {
    "test": N_("Next: t sends the letter to ourselves first."),
    "approve": N_("Next: a, the head agrees to it."),
    "start": N_("Next: s starts it."),
    "tasks": N_("Next: s makes a task of every client."),
    "publish": N_("Next: put the text there, then b says where it can be read."),
    "on": N_("Next: s goes on with what is left."),
    "settle": N_("Next: say with r what became of those marked."),
}


def _number(value: int, ink: str = "") -> Piece:
    return (count(value), ink) if value else (NOTHING, "dim")


def _back(row: CampaignRow) -> int:
    return sum(row.counts.get(state, 0) for state in BACK)


COLUMNS: tuple[Column[CampaignRow], ...] = (
    Column("name", lambda: gettext("Campaign"), 14, lambda row: (row.name, ""), flex=1),
    Column("channel", lambda: gettext("Channel"), 9, lambda row: (word("campaign channel", row.channel), "dim")),
    Column("state", lambda: gettext("State"), 11,
           lambda row: (word("campaign", row.state), STATE_INKS.get(row.state, ""))),
    Column("clients", lambda: gettext("Listed"), 6, lambda row: _number(row.clients), right=True),
    Column("sent", lambda: gettext("Reached"), 7, lambda row: _number(row.reached), right=True),
    Column("answered", lambda: gettext("Replied"), 7, lambda row: _number(row.answered, "accent"), right=True),
    Column("back", lambda: gettext("Bounced"), 7, lambda row: _number(_back(row), "bad"), right=True),
    Column("kind", lambda: gettext("Kind"), 14, lambda row: (word("campaign kind", row.kind), "dim"), from_width=96),
    Column("due", lambda: gettext("Planned"), 10, lambda row: (date(row.due), "dim"), from_width=108),
    Column("author", lambda: gettext("Who"), 14, lambda row: (row.author, "dim"), from_width=120),
)  # fmt: skip

CADENCE_COLUMNS: tuple[Column[CadenceLine], ...] = (
    Column("title", lambda: gettext("Segment"), 20, lambda row: (row.title, ""), flex=1),
    Column("clients", lambda: gettext("Clients"), 8, lambda row: _number(row.clients), right=True),
    Column("promos", lambda: gettext("In a month"), 14,
           lambda row: (fill(gettext("{n} of {wanted}"), n=row.promos, wanted=row.wanted),
                        "good" if row.enough else "bad"), right=True),
    Column("reached", lambda: gettext("Heard"), 9, lambda row: _number(row.reached), right=True),
    Column("last", lambda: gettext("Last one"), 12, lambda row: (date(row.last), "dim"), right=True),
)  # fmt: skip


def _what(row: RecipientLine) -> Piece:
    if row.obstacle:
        missing = f" {' '.join(row.missing)}" if row.obstacle == "placeholder" else ""
        return (word("obstacle", row.obstacle) + missing, "dim" if row.obstacle == "quiet" else "warn")
    if row.state == "skipped":
        return (word("obstacle", row.said), "dim")
    if row.prefers:
        told = fill(gettext("prefers: {channel}"), channel=word("campaign channel", row.prefers))
        return (told, "accent")
    return (row.said, "dim")


def took_place() -> str:
    """What is said of a call or a meeting where a letter was sent."""
    return pgettext("recipient", "took place")


def _who(row: RecipientLine) -> Line:
    mark = f"{glyphs().marked} " if row.note else ""
    return ((mark, "accent"), (row.client, ""))


RECIPIENT_COLUMNS: tuple[Column[RecipientLine], ...] = (
    Column("client", lambda: gettext("Client"), 18, _who, flex=1),
    Column("person", lambda: gettext("Person"), 16, lambda row: (row.person or NOTHING, "dim")),
    Column("state", lambda: gettext("State"), 12,
           lambda row: (took_place() if row.held else word("recipient", row.state), RECIPIENT_INKS.get(row.state, ""))),
    Column("what", lambda: gettext("What is in the way"), 22, _what, flex=1),
)  # fmt: skip


def facts(found: CampaignDetails, width: int) -> list[Line]:
    """What it is, who is left out and why, what came of it, what comes next."""
    row = found.campaign
    head = [word("campaign kind", row.kind), word("campaign channel", row.channel), word("campaign", row.state)]
    head.append(f"{row.author} {date(row.made.date())}".strip())
    if row.due is not None:
        head.append(fill(gettext("planned for {day}"), day=date(row.due)))
    approved = next((step for step in reversed(found.steps) if step.step == "approved"), None)
    if approved is not None and row.state != "draft":
        head.append(fill(gettext("approved by {who}"), who=approved.who))
    if row.pilot:
        head.append(fill(gettext("pilot: {who}"), who=", ".join(row.pilot)))
    lines: list[Line] = [((text, "strong"),) for text in wrap(" · ".join(head), width)]
    lines += checks_lines(found, width)
    if row.reached or row.publications:
        lines.append(results_line(row))
    elif row.channel not in PUBLISHED and row.state in ("draft", "approved"):
        first = [each.client for each in found.recipients if not each.obstacle and each.state != "skipped"][:3]
        if first:
            told = fill(gettext("First of them: {names}"), names=", ".join(first))
            lines += [((text, "dim"),) for text in wrap(told, width)]
    step = next_step(found)
    if step:
        lines += [((text, "accent"),) for text in wrap(gettext(_NEXT[step]), width)]
    return lines


def checks_lines(found: CampaignDetails, width: int) -> list[Line]:
    """How many are on the list, ready, and left out by what."""
    row = found.campaign
    if row.channel in PUBLISHED:
        return [((gettext("Everybody reads this text; it goes to nobody by name."), "dim"),)]
    left = {name: number for name, number in found.checks.items() if name not in ("ready", *PASSING)}
    for each in found.recipients:
        if each.state == "skipped":
            left[each.said] = left.get(each.said, 0) + 1
    pieces: list[Piece] = [(fill(gettext("In the list: {clients}"), clients=clients(row.clients)), "")]
    if found.checks:
        ready = found.checks.get("ready", 0) + found.checks.get("quiet", 0)
        pieces.append((fill(gettext(" · ready {n}"), n=count(ready)), "good"))
    if waits := found.checks.get("quiet", 0):
        pieces.append((fill(gettext(" · of them {n} at working hours"), n=count(waits)), "dim"))
    lines: list[Line] = [tuple(pieces)]
    if left:
        told = ", ".join(f"{word('obstacle', name)} {count(number)}" for name, number in left.items())
        said = fill(gettext("Left out {n}: {why}"), n=count(sum(left.values())), why=told)
        lines += [((part, "warn"),) for part in wrap(said, width)]
    return lines


def results_line(row: CampaignRow) -> Line:
    """What came of it so far."""
    if row.publications:
        told = "; ".join(f"{date(each.day)} {each.link} ({each.who})" for each in row.publications)
        return ((fill(gettext("Published: {where}"), where=told), "good"),)
    reached = gettext("held {n}") if row.channel in HELD else gettext("sent {n}")
    pieces: list[Piece] = [(fill(reached, n=count(row.reached)), "good")]
    waits = sum(row.counts.get(state, 0) for state in ("planned", "queued", "soft"))
    if waits:
        pieces.append((fill(gettext(" · waiting {n}"), n=count(waits)), ""))
    rate = share(row.answered / row.reached) if row.reached else NOTHING
    pieces.append((fill(gettext(" · answered {n} ({share})"), n=count(row.answered), share=rate), "accent"))
    pieces.append((fill(gettext(" · came back {n}"), n=count(_back(row))), "bad" if _back(row) else "dim"))
    unknown = row.counts.get("unknown", 0)
    if unknown:
        pieces.append((fill(gettext(" · not known {n}"), n=count(unknown)), "bad"))
    return tuple(pieces)


def control_lines(found: ControlAnswer, width: int) -> list[Line]:
    """What it brought against those held out, and what chance alone may have made of it."""
    told = [brought_head(found), *(text for text, _clear in brought(found))]
    inks = ["title", *("good" if clear else "dim" for _text, clear in brought(found))]
    return [((part, ink),) for text, ink in zip(told, inks, strict=True) for part in wrap(text, width)]


def next_step(found: CampaignDetails) -> str:
    """What a person does next; "" where nothing is left."""
    row = found.campaign
    if row.state in ("cancelled", "measured"):
        return ""
    if row.channel == "email" and not found.tested and row.state in ("draft", "approved"):
        return "test"
    if row.state == "draft":
        return "approve"
    if row.state == "approved":
        return "publish" if row.channel in PUBLISHED else "tasks" if row.channel in HELD else "start"
    if row.counts.get("unknown"):
        return "settle"
    return "on" if row.state in ("running", "paused") else ""


def letter_lines(letter: LetterLine, row: CampaignRow, width: int) -> list[Line]:
    """The message as the client under the cursor would get it."""
    lines: list[Line] = []
    if letter.missing:
        told = fill(gettext("Nothing is known for {words}: he gets nothing."), words=" ".join(letter.missing))
        lines += [((text, "bad"),) for text in wrap(told, width)]
    if letter.subject:
        lines.append(((letter.subject, "strong"),))
    for part in letter.text.split("\n"):
        lines += [((text, ""),) for text in wrap(part, width)] or [()]
    if row.channel == "sms":
        parts = fill(gettext("Messages to pay for: {n}"), n=count(sms_parts(letter.text)))
        lines.append(((parts, "dim"),))
    return lines


def calendar_lines(figures: CampaignFigures, width: int) -> list[Line]:
    """The year by month; a month without anything stands out once it has begun."""
    lines: list[Line] = []
    for month in figures.months:
        begun = month.month <= figures.as_of.month
        told = ", ".join(f"{day.day:02d} {name}{'' if sent else ' …'}" for day, name, _kind, sent in month.campaigns)
        name = f"{month_short(month.month)[:3]:<4}"
        ink = "strong" if month.month == figures.as_of.month else ""
        nothing = gettext("nothing") if begun else ""
        parts = wrap(told, max(20, width - 10)) if told else [nothing]
        quiet = not month.campaigns and begun
        for n, part in enumerate(parts):
            head = f"{name} {count(len(month.campaigns)):>3}  " if not n else " " * 10
            lines.append(((head, ink), (part, "bad" if quiet else "")))
    lines += [(), ((gettext("… is planned and not sent yet."), "dim"),)]
    return lines


def answer_lines(figures: CampaignFigures) -> list[Line]:
    """Useful against commercial, then answers by channel for everybody and by segment."""
    useful = share(figures.useful / figures.messages) if figures.messages else NOTHING
    told = gettext("Useful letters, news and congratulations: {n} of {all} ({share}).")
    lines: list[Line] = [
        ((fill(told, n=count(figures.useful), all=count(figures.messages), share=useful), "strong"),),
    ]
    for each in figures.shares:
        rate = share(each.answered / each.sent) if each.sent else NOTHING
        said = fill(gettext("{n} sent, answered {share}"), n=count(each.sent), share=rate)
        lines.append(((f"  {word('campaign kind', each.kind):<22}", ""), (said, "dim")))
    segment = None
    for line in figures.rates:
        if line.segment != segment:
            segment = line.segment
            lines += [(), ((segment or gettext("All clients"), "title"),)]
        said = fill(gettext("{n} sent, answered {share}"), n=count(line.sent), share=share(line.rate))
        pieces: list[Piece] = [(f"  {word('campaign channel', line.channel):<22}", ""), (said, "")]
        if line.doubtful:
            doubt = gettext("is this the right channel?")
            pieces.append((f"  {glyphs().marked} {doubt}", "bad"))
        lines.append(tuple(pieces))
    if not figures.rates:
        lines += [(), ((gettext("Nothing has been sent yet."), "dim"),)]
    return lines


def cost_lines(figures: CampaignFigures, width: int) -> list[Line]:
    """The own base beside advertising: what a contact costs and brings."""
    titles = (gettext("Own base"), gettext("Advertising"))
    lines: list[Line] = [((f"{'':<34}", ""), (f"{titles[0]:>18}{titles[1]:>18}", "title"))]
    sides = (figures.base, figures.advertising)
    rows: tuple[tuple[str, tuple[str, str]], ...] = (
        (gettext("Contacts"), _both(sides, lambda each: count(each.contacts))),
        (gettext("Spent"), _both(sides, lambda each: short_money(each.money))),
        (gettext("A contact costs"), _both(sides, lambda each: short_money(each.per_contact))),
        (gettext("Sales"), _both(sides, lambda each: short_money(each.sales))),
        (gettext("Margin"), _both(sides, lambda each: short_money(each.margin))),
        (gettext("Margin of a contact"), _both(sides, lambda each: short_money(each.margin_per_contact))),
        (gettext("Margin for a unit of money"), _both(sides, lambda each: _ratio(each.margin_per_money))),
    )
    for title, (base, ads) in rows:
        lines.append(((f"{title:<34}", "dim"), (f"{base:>18}{ads:>18}", "")))
    told = gettext(
        "Twelve months. Own base: messages and calls that reached somebody, spending on retention, sales within {days}"
        " days after. Advertising: enquiries, spending on acquisition, first purchases of those who enquired."
    )
    return [*lines, (), *(((text, "dim"),) for text in wrap(fill(told, days=figures.sales_days), width))]


def _both(sides: tuple[CostLine, CostLine], text: Callable[[CostLine], str]) -> tuple[str, str]:
    return text(sides[0]), text(sides[1])


def _ratio(value: float | None) -> str:
    return NOTHING if value is None else decimal(value, 2)
