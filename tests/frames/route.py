"""Which frames are kept: every workplace with its tabs, the card, the dossier, the map, the questionnaire, dialogs."""

from __future__ import annotations

from dataclasses import dataclass

from core.entities.vocabulary import Role

RIGHT = ("right",)


@dataclass(frozen=True)
class Stop:
    """One frame: the keys that lead to it from the frame before."""

    title: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Walk:
    """The frames of one screen, in the order one walks through them from a workplace."""

    screen: str
    place: str
    stops: tuple[Stop, ...]


def _walk(screen: str, place: str, *stops: tuple[str, tuple[str, ...]]) -> Walk:
    return Walk(screen, place, tuple(Stop(title, keys) for title, keys in stops))


def _tabs(screen: str, place: str, first: str, *others: str) -> Walk:
    return _walk(screen, place, (first, ()), *((title, RIGHT) for title in others))


CARD_TABS = ("people", "history", "orders", "white space", "work", "dossier", "commitments", "risks", "files")

HEAD: tuple[Walk, ...] = (
    _walk("today", "TODAY", ("today", ())),
    _walk(
        "clients",
        "ACC",
        ("list", ()),
        ("filter", ("slash",)),
        ("order", ("escape", "s")),
        ("tags", ("escape", "m")),
        ("search", ("escape", "f2", *"ветер")),
        ("new client", ("escape", "insert")),
        ("commands", ("escape", "f3")),
        ("menu", ("escape", "f9")),
        ("help", ("escape", "f1")),
        ("tips", ("b",)),
    ),
    _tabs("recovery", "REC", "queue", "cases", "buying less", "outcomes"),
    _tabs("classification", "SEG", "pyramid", "ladder", "matrix", "anchors", "targets", "review", "groups", "portrait"),
    _walk("key clients", "KEY", ("list", ())),
    _walk(
        "white space",
        "WHITE",
        ("list", ()),
        ("one client", ("enter",)),
        ("price list", ("escape", "p")),
    ),
    _walk(
        "campaigns",
        "CAMP",
        ("list", ()),
        ("calendar", RIGHT),
        ("frequency", RIGHT),
        ("answers", RIGHT),
        ("spending", RIGHT),
        ("one campaign", (*RIGHT, "enter")),
    ),
    _tabs("figures", "MET", "flow", "stages", "tools", "cohorts", "funnel", "trend", "plan", "claims"),
    _walk("dependency", "DEP", ("list", ()), ("without him", ("w",))),
    _tabs("team", "TEAM", "time", "load", "plan", "visits", "hand-overs", "year", "key accounts"),
    _walk("group tasks", "GROUP", ("list", ()), ("one task", ("enter",))),
    _walk("loyalty", "LOYAL", ("list", ()), ("one programme", ("enter",)), ("report", RIGHT)),
    _walk("orders and accounting", "GAPS", ("list", ())),
    _walk("commitments", "COMMIT", ("list", ()), ("all", ("a",))),
    _walk("complaints", "CASE", ("list", ()), ("causes", ("p",))),
    _walk("enquiries", "ENQ", ("list", ())),
    _walk("doubles", "DUP", ("list", ()), ("side by side", ("enter",))),
    _walk("quality", "DQ", ("amiss", ()), ("unknown", ("w",))),
    _walk("import", "IMP", ("source", ())),
    _walk("exports", "EXP", ("list", ())),
    _walk("rules", "SET", ("list", ()), ("own fields", ("f",))),
    _walk("people and keys", "ADM", ("list", ())),
    _walk(
        "card",
        "ACC",
        ("overview", ("enter",)),
        *((title, RIGHT) for title in CARD_TABS),
        ("edit", (*RIGHT, "f4")),
        ("contact", ("escape", "f5")),
        ("task", ("escape", "f6")),
        ("state", ("escape", "n")),
        ("deputy", ("escape", "o")),
        ("new person", ("escape", *RIGHT, "n")),
        ("profile", ("escape", "p")),
        ("remove", ("escape", "left", "delete")),
    ),
    _walk("map", "ACC", ("map", ("enter", "m"))),
    _walk(
        "dossier",
        "ACC",
        ("sections", ("enter", "e")),
        ("write", ("f4",)),
        ("plan", ("escape", "t")),
        ("print", ("escape", "p")),
    ),
    _walk(
        "questionnaire",
        "ACC",
        ("person", ("enter", *RIGHT, "q")),
        ("answer", ("enter",)),
        ("country", ("escape", "c")),
        ("take from", ("escape", "t")),
        ("print", ("escape", "p")),
        ("dictionary", ("escape", "d")),
        ("fields", ("escape", "f")),
        ("variants", ("escape", "v")),
        ("countries", ("escape", "c", "pagedown", "enter")),
    ),
    _walk(
        "order",
        "ACC",
        ("form", ("enter", *RIGHT * 3, "f4")),
        ("people", ("tab",)),
        ("add", ("n",)),
        ("from another order", ("escape", "o")),
    ),
)
AUDITOR: tuple[Walk, ...] = (_tabs("audit", "AUD", "log", "watch", "budgets", "state"),)
ROUTES: tuple[tuple[Role, tuple[Walk, ...]], ...] = (("head", HEAD), ("auditor", AUDITOR))
