"""Channels of a campaign: what each needs of a person, and what each does with the words (S03.76).

E-mail and SMS are handed over by the program, so they ask for consent and keep quiet hours. A call or a meeting is
held by a person: it becomes a task. So does a message of a messenger, with its text prepared and the network named: a
person sends it, but it asks for consent like a letter. For a site and a group the text is prepared, and its
publication is recorded.
"""

from __future__ import annotations

from typing import Final

from core.entities.outreach import CampaignChannel
from core.entities.people import ContactPoint, Person, PointChannel

SENT: Final[frozenset[CampaignChannel]] = frozenset({"email", "sms"})
HELD: Final[frozenset[CampaignChannel]] = frozenset({"call", "meeting", "messenger"})
WRITTEN: Final[frozenset[CampaignChannel]] = SENT | {"messenger"}
"""What comes to a person in writing, and only to who agreed."""
PUBLISHED: Final[frozenset[CampaignChannel]] = frozenset({"site", "social"})
POINT: Final[dict[CampaignChannel, PointChannel]] = {
    "email": "email",
    "sms": "phone",
    "call": "phone",
    "messenger": "messenger",
}
"""Channel → what it needs of a person. A meeting needs nobody's address."""
SMS_ONE: Final = {True: 160, False: 70}
SMS_MANY: Final = {True: 153, False: 67}
"""Characters of one message, and of each of several; keys: whether all of them are in the alphabet of GSM."""
_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWO: Final = frozenset("^{}\\[~]|€")
"""Characters of the alphabet that take the room of two."""
_WIDEST: Final = 0xFFFF
"""Beyond it a character takes the room of two where the text is not in that alphabet."""


def point_for(person: Person, channel: CampaignChannel) -> ContactPoint | None:
    """The address to reach him at: the preferred one, else the first he agreed to, else the first; None: there is
    none, or the channel needs none."""
    wanted = POINT.get(channel)
    found = [each for each in person.points if each.channel == wanted]
    return min(found, key=lambda each: (not each.preferred, not each.agreed), default=None)


def sms_parts(text: str) -> int:
    """How many messages a text is charged as: 160 then 153 characters each in Latin, 70 then 67 in Cyrillic.

    A character that takes the room of two is never cut in half: it goes into the next message.
    """
    plain = all(char in _GSM or char in _GSM_TWO for char in text)
    sizes = [1 + (char in _GSM_TWO if plain else ord(char) > _WIDEST) for char in text]
    if sum(sizes) <= SMS_ONE[plain]:
        return 1 if sizes else 0
    parts, room = 1, SMS_MANY[plain]
    for size in sizes:
        if size > room:
            parts, room = parts + 1, SMS_MANY[plain]
        room -= size
    return parts
