"""Offboarding: out at once, portfolios handed over, every key he knew renewed, a paper that says so (U23, store §7)."""

from __future__ import annotations

import dataclasses
from zoneinfo import ZoneInfo

import pytest

from core.problem import ExitCode, Problem
from storage.access.exposure import DAY_US, windows
from storage.audit.kinds import Kind
from storage.vault.leaving import Certificate, Signed
from tests.vault.stage import START_US, Stage, faults, refs
from tests.vault.test_people import ALL, NAMES, opened
from tests.vault.test_rotation import CutOff, old_key, opens_nothing


def test_U23_a_head_offboards_a_manager_in_one_go(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    key, firm = old_key(ivan, "Север"), ivan.entered.keyring.firm
    client = refs(ivan)["C-1"]
    ivan.clients.history(client)
    boris = stage.enter("boris")
    dump = boris.upkeep.dump_digest()
    done = boris.leaving.offboard("ivan", "petr")
    assert (done.handed_over, done.clients_renewed, done.missing) == (1, 3, ())
    assert opens_nothing(stage, key) and firm is not None
    assert opened(stage.enter("petr")) == {"Север": ALL, "Юг": ALL}
    assert set(refs(stage.enter("petr"))) == {"C-1", "C-2", "C-3", "L-1", "L-2"}
    with pytest.raises(Problem):
        stage.enter("ivan")
    with pytest.raises(Problem):
        ivan.clients.load()
    assert done.certificate is not None
    paper = boris.leaving.check(done.certificate)
    assert (paper.login, paper.successor, paper.grants_left, paper.signer) == ("ivan", "petr", 0, "boris")
    assert (paper.firm_epoch, paper.index_epoch) == (2, 2)
    assert paper.suspended_us and paper.suspended_us <= paper.done_us
    assert stage.sql('SELECT count(*) FROM "grant" WHERE member_id = ?', ivan.entered.identity.person_id) == [(0,)]
    assert stage.enter("boris").upkeep.dump_digest() != dump, "the portfolio is petr's now"
    assert faults(stage.enter("boris")) == [] and stage.enter("boris").trail.verify().ok


def test_the_admin_does_the_first_half_and_a_head_the_second(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    first = stage.enter("adam").leaving.offboard("ivan")
    assert (first.missing, first.certificate, first.clients_renewed) == (("keys",), None, 0)
    with pytest.raises(Problem):
        ivan.clients.load()
    second = stage.enter("boris").leaving.offboard("ivan", "petr")
    assert second.certificate is not None and second.missing == ()
    assert opened(stage.enter("petr")) == {"Север": ALL, "Юг": ALL}


@pytest.mark.parametrize("after", range(0, 14, 2))
def test_offboarding_cut_off_anywhere_is_gone_on_with(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    key = old_key(stage.enter("ivan"), "Север")
    boris = stage.enter("boris")
    real, left = boris.entered.gate.transaction, [after]

    def transaction() -> object:
        if not left[0]:
            raise CutOff
        left[0] -= 1
        return real()

    with monkeypatch.context() as patched:
        patched.setattr(boris.entered.gate, "transaction", transaction)
        with pytest.raises(CutOff):
            boris.leaving.offboard("ivan", "petr")
    done = stage.enter("boris").leaving.offboard("ivan", "petr") if _is_there(stage, "ivan") else None
    assert done is None or (done.missing == () and done.certificate is not None)
    assert opens_nothing(stage, key)
    assert opened(stage.enter("petr")) == {"Север": ALL, "Юг": ALL}
    assert opened(stage.enter("boris")) == dict.fromkeys(NAMES, ALL)
    assert faults(stage.enter("boris")) == [] and stage.enter("boris").trail.verify().ok


def _is_there(stage: Stage, login: str) -> bool:
    return stage.sql("SELECT state FROM roster WHERE login = ?", login) != [("left",)]


def test_a_successor_is_named_while_there_are_portfolios(stage: Stage) -> None:
    boris = stage.enter("boris")
    for successor in ("", "ivan"):
        with pytest.raises(Problem) as told:
            boris.leaving.offboard("ivan", successor)
        assert told.value.exit_code == ExitCode.BAD_INPUT
    assert opened(stage.enter("ivan")) == {"Север": ALL}


@pytest.mark.parametrize("who", ["ivan", "klara", "vera"])
def test_others_offboard_nobody(stage: Stage, who: str) -> None:
    with pytest.raises(Problem) as told:
        stage.enter(who).leaving.offboard("petr", "boris")
    assert told.value.exit_code == ExitCode.REFUSED
    assert opened(stage.enter("petr")) == {"Юг": ALL}


def test_a_changed_certificate_is_none(stage: Stage) -> None:
    boris = stage.enter("boris")
    paper = boris.leaving.offboard("ivan", "petr").certificate
    assert paper is not None
    changed = paper.text.replace('"grants_left": 0', '"grants_left": 1')
    assert changed != paper.text
    for bad in (Signed(changed, paper.signature), Signed(paper.text, paper.signature[:-4] + "AAA="), Signed("{}", "")):
        with pytest.raises(Problem) as told:
            boris.leaving.check(bad)
        assert told.value.exit_code == ExitCode.BAD_INPUT
    assert isinstance(stage.enter("vera").leaving.check(paper), Certificate)


def test_the_report_counts_for_everybody_and_names_for_the_auditor(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    ids = refs(ivan)
    for ref in ("C-1", "C-2", "C-1"):
        ivan.clients.history(ids[ref])
    by_head = stage.enter("boris").exposures.of("ivan")
    assert [(each.days, each.opened) for each in by_head.windows] == [(30, 2), (90, 2), (180, 2)]
    assert by_head.clients == 3 and by_head.windows[0].share == pytest.approx(2 / 3)
    by_admin, by_auditor = stage.enter("adam").exposures.of("ivan"), stage.enter("vera").exposures.of("ivan")
    assert by_admin.clients is None and by_admin.windows[0].share is None and by_admin.seen == by_head.seen == ()
    assert set(by_auditor.seen) == {("opened", ids["C-1"]), ("opened", ids["C-2"])}
    assert dataclasses.replace(by_admin.windows[0]) == by_auditor.windows[0]
    assert stage.sql("SELECT count(*) FROM log WHERE kind = ?", int(Kind.EXPOSURE_READ)) == [(3,)]
    with pytest.raises(Problem):
        stage.enter("petr").exposures.of("ivan")


def test_windows_night_and_bursts() -> None:
    hour = 3_600_000_000
    noon = START_US - START_US % DAY_US + 12 * hour
    read, reveal, export = int(Kind.DOSSIER_READ), int(Kind.REVEAL), int(Kind.EXPORT)
    seen = [(noon - 100 * DAY_US, read, b"a"), (noon - 40 * DAY_US, export, b"x"), (noon - 40 * DAY_US, export, b"y")]
    seen += [(noon + n, read, bytes([n])) for n in range(30)]
    seen += [(noon + 11 * hour, read, b"n"), (noon + 17 * hour, read, b"m"), (noon, reveal, b"a"), (noon, reveal, b"a")]
    short, middle, long = windows(seen, noon + DAY_US, ZoneInfo("UTC"), 64)
    assert (short.opened, short.night, short.busiest_hour, short.busiest_day) == (32, 2, 30, 31)
    assert (short.revealed, short.exported, short.share) == (1, 0, 0.5)
    assert (middle.exported, middle.opened) == (2, 32)
    assert long.opened == 33
    assert windows([], noon, ZoneInfo("UTC"), None)[0].share is None
