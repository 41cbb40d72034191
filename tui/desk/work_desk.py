"""Work with clients at the desk: contacts, one line of time, attention, tasks, needs (design §1)."""

from __future__ import annotations

from tui.desk.port_work import WorkOfClient
from tui.desk.work_needs import WorkNeeds
from tui.desk.work_tasks import WorkTasks
from tui.desk.work_time import WorkTime


class WorkDesk(WorkTime, WorkTasks, WorkNeeds):
    """Contacts, tasks and needs of one session. Screens and commands share these."""

    def of(self, client_id: str) -> WorkOfClient:
        """Attention, tasks and needs of one client; free of budget."""
        needs = self.needs_of(client_id)
        closed = sorted(
            (each for each in needs if each.closed and each.satisfaction), key=lambda each: str(each.closed)
        )
        return WorkOfClient(
            attention=self.attention(client_id),
            tasks=tuple(self.tasks_of(client_id)),
            needs=tuple(needs),
            satisfaction=tuple(each.satisfaction for each in closed),
            obstacle=next((each.obstacle for each in reversed(closed) if each.obstacle), ""),
        )
