"""`Launch`: one launch as it is sent, once or, when answers get lost, several times."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from ..protocol.errors import IdempotencyConflict, UnknownJobType
from ..protocol.ids import JobId, new_job_id
from ..protocol.records import JobRecord, LaunchRequest
from .functions import target_of
from .params import as_json
from .rest import Rest

Seconds = float | timedelta

Ask = Callable[[Callable[[], JobRecord]], JobRecord]
"""Makes a REST call, and whatever has to be done before or after it."""


class Launch:
    """What is launched, with an id of our choice: however often it is sent, there is one job.

    Raises what `Session.launch` raises for arguments that cannot be right.
    """

    def __init__(
        self,
        what: str | Callable[..., Any],
        params: dict[str, Any],
        *,
        key: str | None,
        delay: Seconds | None,
        timeout: Seconds | None,
        retries: int | None,
        tags: Sequence[str],
    ) -> None:
        self._target = target_of(what)
        plain = as_json(self._target.type, params)
        self._target.check(plain)
        self.job: JobId = new_job_id()
        self.request = LaunchRequest(
            type=self._target.type,
            params=plain,
            id=self.job,
            idempotency_key=key or self.job,
            delay=_seconds(delay),
            timeout=_seconds(timeout),
            retries=retries,
            tags=list(tags),
        )
        if not self._target.by_name:
            self._take_code_along()

    @property
    def type(self) -> str:
        """The job's type."""
        return self.request.type

    def send(self, rest: Rest, ask: Ask) -> JobRecord:
        """Send it and return the job's record; a function no worker knows by name is sent by value."""
        try:
            return ask(lambda: rest.launch(self.request))
        except UnknownJobType:
            if self._target.function is None or self.request.code is not None:
                raise
            self._take_code_along()
            return self.send(rest, ask)
        except IdempotencyConflict as why:
            return self._same_but_for_code(why, rest, ask)

    def _take_code_along(self) -> None:
        # The server knows nothing of the type then: what @job said of it must travel too.
        asked, said = self.request, self._target.info
        self.request = replace(
            asked,
            code=self._target.code(),
            timeout=said.timeout if asked.timeout is None and said is not None else asked.timeout,
            retries=said.retries if asked.retries is None and said is not None else asked.retries,
        )

    def _same_but_for_code(self, conflict: IdempotencyConflict, rest: Rest, ask: Ask) -> JobRecord:
        """The job launched with this key, if only the pickle differs, as it does from process to process."""
        earlier = conflict.detail.get("id") if isinstance(conflict.detail, dict) else None
        if self.request.code is None or earlier is None:
            raise conflict
        record = ask(lambda: rest.job(earlier))
        if (record.type, record.params) != (self.request.type, self.request.params):
            raise conflict
        return record


def _seconds(value: Seconds | None) -> float | None:
    return value.total_seconds() if isinstance(value, timedelta) else value
