"""One phone or e-mail of a client as everybody may see it."""

from __future__ import annotations

from typing import Literal

import msgspec

Channel = Literal["phone", "email", "messenger", "social"]


class ContactLine(msgspec.Struct, frozen=True):
    """`key` names the value within its client, `mask` is what is shown of it until it is revealed (U05)."""

    key: str
    channel: Channel
    mask: str
