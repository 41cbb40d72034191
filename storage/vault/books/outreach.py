"""Registers of campaigns: what is sent and the stop list with the firm, who gets it with his client."""

from __future__ import annotations

from core.entities.outreach import Campaign, MailServer, MorningLetter, Recipient, SmsGateway, StopKey, StopMark
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm, of_person

CAMPAIGN = of_firm("campaign", 1, Campaign)
RECIPIENT = of_client("recipient", 1, Recipient, Compartment.MONEY)
STOP_KEY = of_firm("stop_key", 1, StopKey)
STOP_MARK = of_firm("stop_mark", 1, StopMark)
MAIL_SERVER = of_firm("mail_server", 1, MailServer)
SMS_GATEWAY = of_firm("sms_gateway", 1, SmsGateway)
MORNING_LETTER = of_person("morning_letter", 1, MorningLetter)
