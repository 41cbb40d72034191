"""The locks install on any machine that reaches PyPI: pinned, hashed, and free of this one's addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "scripts" / "locks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name: str) -> dict[str, tuple[str, int]]:
    """Package → (version, how many hashes) of one lock."""
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        head = re.match(r"([a-z0-9._-]+)==([^\s;\\]+)", block)
        assert head, f"{name}: not a pinned package: {block.splitlines()[0]}"
        found[canonicalize_name(head[1])] = (head[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)))
    return found


@pytest.mark.parametrize("name", ["build", "runtime", "dev"])
def test_a_lock_names_no_index_and_no_machine(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
    paths = ["file:", "/opt", "/wo" + "rk", "/ro" + "ot", "/home", "/tmp"]
    options = ["--find-links", "--index-url", "--extra-index-url", "--trusted-host", "--no-index", "://"]
    assert [word for word in paths + options if word in text] == []


@pytest.mark.parametrize("name", ["build", "runtime", "dev"])
def test_every_package_has_hashes(name: str) -> None:
    found = pins(name)
    assert found
    assert [package for package, (_version, hashes) in found.items() if hashes == 0] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        ("dev", PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]),
        ("build", PROJECT["build-system"]["requires"]),
    ],
)
def test_a_lock_follows_the_project_file(name: str, wanted: list[str]) -> None:
    found = pins(name)
    for line in wanted:
        requirement = Requirement(line)
        assert requirement.specifier, f"{line} has no bounds"
        version, _hashes = found[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{line}: locked at {version}, run scripts/lock"


def test_the_locks_agree() -> None:
    dev = pins("dev")
    assert {**pins("runtime"), **pins("build")}.items() <= dev.items()


def test_dependencies_have_an_upper_bound() -> None:
    """Only a calendar of time zones may grow freely: it changes data, not calls."""
    groups = [PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values()]
    free = [
        line
        for group in groups
        for line in group
        if not any(part.operator in ("<", "<=", "==", "~=") for part in Requirement(line).specifier)
    ]
    assert [Requirement(line).name for line in free] == ["tzdata"]
