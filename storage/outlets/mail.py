"""Handing letters to the firm's mail server over one connection (exchange §4).

What matters is what is known afterwards. A letter that the server never began to take may be tried again. A letter
handed over whose answer never came is `unknown`: it may have gone, so it is not sent again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
import smtplib
import ssl
from typing import Literal

from core.entities.outreach import MailServer
from core.problem import N_, ExitCode, Problem
from storage.outlets.letter import Letter

State = Literal["sent", "soft", "hard", "unknown"]
TIMEOUT_S = 60.0
_LINE_MAX = 160
_DOT = re.compile(rb"^\.", re.MULTILINE)
_GO_AHEAD = 354
_CLOSING = 421
"""The server ends the connection, say after many unknown addresses: it says nothing of this letter."""
_ACCEPTED, _PASSING, _FINAL = range(200, 300), range(400, 500), range(500, 600)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What became of a letter, and what the server said."""

    state: State
    said: str


class Courier:
    """One connection to the server, opened at the first letter."""

    def __init__(
        self,
        server: MailServer,
        password: str,
        timeout: float | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._password = password
        self._timeout = TIMEOUT_S if timeout is None else timeout
        self._context = context
        self._line: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect and log in. Raises Problem; no letter was touched."""
        if self._line is not None:
            return
        line: smtplib.SMTP | None = None
        try:
            line = self._connected()
            if self._server.user:
                line.login(self._server.user, self._password)
        except smtplib.SMTPAuthenticationError:
            raise self._closed(line, N_("The mail server does not take this login and password.")) from None
        except (smtplib.SMTPNotSupportedError, ssl.SSLError):
            raise self._closed(
                line, N_("The mail server offers no protected connection as it is set up: ask who runs it.")
            ) from None
        except (smtplib.SMTPException, OSError):
            raise self._closed(
                line, N_("The mail server does not answer: no letter was sent, try again later.")
            ) from None
        self._line = line

    def send(self, letter: Letter) -> Answer:
        """Hand one letter over. Raises Problem where it surely did not go: no connection, or our sender is refused."""
        refused = self._offered(letter)
        if refused is not None:
            return refused
        line = self._line
        assert line is not None
        try:
            line.send(_DOT.sub(b"..", letter.data) + b".\r\n")
            return _answer(*line.getreply())
        except (smtplib.SMTPException, OSError):
            # The whole letter may be with the server: only a person can say.
            self.close()
            return Answer("unknown", "")

    def _offered(self, letter: Letter) -> Answer | None:
        """Everything before the first byte of the letter; what the server has against it. A line that died while it
        was idle is opened once more."""
        for fresh in (self._line is None, True):
            self.open()
            line = self._line
            assert line is not None
            try:
                return _enveloped(line, letter)
            except (smtplib.SMTPException, OSError):
                self.close()
                if fresh:
                    break
        raise _broken()

    def close(self) -> None:
        """Say goodbye; a line that is dead already is no problem."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()

    def _connected(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=self._trusted())
        line = smtplib.SMTP(host, port, timeout=self._timeout)
        if self._server.security == "starttls":
            try:
                line.starttls(context=self._trusted())
            except BaseException:
                line.close()
                raise
        return line

    def _trusted(self) -> ssl.SSLContext:
        """Reading the authorities of the system takes longer than a hundred letters."""
        return self._context or ssl.create_default_context()

    def _closed(self, line: smtplib.SMTP | None, msgid: str) -> Problem:
        if line is not None:
            line.close()
        return Problem(msgid, ExitCode.REFUSED)


def _enveloped(line: smtplib.SMTP, letter: Letter) -> Answer | None:
    line.ehlo_or_helo_if_needed()
    code, said = line.mail(letter.sender)
    if code in _FINAL:
        raise Problem(
            N_("The mail server refuses the sender's address: {said}"), ExitCode.REFUSED, said=_answer(code, said).said
        )
    if code in _ACCEPTED:
        code, said = line.rcpt(letter.to)
    if code in _ACCEPTED:
        code, said = line.docmd("DATA")
        if code == _GO_AHEAD:
            return None
    if code == _CLOSING:
        raise smtplib.SMTPServerDisconnected
    answer = _answer(code, said)
    with contextlib.suppress(smtplib.SMTPException, OSError):
        line.rset()
    return answer if answer.state != "unknown" else Answer("soft", answer.said)


def _broken() -> Problem:
    return Problem(
        N_("The connection to the mail server broke: what was not handed over stays in the queue."), ExitCode.REFUSED
    )


def _answer(code: int, said: bytes) -> Answer:
    text = f"{code} {said.decode('ascii', 'replace')}"[:_LINE_MAX]
    if code in _ACCEPTED:
        return Answer("sent", text)
    if code in _PASSING:
        return Answer("soft", text)
    return Answer("hard", text) if code in _FINAL else Answer("unknown", text)
