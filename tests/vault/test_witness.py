"""A witness on another machine: what it accepts, what it catches; its silence hinders nobody (spec/security §4)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from core.rules import DEFAULT
from storage.audit.checkpoint import Checkpoint, cosign, parse, sign_checkpoint
from storage.audit.kinds import Kind
from storage.audit.witness import Channel, Visit, Witness
from storage.sealing.sign import Signer
from storage.vault.serving import MOST_QUESTIONS, Serving
from tests.vault.stage import START_US, Stage, logged
from tests.vault.test_assurance import come_in, refused

NOW_S = START_US // 1_000_000


def channel_of(stage: Stage) -> Channel:
    """Lines to the store and back, as an ssh connection carries them."""
    return Serving(stage.premises()).answer


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path / "witness")


def enrol(stage: Stage, witness: Witness, login: str = "vera") -> None:
    session = stage.enter(login)
    session.custody.set_witness(witness.public, witness.name)
    session.end()


def visit(stage: Stage, witness: Witness, later_s: int = 0) -> Visit:
    return witness.visit(channel_of(stage), stage.clock.now_us // 1_000_000 + later_s)


class TestVisit:
    def test_pull_compare_keep_cosign(self, stage: Stage, witness: Witness) -> None:
        enrol(stage, witness)
        first = visit(stage, witness)
        assert (first.kept_size, first.taken, first.contradiction, first.first) == (0, True, False, True)
        come_in(stage)
        second = visit(stage, witness)
        assert second.kept_size == first.size < second.size
        assert (second.taken, second.contradiction) == (True, False)
        assert logged(stage, Kind.CHECKPOINT) == 2
        assert visit(stage, witness).taken
        assert logged(stage, Kind.CHECKPOINT) == 2, "a visit to a log that did not grow leaves no entry of its own"

    def test_the_store_takes_the_cosignature_back(self, stage: Stage, witness: Witness) -> None:
        enrol(stage, witness)
        found = visit(stage, witness)
        session = stage.enter("vera")
        cosigned = session.custody.cosigned()
        assert cosigned is not None and cosigned.size == found.size
        session.end()

    def test_kept_on_disk_before_it_is_handed_out(self, stage: Stage, witness: Witness) -> None:
        enrol(stage, witness)
        serving = Serving(stage.premises())
        kept: list[bool] = []

        def channel(line: bytes) -> bytes:
            if json.loads(line)["ask"] == "cosigned":
                kept.append(any(witness.folder.glob("*.checkpoint")))
            return serving.answer(line)

        witness.visit(channel, NOW_S)
        assert kept == [True]

    def test_a_witness_that_cannot_keep_does_not_cosign(
        self, stage: Stage, witness: Witness, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        enrol(stage, witness)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("storage.audit.witness.os.fsync", full)
        with pytest.raises(Problem):
            visit(stage, witness)
        assert logged(stage, Kind.CHECKPOINT) == 0

    def test_unknown_witnesses_are_answered_and_not_believed(self, stage: Stage, witness: Witness) -> None:
        assert not visit(stage, witness).taken
        enrol(stage, witness)
        session = stage.enter("anna")
        session.custody.set_witness(witness.public, witness.name, present=False)
        assert session.custody.witnesses() == []
        session.end()
        assert not visit(stage, witness).taken

    @pytest.mark.parametrize("login", ["boris", "ivan", "adam", "klara"])
    def test_only_owner_and_auditor_enter_witnesses(self, stage: Stage, witness: Witness, login: str) -> None:
        session = stage.enter(login)
        with pytest.raises(Problem) as told:
            session.custody.set_witness(witness.public, witness.name)
        assert told.value.exit_code == ExitCode.REFUSED
        session.end()

    def test_a_login_rests_on_the_cosigned_root(self, stage: Stage, witness: Witness) -> None:
        """Signatures before the cosigned checkpoint are not verified one by one again."""
        enrol(stage, witness)
        found = visit(stage, witness)
        checked = come_in(stage, "petr")
        assert checked.entries == checked.size and checked.signatures == checked.size - found.size < 10


class TestContradiction:
    def _witnessed_then_cut(self, stage: Stage, witness: Witness, tmp_path: Path) -> Visit:
        enrol(stage, witness)
        kept = stage.keep(tmp_path / "kept")
        come_in(stage, "boris")
        found = visit(stage, witness)
        stage.put_back(kept)
        for file in stage.path.parent.glob(stage.path.name + ".seen-*"):
            file.unlink()
        return found

    def test_a_tail_cut_together_with_every_file_beside_the_store(
        self, stage: Stage, witness: Witness, tmp_path: Path
    ) -> None:
        found = self._witnessed_then_cut(stage, witness, tmp_path)
        stage.path.with_name(stage.path.name + ".witnessed").unlink()
        assert come_in(stage).contradiction is None, "this machine alone cannot know"
        again = visit(stage, witness)
        assert (again.contradiction, again.kept_size) == (True, found.size)
        assert again.taken, "the store takes the refuted checkpoint in"
        assert refused(stage, "boris").facts["reason"] == "checkpoint"
        assert refused(stage, "ivan").facts["reason"] == "checkpoint"
        session = stage.enter("vera")
        assert session.custody.contradiction is not None
        session.end()

    def test_the_cosignature_beside_the_store_is_enough(self, stage: Stage, witness: Witness, tmp_path: Path) -> None:
        self._witnessed_then_cut(stage, witness, tmp_path)
        assert refused(stage).facts["reason"] == "cut"

    def test_a_full_rewrite_with_every_key_of_the_machine(self, stage: Stage, witness: Witness, tmp_path: Path) -> None:
        """Another history of the same length, signed by the same people: only the root is another."""
        self._witnessed_then_cut(stage, witness, tmp_path)
        stage.path.with_name(stage.path.name + ".witnessed").unlink()
        session = stage.enter("boris")
        for _ in range(20):
            session.entered.gate.note(Kind.CLIENT_LISTED)
        session.end()
        assert visit(stage, witness).contradiction
        with pytest.raises(Problem):
            stage.enter("ivan")

    def test_a_fork_shows_to_the_second_of_two_witnesses(self, stage: Stage, tmp_path: Path) -> None:
        one, two = Witness(tmp_path / "one"), Witness(tmp_path / "two")
        enrol(stage, one)
        enrol(stage, two, "anna")
        assert visit(stage, one).taken and visit(stage, two).taken
        fork = stage.copy(tmp_path / "fork.kartoteka")
        come_in(stage, "ivan")
        come_in(fork, "petr")
        come_in(fork, "petr")
        assert not visit(stage, one).contradiction
        assert not visit(fork, two).contradiction, "each sees one branch and it grows"
        assert visit(fork, one).contradiction and visit(stage, two).contradiction
        fork.close()

    def test_a_settled_contradiction_opens_again(self, stage: Stage, witness: Witness, tmp_path: Path) -> None:
        self._witnessed_then_cut(stage, witness, tmp_path)
        assert visit(stage, witness).contradiction
        stage.clock.pass_seconds(5)
        session = stage.enter("vera")
        session.custody.settle("диск заменён, часть дня потеряна")
        session.end()
        assert come_in(stage).contradiction is None

    def test_the_advertised_gap(self, stage: Stage, witness: Witness, tmp_path: Path) -> None:
        """What was cut after the last witnessed checkpoint, with every file of this machine, nobody can know."""
        enrol(stage, witness)
        visit(stage, witness)
        kept = stage.keep(tmp_path / "kept")
        come_in(stage, "boris")
        stage.put_back(kept)
        for file in stage.path.parent.glob(stage.path.name + ".seen-*"):
            file.unlink()
        assert come_in(stage).contradiction is None
        assert not visit(stage, witness).contradiction


class TestSilence:
    def test_no_cosignature_for_seven_days_is_a_banner_and_no_lock(self, stage: Stage, witness: Witness) -> None:
        enrol(stage, witness)
        visit(stage, witness)
        stage.clock.pass_seconds(DEFAULT.witness_days * 86_400 - 60)
        session = stage.enter("vera")
        assert session.custody.alarms().silent_days == 0
        session.end()
        stage.clock.pass_seconds(120)
        assert come_in(stage).contradiction is None
        for login, days in (("vera", 7), ("anna", 7), ("adam", 7), ("ivan", 0)):
            session = stage.enter(login)
            assert session.custody.alarms().silent_days == days
            session.end()

    def test_a_store_of_several_without_a_witness_says_so_to_its_keepers(self, stage: Stage, empty: Stage) -> None:
        for login, told in (("vera", True), ("anna", True), ("ivan", False)):
            session = stage.enter(login)
            assert session.custody.alarms().no_witness is told
            session.end()
        alone = empty.enter("anna")
        assert not alone.custody.alarms().no_witness
        alone.end()


def false_note(note: str, stage: Stage) -> str:
    """A checkpoint of the right log, signed by somebody else's store key."""
    point, _ = parse(note)
    return sign_checkpoint(Checkpoint(point.origin, point.size + 5, b"\7" * 32), Signer(b"\1" * 32))


LIES: dict[str, Callable[[dict[str, object], Stage], object]] = {
    "another root under our key": lambda told, stage: told | {
        "note": false_note(str(told["note"]), stage), "key": Signer(b"\1" * 32).public.hex()},
    "a signature that is not ours": lambda told, stage: told | {"note": false_note(str(told["note"]), stage)},
    "another origin": lambda told, _: told | {"note": str(told["note"]).replace("/1\n", "/2\n")},
    "a path for an origin": lambda told, _: told | {"note": "kartoteka/../../etc\n1\nx\n\n"},
    "no key": lambda told, _: told | {"key": ""},
    "an error": lambda told, _: told | {"error": "store"},
    "an unknown field": lambda told, _: told | {"x": 1},
    "no JSON": lambda _told, _stage: b"hello\n",
    "nothing": lambda _told, _stage: b"",
    "far too much": lambda told, _: told | {"note": "x" * 70_000},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_store_that_lies_gets_no_cosignature(stage: Stage, witness: Witness, lie: str) -> None:
    enrol(stage, witness)
    visit(stage, witness)
    come_in(stage)
    serving = Serving(stage.premises())
    asked: list[str] = []

    def channel(line: bytes) -> bytes:
        ask = json.loads(line)["ask"]
        asked.append(ask)
        told = serving.answer(line)
        if ask == "checkpoint":
            changed = LIES[lie](json.loads(told), stage)
            return changed if isinstance(changed, bytes) else json.dumps(changed).encode() + b"\n"
        return told

    with pytest.raises(Problem):
        witness.visit(channel, NOW_S)
    assert "cosigned" not in asked


@pytest.mark.parametrize("harm", ["short", "long", "flipped", "empty", "nonsense"])
def test_a_false_proof_is_a_contradiction(stage: Stage, witness: Witness, harm: str) -> None:
    enrol(stage, witness)
    visit(stage, witness)
    come_in(stage)
    serving = Serving(stage.premises())

    def channel(line: bytes) -> bytes:
        told = json.loads(serving.answer(line))
        if json.loads(line)["ask"] == "proof":
            proof = list(told["proof"])
            told["proof"] = {
                "short": proof[:-1],
                "long": [*proof, proof[0]],
                "flipped": [proof[0].swapcase(), *proof[1:]],
                "empty": [],
                "nonsense": ["?", *proof],
            }[harm]
        return json.dumps(told).encode()

    found = witness.visit(channel, NOW_S)
    assert found.contradiction
    assert not found.taken, "the log is whole, so the store does not believe it"
    assert come_in(stage).contradiction is None


@pytest.mark.parametrize(
    "line",
    [
        b"", b"\n", b"{}", b"[]", b'{"ask":"rows"}', b'{"ask":"proof","old":-1,"new":2}',
        b'{"ask":"proof","old":9,"new":2}',
        b'{"ask":"proof","old":1,"new":99999}', b'{"ask":"proof","old":0,"new":0}', b'{"ask":"cosigned","note":"x"}',
        b'{"ask":"refuted","note":"x"}', b'{"ask":"checkpoint","x":1}', b"\xff\xfe", b"{" * 70_000,
    ],
)  # fmt: skip
def test_nonsense_to_the_store_is_answered_in_a_word(stage: Stage, line: bytes) -> None:
    told = json.loads(Serving(stage.premises()).answer(line))
    assert told["error"] or not told["taken"]
    assert told["note"] == "" and told["proof"] == []


def test_a_visit_has_an_end(stage: Stage) -> None:
    serving = Serving(stage.premises())
    for _ in range(MOST_QUESTIONS):
        assert not json.loads(serving.answer(b'{"ask":"checkpoint"}'))["error"]
    assert json.loads(serving.answer(b'{"ask":"checkpoint"}'))["error"]


def test_a_cosignature_for_a_state_the_store_never_had_is_not_taken(stage: Stage, witness: Witness) -> None:
    enrol(stage, witness)
    premises = stage.premises()
    ahead = sign_checkpoint(Checkpoint(premises.origin, premises.log_size() + 9, b"\3" * 32), premises.signer)
    key = Signer((witness.folder / "witness.key").read_bytes())
    note = cosign(ahead, key, witness.name, NOW_S)
    asked = json.dumps({"ask": "cosigned", "note": note}).encode()
    assert not json.loads(Serving(premises).answer(asked))["taken"]


def test_what_a_witness_learns_names_nobody(stage: Stage, witness: Witness) -> None:
    serving, said = Serving(stage.premises()), bytearray()

    def channel(line: bytes) -> bytes:
        told = serving.answer(line)
        said.extend(told)
        return told

    witness.visit(channel, NOW_S)
    for login in ("anna", "boris", "ivan", "Ромашка", "Центр"):
        assert login.encode() not in said
    assert len(said) < 2000


def test_another_store_under_the_same_name_is_refused(stage: Stage, witness: Witness, tmp_path: Path) -> None:
    """The witness knows the store by its key, taken on trust at the first visit."""
    visit(stage, witness)
    (file,) = witness.folder.glob("*.checkpoint")
    kept = file.read_text("utf-8")
    file.write_text("00" * 32 + kept[64:], "utf-8")
    with pytest.raises(Problem) as told:
        visit(stage, witness)
    assert "another key" in str(told.value)
    shutil.rmtree(witness.folder)
