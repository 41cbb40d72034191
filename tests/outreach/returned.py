"""Letters of a mailbox as postfix on loopback and mail programs write them."""

from __future__ import annotations


def bounce(sender: str, token: str, status: str = "5.1.1", action: str = "failed", mark: bool = True) -> str:
    """A report of postfix. `mark`: the returned headers still hold ours."""
    local, _, domain = sender.rpartition("@")
    ours = f"X-Kartoteka-Recipient: {token}\n" if mark else ""
    return f"""From MAILER-DAEMON Tue Mar  3 12:00:00 2026
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {local}+{token}@{domain}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B/mx"

--B/mx
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

From my point of view this line is text.

--B/mx
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; gone@a.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown user

--B/mx
Content-Type: text/rfc822-headers

From: <{sender}>
To: gone@a.example
{ours}Message-ID: <{token}.0a1b2c@{domain}>

--B/mx--

"""


def answer(token: str, auto: str = "") -> str:
    """What a client wrote back."""
    robot = f"Auto-Submitted: {auto}\n" if auto else ""
    return f"""From client@a.example Tue Mar  3 13:00:00 2026
From: =?utf-8?b?0J/RkdGC0YA=?= <client@a.example>
To: news@firma.example
Subject: Re: prices
In-Reply-To: <{token}.0a1b2c@firma.example>
{robot}
Thank you.

"""


def unsubscribe(token: str) -> str:
    """What the header of our letters asks a mail program to send."""
    return f"""From client@a.example Tue Mar  3 13:00:00 2026
From: client@a.example
To: news@firma.example
Subject: unsubscribe-{token}

"""


def complaint(sender: str, token: str) -> str:
    """A feedback report of a large provider."""
    return f"""From fbl@provider.example Tue Mar  3 13:00:00 2026
From: fbl@provider.example
To: {sender}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="F"

--F
Content-Type: message/feedback-report

Feedback-Type: abuse

--F
Content-Type: message/rfc822

From: {sender}
X-Kartoteka-Recipient: {token}
Subject: prices

text

--F--

"""
