"""`Together`: one wish for many jobs, told to the server by several threads at once, as one action of the outbox.

What the user asks for afterwards waits until all have been told, as it would for one.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..protocol.errors import JobWidgetsError, RateLimited, StackError, Unauthorized, Unavailable
from .outbox import Action

if TYPE_CHECKING:
    from .job import Job

AT_A_TIME = 8
"""Requests under way at a time: a server takes ten launches at a time, of all its users."""

_log = logging.getLogger(__name__)


class Together:
    """``perform(job)`` tells the server of one; ``failed(job, error)`` is told if that one is refused for good.

    What could not be sent because the server is away stays, and is all that `perform` sends when it is called again.
    """

    def __init__(
        self,
        doing: str,
        jobs: "Sequence[Job]",
        perform: "Callable[[Job], object]",
        failed: "Callable[[Job, JobWidgetsError], object]",
    ) -> None:
        self._doing = doing
        self._waiting = deque(jobs)
        self._perform, self._failed = perform, failed
        self._obstacle: JobWidgetsError | None = None
        self._refused: list[tuple[Job, JobWidgetsError]] = []

    def action(self) -> Action:
        """For the outbox."""
        return Action(f"{self._doing} {len(self._waiting)} jobs", self.perform, self.give_up)

    def perform(self) -> None:
        """Tell the server of all that wait. Raises what keeps the rest from being told now."""
        self._obstacle = None
        # Daemons, and no pool of the library: that one would hold up the end of the process until all is sent.
        threads = [
            threading.Thread(target=self._work, name=f"jobwidgets {self._doing}", daemon=True)
            for _ in range(min(AT_A_TIME, len(self._waiting)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._tell_refused()
        if self._obstacle is not None:
            raise self._obstacle

    def give_up(self, error: JobWidgetsError) -> None:
        """None of those that wait will be told."""
        while self._waiting:
            self._failed(self._waiting.popleft(), error)

    def _work(self) -> None:
        while self._obstacle is None:
            try:
                job = self._waiting.popleft()
            except IndexError:
                return
            try:
                self._perform(job)
            except (Unavailable, RateLimited, Unauthorized, StackError) as why:
                self._waiting.appendleft(job)
                self._obstacle = why
            except JobWidgetsError as why:
                self._refuse(job, why)
            except Exception as why:  # noqa: BLE001 - one fault must not keep the others from being told
                _log.exception("%s job %s failed", self._doing, job.id)
                self._refuse(job, JobWidgetsError(f"{type(why).__name__}: {why}"))

    def _refuse(self, job: "Job", why: JobWidgetsError) -> None:
        self._refused.append((job, why))
        self._failed(job, why)

    def _tell_refused(self) -> None:
        if self._refused:
            job, why = self._refused[0]
            _log.warning("%s: %d jobs were refused, such as %s: %s", self._doing, len(self._refused), job.id, why)
            self._refused.clear()
