"""What the firm space holds of the firm itself: settings and names of products. Nothing of a named client."""

from __future__ import annotations

import msgspec


class FirmSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Name, base currency (ISO 4217) and time zone of "today" (spec/store §4)."""

    name: str
    currency: str = "RUB"
    time_zone: str = "Europe/Moscow"


class ProductNames(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names by product code, one chunk of the catalogue."""

    names: dict[str, str]
