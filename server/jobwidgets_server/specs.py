"""From a launch request to what is run: the job type's own options, limits, budget, the signature of code; and back."""

from urllib.parse import quote, unquote

from msgspec.structs import replace

from jobwidgets.bus.commands import JobBus
from jobwidgets.protocol import code as code_signature
from jobwidgets.protocol.errors import CodeNotAllowed, UnknownJobType
from jobwidgets.protocol.ids import check_job_id, new_job_id
from jobwidgets.protocol.records import DEFAULT_QUEUE, Budget, JobSpec, LaunchRequest, Limit, TypeInfo

from .params import check_params
from .store import StoredJob


class SpecMaker:
    """Makes specifications. ``signing_key`` None: functions of notebooks are refused; ``max_running_per_user``: jobs
    of one user that run at a time, whatever their types."""

    def __init__(self, bus: JobBus, *, signing_key: bytes | None, max_running_per_user: int | None) -> None:
        self._bus = bus
        self._key = signing_key
        self._per_user = max_running_per_user

    def bare(self, owner: str, request: LaunchRequest, parent: str | None) -> JobSpec:
        """What the request alone says; without its code."""
        budget = Budget(max_tokens=request.max_tokens, max_cost=request.max_cost)
        return JobSpec(
            job=check_job_id(request.id) if request.id is not None else new_job_id(),
            type=request.type,
            user=owner,
            params=request.params,
            queue=request.queue or DEFAULT_QUEUE,
            priority=request.priority or "normal",
            timeout=request.timeout,
            retries=request.retries,
            backoff=request.backoff,
            budget=budget if budget != Budget() else None,
            parent=parent,
            tags=request.tags,
        )

    async def make(self, owner: str, request: LaunchRequest, parent: str | None = None) -> JobSpec:
        """What is run. Raises `UnknownJobType`, `InvalidParams`, `CodeNotAllowed` and `Unavailable`."""
        spec = self.bare(owner, request, parent)
        if request.code is not None:
            if self._key is None:
                raise CodeNotAllowed
            signature = code_signature.sign(self._key, spec.job, spec.type, request.code)
            limits = _limits_of_code(owner, request) + self._limits_of_all(owner, request)
            return replace(spec, code=request.code, signature=signature, limits=limits)
        info = await self._bus.type(request.type)
        if info is None:
            raise UnknownJobType(request.type, sorted(await self._bus.types()))
        check_params(info, request.params)
        return replace(
            spec,
            queue=info.queue,
            priority=request.priority or info.priority,
            timeout=info.timeout if request.timeout is None else request.timeout,
            retries=info.retries if request.retries is None else request.retries,
            backoff=request.backoff or info.backoff,
            limits=_limits_of_type(owner, info) + self._limits_of_all(owner, request),
        )

    def _limits_of_all(self, owner: str, request: LaunchRequest) -> list[Limit]:
        """Those that do not depend on the type."""
        limits: list[Limit] = []
        if request.group is not None and request.group_limit is not None:
            limits.append(Limit(name=_name("group", owner, request.group), max=request.group_limit))
        if self._per_user is not None:
            limits.append(Limit(name=_name("user", owner), max=self._per_user))
        return limits


def _limits_of_type(owner: str, info: TypeInfo) -> list[Limit]:
    limits: list[Limit] = []
    if info.max_running is not None:
        limits.append(Limit(name=_name("type", info.name), max=info.max_running))
    if info.max_running_per_user is not None:
        limits.append(Limit(name=_name("type", info.name, owner), max=info.max_running_per_user))
    return limits


def _limits_of_code(owner: str, request: LaunchRequest) -> list[Limit]:
    # Another user's function of the same name is another function.
    given = [most for most in (request.max_running, request.max_running_per_user) if most is not None]
    return [Limit(name=_name("code", owner, request.type), max=min(given))] if given else []


def _name(kind: str, *parts: str) -> str:
    # Quoted, so that no type or user can name the limit of another.
    return ":".join((kind, *(quote(part, safe="") for part in parts)))


def request_of(job: StoredJob) -> LaunchRequest:
    """The request that launches ``job`` (read with its code) again, at once and under another id."""
    budget = job.budget or Budget()
    group = next((limit for limit in job.limits if limit.name.startswith("group:")), None)
    request = LaunchRequest(
        type=job.type,
        params=job.params,
        timeout=job.timeout,
        retries=job.retries,
        backoff=job.backoff,
        priority=job.priority,
        max_tokens=budget.max_tokens,
        max_cost=budget.max_cost,
        group=unquote(group.name.rpartition(":")[2]) if group else None,
        group_limit=group.max if group else None,
        origin=job.origin,
        tags=job.tags,
    )
    if job.code is None:
        return request
    own = _name("code", job.owner, job.type)
    most = next((limit.max for limit in job.limits if limit.name == own), None)
    return replace(request, code=job.code, queue=job.queue, max_running=most)
