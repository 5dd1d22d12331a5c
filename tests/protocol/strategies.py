"""Random but valid histories of events."""

from hypothesis import strategies as st

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event, JobState

JOB = "job-1"
_ids = st.sampled_from(["a", "b", "c", "d"])
_words = st.text(max_size=12)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
_numbers = st.floats(0, 1, width=32)
_long = st.text(min_size=1, max_size=3).map(lambda text: text * 1_000)

plain_events: st.SearchStrategy[Event] = st.one_of(
    st.builds(ev.Text, job=st.just(JOB), delta=_words, channel=st.sampled_from(["answer", "reasoning"])),
    st.builds(ev.Text, job=st.just(JOB), delta=_words),
    st.builds(ev.Progress, job=st.just(JOB), value=st.none() | _numbers, message=st.none() | _words),
    st.builds(
        ev.Step,
        job=st.just(JOB),
        id=_ids,
        name=_words,
        parent=st.none() | _ids,
        status=st.sampled_from(["running", "completed", "failed", "cancelled"]),
        detail=_json,
        arguments=_json,
        result=_json,
        error=st.none() | _words,
    ),
    st.builds(ev.Log, job=st.just(JOB), message=_words, level=st.sampled_from(["info", "error"])),
    st.builds(ev.Artifact, job=st.just(JOB), id=_ids, name=_words, media_type=st.just("text/plain"), data=_json),
    st.builds(
        ev.UsageEvent,
        job=st.just(JOB),
        input_tokens=st.integers(0, 99),
        cost=_numbers,
        max_tokens=st.none() | st.integers(1, 999),
        max_cost=st.none() | _numbers,
    ),
    st.builds(
        ev.InputRequested, job=st.just(JOB), key=_ids, prompt=_long | _words, schema=_json, expires=st.none() | _numbers
    ),
    st.builds(ev.InputAnswered, job=st.just(JOB), key=_ids, answer=_long | _json, timed_out=st.booleans()),
    st.builds(ev.Checkpoint, job=st.just(JOB), number=st.integers(0, 5)),
    st.builds(ev.Child, job=st.just(JOB), child=st.sampled_from(["child-1", "child-2", "child-3"]), type=_words),
)

state_events: st.SearchStrategy[Event] = st.builds(
    ev.State,
    job=st.just(JOB),
    state=st.sampled_from(list(JobState)),
    reason=st.none() | _words,
    result=_json,
    error=st.none() | st.builds(ev.JobError, type=_words, message=_words),
)
"""Any state, also ones that may not follow: `fold` must cope."""

attempt_events: st.SearchStrategy[Event] = st.builds(
    ev.Attempt, job=st.just(JOB), attempt=st.integers(1, 4), checkpoint=st.integers(0, 4)
)

opaque_events: st.SearchStrategy[Event] = st.builds(ev.Opaque, job=st.just(JOB), kind=st.just("from-the-future"))

any_event = st.one_of(plain_events, plain_events, plain_events, state_events, attempt_events, opaque_events)


@st.composite
def histories(draw: st.DrawFn, epoch: int = 1, max_size: int = 40) -> list[Event]:
    """Events numbered from 1, attempts as the latest ``attempt`` event says, times ascending."""
    from msgspec.structs import replace

    attempt, numbered = 1, []
    for i, event in enumerate(draw(st.lists(any_event, max_size=max_size)), 1):
        if isinstance(event, ev.Attempt):
            attempt = event.attempt
        numbered.append(replace(event, epoch=epoch, seq=i, attempt=attempt, at=float(i)))
    return numbered
