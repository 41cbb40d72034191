"""Sale lines as columns: the one shape in which analytics read the sealed pages (spec/store §4)."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt16 = npt.NDArray[np.uint16]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

UNKNOWN = -(2**63)
"""INT64_MIN: the amount is not known (spec/store §4)."""
NO_DAY = -(2**31)
"""INT32_MIN: due or paid day that is not known (spec/store §4)."""
RETURN = 1
CANCELLATION = 2
DELETED = 4
"""Bits of `LineColumns.flags`."""


@dataclasses.dataclass(frozen=True, slots=True)
class DueLines:
    """Lines that say by when they are to be paid; `document` as in `LineColumns`, `paid` `NO_DAY` while nobody paid."""

    client: Int32
    day: Int32
    document: Int64
    amount: Int64
    due: Int32
    paid: Int32

    def __len__(self) -> int:
        return len(self.client)


@dataclasses.dataclass(frozen=True, slots=True)
class LineColumns:
    """One row a live sale line, in any order.

    `client` is an index 0..clients-1, `day` counts days since 1970-01-01, `document` is equal for the
    lines of one document of one client and otherwise arbitrary, `amount` and `cost` are minor units of
    the base currency (negative: return or cancellation; `UNKNOWN` cost allowed), `flags` as above.
    Raises ValueError when the columns differ in length or a client index is out of range.
    """

    client: Int32
    day: Int32
    document: Int64
    amount: Int64
    cost: Int64
    flags: UInt16
    clients: int
    dues: DueLines | None = None
    """Those of the lines with a due day; None where nobody recorded any."""

    def __post_init__(self) -> None:
        lengths = {len(c) for c in (self.client, self.day, self.document, self.amount, self.cost, self.flags)}
        if len(lengths) > 1:
            raise ValueError("columns of a ledger differ in length")
        if len(self.client) and (int(self.client.min()) < 0 or int(self.client.max()) >= self.clients):
            raise ValueError("client index outside the ledger")

    def __len__(self) -> int:
        return len(self.client)
