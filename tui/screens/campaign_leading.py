"""Leading one campaign: test letter, approval, start with progress, publication (S03.38, S03.76)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.outreach.channels import HELD
from tui.desk.port_outreach import CampaignDetails, CampaignRow, RunAnswer
from tui.desk.port_spending import Field
from tui.screens.base import WorkScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.dialogs.secret import SecretDialog
from tui.text import N_, clients, count, fill, gettext


class LeadingCampaign(WorkScreen):
    """The part of CAMP that leads a campaign from step to step."""

    def __init__(self, handle: str) -> None:
        super().__init__()
        self.handle = handle
        self._found: CampaignDetails | None = None

    def _do(self, call: Callable[[], object], told: str) -> None:
        def done(_answer: object) -> None:
            self.load()
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            self.notice(told, "good")

        self.ask("lead", call, done)

    def approve_campaign(self) -> None:
        self._do(lambda: self.desk.outreach.approve(self.handle), gettext("Approved."))

    def pause_campaign(self) -> None:
        self._do(lambda: self.desk.outreach.pause(self.handle), gettext("Paused: s goes on."))

    def cancel_campaign(self) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._do(lambda: self.desk.outreach.cancel(self.handle), gettext("Called off."))

        self.app.push_screen(ConfirmDialog(gettext("Call it off? Nobody else gets it.")), answered)

    def try_letter(self) -> None:
        told = gettext("The test letter is on its way to you.")
        self._with_password(lambda password: self._do(lambda: self.desk.outreach.test(self.handle, password), told))

    def start_campaign(self) -> None:
        found = self._found
        if found is None:
            return
        ready = found.checks.get("ready", 0) + found.checks.get("quiet", 0)
        asked = (
            gettext("Make tasks for {clients}?") if found.campaign.channel in HELD else gettext("Send to {clients}?")
        )

        def answered(yes: bool | None) -> None:
            if yes and found.campaign.channel == "email":
                self._with_password(self._run)
            elif yes:
                self._run("")

        self.app.push_screen(ConfirmDialog(fill(asked, clients=clients(ready))), answered)

    def _with_password(self, then: Callable[[str], None]) -> None:
        """Ask for the password of the mail server where it wants one."""

        def known(server: Any) -> None:
            if server is None or not server.user:
                then("")
                return
            heading = gettext("Password of the mail server")
            self.app.push_screen(SecretDialog(heading), lambda password: then(password) if password else None)

        self.ask("server", self.desk.outreach.server, known)

    def _run(self, password: str) -> None:
        handle, desk, station = self.handle, self.desk, self.station
        answers: list[RunAnswer] = []

        def work(progress: Callable[[int, int], bool]) -> None:
            answers.append(desk.outreach.run(handle, password, progress))

        def after() -> None:
            station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            top = station.work_screen
            if answers and top is not None:
                top.call_after_refresh(top.notice, _told(answers[0]), "good")

        station.start_job(N_("Sending"), work, after)

    def edit_campaign(self) -> None:
        def form(fields: tuple[Field, ...]) -> None:
            save = self.desk.outreach.save_form
            dialog = FieldsForm(gettext("Campaign"), fields, lambda values: save(self.handle, values))
            self.app.push_screen(dialog, self._saved)

        self.ask("form", lambda: self.desk.outreach.form(self.handle), form)

    def record_publication(self) -> None:
        def form(fields: tuple[Field, ...]) -> None:
            save = self.desk.outreach.save_publication
            dialog = FieldsForm(gettext("Published"), fields, lambda values: save(self.handle, values))
            self.app.push_screen(dialog, self._saved)

        self.ask("form", self.desk.outreach.publish_form, form)

    def _saved(self, row: CampaignRow | None) -> None:
        if row is not None:
            self.load()
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            self.notice(gettext("Saved."), "good")

    def collect_sms(self) -> None:
        self._do(lambda: self.desk.outreach.collect(self.handle), gettext("The folders of the gateway are read."))

    def hand_on(self) -> None:
        self.ask(
            "lead",
            lambda: self.desk.outreach.handed_on(self.handle).id,
            lambda handle: self.station.open_campaign(handle),
        )


def _told(answer: RunAnswer) -> str:
    """What a run did, in one line."""
    if answer.campaign.channel in HELD:
        told = gettext("Tasks made: {sent}, left out: {skipped}.")
    else:
        told = gettext("Sent: {sent}, refused: {refused}, left out: {skipped}, later: {later}, not known: {unknown}.")
    names = ("sent", "refused", "skipped", "later", "unknown")
    return fill(told, **{name: count(getattr(answer, name)) for name in names})
