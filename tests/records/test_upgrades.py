from __future__ import annotations

import msgspec
import pytest

from core.entities.firm_figures import FIGURES_VERSION, Correction
from core.problem import Problem
from storage.records.bodies import FIGURES, Body, BodyBroken, Kind
from tests.records.frozen import FIRM_FIGURES_1


def test_U35_firm_figures_of_version_1_are_read_without_a_correction() -> None:
    found = FIGURES.decode(FIRM_FIGURES_1)
    assert (found.v, found.f.v, found.c) == (FIGURES_VERSION, FIGURES_VERSION, "person")
    assert found.f.correction is None
    assert (found.f.log_size, found.f.parameters.k, found.f.cuts.abc_a) == (42, 1.9, 120_000)
    assert found.f.months == (("2011-11", 1000), ("2011-12", 500))


def test_a_correction_comes_back_as_it_was_written() -> None:
    old = FIGURES.decode(FIRM_FIGURES_1).f
    layer = Correction(-0.1, (0.1,) * 7, (1.0,) * 7, (2.0,) * 7, 400)
    again = FIGURES.decode(FIGURES.encode(msgspec.structs.replace(old, correction=layer), "person"))
    assert again.f.correction == layer


def test_a_newer_version_is_refused_and_a_broken_old_one_is_no_body() -> None:
    body = msgspec.msgpack.decode(FIRM_FIGURES_1)
    with pytest.raises(Problem, match="newer program"):
        FIGURES.decode(msgspec.msgpack.encode({**body, "v": FIGURES_VERSION + 1}))
    for broken in ({**body, "v": 0}, {**body, "k": "card"}, {**body, "f": {"v": 1}}, {**body, "f": 3}):
        with pytest.raises(BodyBroken):
            FIGURES.decode(msgspec.msgpack.encode(broken))


def test_upgrades_run_one_after_the_other() -> None:
    class Third(msgspec.Struct, frozen=True):
        name: str
        parts: int

    kind = Kind("thing", 3, Third, (lambda f: {"name": f["title"]}, lambda f: {**f, "parts": 2}))
    first = msgspec.msgpack.encode({"v": 1, "k": "thing", "c": "person", "f": {"title": "a"}})
    second = msgspec.msgpack.encode({"v": 2, "k": "thing", "c": "person", "f": {"name": "b"}})
    assert kind.decode(first) == Body(3, "thing", "person", Third("a", 2))
    assert kind.decode(second).f == Third("b", 2)
    with pytest.raises(ValueError, match="every version"):
        Kind("thing", 3, Third)
