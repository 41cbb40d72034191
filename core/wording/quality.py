"""Words for what is amiss with a card (S03.36, S01.16)."""

from __future__ import annotations

from typing import Final

from core.problem import N_

AMISS_TITLES: Final = {
    "unverified": N_("not verified for long"),
    "inn": N_("INN with a wrong check digit"),
    "phone": N_("telephone that does not exist"),
    "email": N_("e-mail that cannot be"),
    "bounced": N_("letters come back"),
    "no_contact": N_("nobody to reach"),
    "single_contact": N_("a single contact: known to the manager alone"),
    "one_time": N_("bought once: keep"),
}
