"""Store check and the logical dump (spec/cli store check; issue "a logical dump equal to the one before")."""

from __future__ import annotations

from pathlib import Path

import msgspec

from core.entities.client import ClientCard, ClientContacts
from tests.vault.stage import Stage, found_stage, import_cards, import_sales, refs


def fill(stage: Stage) -> str:
    session = stage.enter()
    import_sales(session, portfolio="Центр")
    card = ClientCard("Лютик", external_id="L-1", tags=("опт", "юг"))
    import_cards(session, "Центр", card, contacts=ClientContacts(("+7 900",), ("a@b.example",)))
    return session.upkeep.dump_digest()


def test_check_counts_what_is_there(stage: Stage) -> None:
    found = stage.enter("boris").upkeep.check()
    assert (found.ok, found.clients, found.lines, found.pages, found.batches) == (True, 5, 5, 3, 2)
    assert found.records == 10, "5 cards, 2 contacts, 3 portfolios"


def test_check_counts_for_a_manager_what_he_opens(stage: Stage) -> None:
    ivan, vera = stage.enter("ivan").upkeep.check(), stage.enter("vera").upkeep.check()
    assert (ivan.ok, ivan.clients, ivan.lines) == (True, 3, 5)
    assert (vera.ok, vera.clients, vera.lines) == (True, 0, 0)


def test_equal_data_in_two_stores_give_equal_dumps(tmp_path: Path) -> None:
    """Ids, nonces, logs and epochs differ; the data does not."""
    dumps = []
    for name in ("one", "two"):
        stage = found_stage(tmp_path / f"{name}.kartoteka")
        dumps.append(fill(stage))
        stage.close()
    assert dumps[0] == dumps[1]


def test_every_change_of_data_changes_the_dump(empty: Stage) -> None:
    seen = [empty.enter().upkeep.dump_digest(), fill(empty)]
    session = empty.enter()
    client_id = refs(session)["C-1"]
    for field, value in (("city", "Псков"), ("tags", ("розница",)), ("note", "звонить утром"), ("created_day", 5)):
        stored = session.clients.stored(client_id)
        session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, **{field: value}))
        seen.append(session.upkeep.dump_digest())
    for sale in (("C-1", "РН-1", 0, "болт", 1), ("C-1", "РН-7", 1, "болт", 1), ("C-2", "РН-7", 1, "болт", 1)):
        import_sales(session, [sale], "Центр")
        seen.append(session.upkeep.dump_digest())
    session.staffing.create_portfolio("Восток", "anna")
    seen.append(session.upkeep.dump_digest())
    assert len(set(seen)) == len(seen)


def test_the_dump_does_not_change_by_looking(stage: Stage) -> None:
    one = stage.enter("boris")
    before = one.upkeep.dump_digest()
    one.clients.history(refs(one)["C-1"])
    one.end()
    assert stage.enter("boris").upkeep.dump_digest() == before
