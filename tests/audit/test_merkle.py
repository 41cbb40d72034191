"""RFC 6962: published roots and proofs, then the laws of the tree for any size."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.audit import merkle, verifier
from storage.audit.entry import leaf_hash

# The eight inputs and the roots of Google's certificate-transparency reference tree.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(each) for each in INPUTS]


def test_root_of_the_empty_tree() -> None:
    assert merkle.Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root_of([]) == merkle.EMPTY_ROOT == hashlib.sha256().digest()


def test_published_roots() -> None:
    frontier = merkle.Frontier()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        frontier.append(leaf)
        assert frontier.root().hex() == root


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_published_inclusion_proofs(index: int, size: int, path: list[str]) -> None:
    assert [each.hex() for each in merkle.inclusion_proof(LEAVES[:size], index)] == path


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_published_consistency_proofs(old: int, new: int, proof: list[str]) -> None:
    assert [each.hex() for each in merkle.consistency_proof(LEAVES[:new], old)] == proof


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


@given(st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_frontier_survives_the_head_row(size: int) -> None:
    frontier, independent = merkle.Frontier(), verifier._Frontier()
    for leaf in leaves(size):
        frontier = merkle.Frontier.decode(frontier.size, frontier.encode())
        frontier.append(leaf)
        independent.append(leaf)
    assert frontier.size == size
    assert frontier.root() == independent.root() == merkle.root_of(leaves(size))
    assert frontier.encode() == b"".join(independent.peaks)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_inclusion_holds_and_nothing_else_does(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 130))
    index = data.draw(st.integers(0, size - 1))
    tree = leaves(size)
    root, proof = merkle.root_of(tree), merkle.inclusion_proof(tree, index)
    assert merkle.check_inclusion(tree[index], index, size, proof, root)
    assert not merkle.check_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not merkle.check_inclusion(tree[index], index, size, [*proof, root], root)
    assert not merkle.check_inclusion(tree[index], size, size, proof, root)
    if proof:
        assert not merkle.check_inclusion(tree[index], index, size, proof[:-1], root)
        wrong = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))
        assert not merkle.check_inclusion(tree[index], wrong, size, proof, root)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_consistency_holds_and_nothing_else_does(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 130))
    old = data.draw(st.integers(1, size))
    tree = leaves(size)
    before, after = merkle.root_of(tree[:old]), merkle.root_of(tree)
    proof = merkle.consistency_proof(tree, old)
    assert merkle.check_consistency(old, before, size, after, proof)
    forged = [*tree]
    forged[data.draw(st.integers(0, old - 1))] = leaf_hash(b"rewritten")
    rewritten = merkle.root_of(forged)
    assert not merkle.check_consistency(old, before, size, rewritten, merkle.consistency_proof(forged, old))
    assert not merkle.check_consistency(old, before, size, after, [*proof, after])
    assert not merkle.check_consistency(size + 1, before, size, after, proof)
    if proof:
        assert not merkle.check_consistency(old, before, size, after, proof[1:])


def test_out_of_range() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        merkle.consistency_proof(LEAVES, 0)
    with pytest.raises(ValueError, match="frontier"):
        merkle.Frontier.decode(3, b"x" * 32)
