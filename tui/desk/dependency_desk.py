"""Critical dependency at the desk: shares, bands with a memory, groups, departments, managers (S03.98–S03.102)."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.money import Money
from core.entities.work import Task
from core.problem import N_, Problem
from core.recovery.stake import money, year_value
from core.wording import fill, gettext
from core.wording.worth import share_name
from core.worth.bands import held_bands, share_history
from core.worth.dependency import BANDS, Band, Dependency, Share, dependency, extra_sales, without
from core.worth.periods import day_of
from tui.desk.answers_worth import DependencyAnswer, LevelRow, ShareRow, WhatIf

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SELECTION_KEY = "selection"
"""Key of a saved selection among the shares."""
PACK_DAYS = (7, 14, 30)
"""When the tasks of a pack are due."""
PACK_CLIENTS = 5
"""Clients to grow that a pack names."""


class DependencyDesk:
    """Who holds how much."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._figures = desk.figures()

    def answer(
        self, owner: str | None, gone: str | None, department: str | None, selection: str | None
    ) -> DependencyAnswer:
        """Shares of 12 months."""
        desk, figures, base = self._desk, self._figures, self._desk.base
        mask = self.among(owner, department)
        chosen = [] if selection is None else desk.selections.resolve(selection)
        state = self._state(mask, chosen)
        what_if = None
        if gone is not None:
            if gone != SELECTION_KEY:
                desk.place_of(gone)
            key = next((each.key for each in state.shares if gone in each.clients), gone)
            what_if = self._what_if(state, key)
        positive = [each for each in state.shares if each.turnover > 0]
        held = self._held(positive, mask)
        title = "" if selection is None else desk.selections.name(selection)
        shown = tuple(self._share(each, band, state.turnover, title) for each, band in zip(positive, held, strict=True))
        return DependencyAnswer(
            shares=shown,
            bands={band: sum(each.band == band for each in shown) for band in BANDS},
            clients=state.clients,
            turnover=Money(state.turnover, base.currency),
            mono=state.mono,
            hhi=state.hhi,
            from_margin=figures.firm.from_margin,
            what_if=what_if,
            owner=owner,
            as_of=figures.as_of,
            log_size=desk.log_size(),
            department=department,
            selection=title,
            levels=self._levels(),
        )

    def among(self, owner: str | None, department: str | None) -> Bool | None:
        """Clients of a person or department; None for all. Raises Problem (BAD_INPUT) for names that are none."""
        base = self._desk.base
        if owner is not None and owner not in base.owners:
            raise Problem(N_("Nobody by that name has clients here: see the names with clients."))
        departments = self.departments
        if department is not None and department not in departments:
            raise Problem(N_("There is no department of that name here: see the departments of the portfolios."))
        if owner is None and department is None:
            return None
        of = [
            (owner in (None, name)) and (department in (None, label))
            for name, label in zip(base.owners, departments, strict=True)
        ]
        places = np.array(base.portfolio, np.int64)
        return np.array(of, np.bool_)[places] if len(places) else np.zeros(0, np.bool_)

    @functools.cached_property
    def departments(self) -> list[str]:
        """Label of the department of every portfolio, in their order."""
        notes = self._desk.session.staffing.portfolios()
        return [notes[each].department for each in self._desk.base.portfolios]

    def pack(self, client_id: str) -> int:
        """Tasks from an alarm: find new clients, grow the others; gives how many were written (S03.101)."""
        desk, base = self._desk, self._desk.base
        state = self._state(None, [])
        share = next((each for each in state.shares if client_id in each.clients), None)
        if share is None or share.band == "none":
            raise Problem(N_("This share is below the first band: there is nothing to spread yet."))
        today = day_of(desk.today_date())
        name = base.cards[base.place[bytes.fromhex(share.key)]].name
        first = Task(
            kind="other",
            text=fill(gettext("Acquire new clients: {name} holds too large a share"), name=name),
            due=today + PACK_DAYS[0],
            source="S03.101",
        )
        desk.work.add_task("", first)
        others = [each for each in state.shares if each.key != share.key and each.turnover > 0][:PACK_CLIENTS]
        for number, each in enumerate(others):
            grown = Task(
                kind="offer",
                text=gettext("Growth: offer more, so that nobody depends on one client"),
                due=today + PACK_DAYS[1 if number < len(others) // 2 else 2],
                source="S03.101",
            )
            desk.work.add_task(each.clients[0], grown)
        return 1 + len(others)

    # Within
    @functools.cached_property
    def _margins(self) -> Int64:
        """Margin of 12 months of every client."""
        days, firm = self._figures.days, self._figures.firm
        return year_value(days, money(days, firm.from_margin, firm.margin_share), days.as_of, self._figures.rules)

    @functools.cached_property
    def _firms(self) -> list[list[int]]:
        """Confirmed groups of firms, as rows of the base."""
        return [list(rows) for rows in self._desk.firm_groups.rows()]

    def _state(self, mask: Bool | None, chosen: Sequence[str]) -> Dependency:
        figures, base = self._figures, self._desk.base
        rows = range(len(base.ids)) if mask is None else np.flatnonzero(mask).tolist()
        values = self._margins
        turnover = {base.ids[row].hex(): int(figures.axes.turnover_12m[row]) for row in rows}
        margin = {base.ids[row].hex(): int(values[row]) for row in rows}
        picked = [each for each in chosen if each in turnover]
        groups: dict[str, list[str]] = {}
        if picked:
            groups[SELECTION_KEY] = picked
        for key, members in self._groups(turnover).items():
            if not set(members) & set(picked):
                groups[key] = members
        return dependency(turnover, margin, groups, figures.rules)

    def _groups(self, turnover: Mapping[str, int]) -> dict[str, list[str]]:
        """Confirmed groups of firms among these clients, each under the id of its largest member (S03.99)."""
        base, groups = self._desk.base, {}
        for rows in self._firms:
            members = [each for row in rows if (each := base.ids[row].hex()) in turnover]
            if len(members) > 1:
                groups[max(members, key=lambda each: (turnover[each], each))] = members
        return groups

    def _held(self, shares: Sequence[Share], mask: Bool | None) -> list[Band]:
        """Bands in force, with their memory of the last months (S03.100)."""
        figures, base = self._figures, self._desk.base
        key_of = {base.place[bytes.fromhex(each)]: at for at, share in enumerate(shares) for each in share.clients}
        history = share_history(figures.days, key_of, len(shares), mask, figures.rules)
        return held_bands(history, figures.rules)

    def _levels(self) -> tuple[LevelRow, ...]:
        """The largest share of every department and manager, with its band (S03.100)."""
        base, found = self._desk.base, []
        labels = self.departments
        scopes: list[tuple[str, str, str | None, str | None]]
        scopes = [("department", label, None, label) for label in sorted(set(labels)) if label]
        scopes += [("manager", name, name, None) for name in sorted(set(base.owners), key=str.casefold)]
        for level, name, owner, department in scopes:
            mask = self.among(owner, department)
            state = self._state(mask, [])
            top = next((each for each in state.shares if each.turnover > 0), None)
            if top is None:
                found.append(LevelRow(level, name, "", "", 0.0, "none", "none", 0, False))
                continue
            band = self._held([top], mask)[0]
            client = base.cards[base.place[bytes.fromhex(top.key)]].name
            found.append(
                LevelRow(
                    level,
                    name,
                    top.key,
                    share_name(client, len(top.clients)),
                    top.turnover_share,
                    top.band,
                    band,
                    state.clients,
                    state.mono,
                )
            )
        return tuple(found)

    def _share(self, share: Share, held: Band, whole: int, title: str) -> ShareRow:
        base, rules = self._desk.base, self._figures.rules
        picked = share.key == SELECTION_KEY
        row = base.place[bytes.fromhex(share.clients[0] if picked else share.key)]
        return ShareRow(
            id=share.key,
            name=title if picked else share_name(base.cards[row].name, len(share.clients)),
            owner="" if picked else base.owner(row),
            clients=len(share.clients),
            turnover=Money(share.turnover, base.currency),
            turnover_share=share.turnover_share,
            margin_share=share.margin_share,
            band=share.band,
            margin_band=share.margin_band,
            extra=Money(extra_sales(share.turnover, whole, rules.dependency_note), base.currency),
            held=held,
            members=share.clients,
        )

    def _what_if(self, state: Dependency, key: str) -> WhatIf | None:
        gone, currency = without(state, key, self._figures.rules), self._desk.base.currency
        if gone is None:
            return None
        return WhatIf(
            without=key,
            turnover=Money(gone.turnover, currency),
            margin=Money(gone.margin, currency),
            lost_turnover=Money(gone.lost_turnover, currency),
            lost_margin=Money(gone.lost_margin, currency),
            next_share=gone.next_share,
            next_band=gone.next_band,
        )
