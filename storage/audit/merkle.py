"""Merkle tree of RFC 6962 §2.1: frontier, root, inclusion and consistency proofs, and their checks.

Leaves are given as leaf hashes, SHA-256(0x00 ‖ entry). `verifier` keeps a frontier of its own, on purpose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of a tree without leaves, and so the `root` field of the first entry."""
_SIZE = 32


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """What has to be kept to append for ever: the number of leaves and the roots of the perfect subtrees."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    @classmethod
    def decode(cls, size: int, packed: bytes) -> Frontier:
        """From the head row. Raises ValueError when the number of peaks does not fit the size."""
        if size < 0 or len(packed) != _SIZE * size.bit_count():
            raise ValueError("frontier does not fit the size of the log")
        frontier = cls()
        frontier.size = size
        frontier._peaks = [packed[at : at + _SIZE] for at in range(0, len(packed), _SIZE)]
        return frontier

    def encode(self) -> bytes:
        """The peaks, the largest subtree first, 32 bytes each."""
        return b"".join(self._peaks)

    def copy(self) -> Frontier:
        """An independent frontier of the same tree."""
        return Frontier.decode(self.size, self.encode())

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        node, n = leaf, self.size
        while n & 1:
            node = node_hash(self._peaks.pop(), node)
            n >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """Largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(m, D[n]): proves that leaf `index` is in the tree. Raises IndexError outside it."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def consistency_ranges(old_size: int, size: int) -> list[tuple[int, int]]:
    """The leaves, from – to, whose roots are PROOF(m, D[n]), in the order of the proof. Raises IndexError outside 1…n.

    Disjoint, so that a proof over a long log is made from one pass over its leaves.
    """
    if not 0 < old_size <= size:
        raise IndexError(old_size)
    ranges: list[tuple[int, int]] = []
    low, high, whole = 0, size, True
    while old_size != high:
        middle = low + _split(high - low)
        if old_size <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low, whole = middle, False
    if not whole:
        ranges.append((low, high))
    return ranges[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """PROOF(m, D[n]): proves that the first `old_size` leaves have not changed. Raises IndexError outside 1…n."""
    return [root_of(leaves[low:high]) for low, high in consistency_ranges(old_size, len(leaves))]


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows leaf `index` under `root` of a tree of `size` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, node = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = node_hash(node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == root


def check_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `new_size` continues that of `old_size` (RFC 9162 §2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old_node = new_node = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old_node, new_node = node_hash(sibling, old_node), node_hash(sibling, new_node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new_node = node_hash(new_node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old_node == old_root and new_node == new_root
