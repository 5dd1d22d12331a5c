"""What happens to a job as plain lines, for logs and pipes."""

from ..protocol.state import JobSnapshot
from .blocks import question_block
from .views import STEP_MARKS, step_depths
from .words import clean, one_line


def plain_lines(
    before: JobSnapshot | None, after: JobSnapshot, program: str | None = "jobwidgets"
) -> tuple[list[str], list[str]]:
    """What happened between two snapshots of a job, a line each, for logs and pipes: what began, and what ended.

    The job's text of the same time belongs in between; it is not in the lines.
    """
    began: list[str] = []
    ended: list[str] = []
    depths = step_depths(after)
    for step in after.step_list():
        status = after.shown_status(step)
        was = before.steps.get(step.id) if before is not None else None
        if was is None or before is None or before.shown_status(was) != status:
            detail = f"  {one_line(step.detail)}" if step.detail is not None else ""
            # What it is called with where it begins, what came of it where it ends.
            if status == "running":
                detail += f"  {one_line(step.arguments)}" if step.arguments is not None else ""
            elif step.error is not None:
                detail += f"  {one_line(step.error, 200)}"
            elif step.result is not None:
                detail += f"  → {one_line(step.result)}"
            line = f"{'  ' * min(depths[step.id], 8)}{STEP_MARKS[status][0]} {one_line(step.name, 80)}{detail}"
            (began if status == "running" else ended).append(line)
    old, new = _tenths(before), _tenths(after)
    if new is not None and new != old and after.progress is not None and not after.state.terminal:
        message = f"  {one_line(after.progress.message)}" if after.progress.message else ""
        began.append(f"{new * 10} %{message}")
    if before is None or (before.state, before.attempt) != (after.state, after.attempt):
        attempt = f" (attempt {after.attempt})" if after.attempt > 1 else ""
        reason = f": {one_line(after.reason, 200)}" if after.reason else ""
        line = f"{after.state.value}{attempt}{reason}"
        if after.state.terminal:
            ended.append(line)
        else:
            began.insert(0, line)
    for ref in sorted(after.children.values(), key=lambda ref: ref.order):
        if before is None or ref.id not in before.children:
            began.append(f"↳ {one_line(ref.type)}  {ref.id}")
    if after.input is not None and (before is None or before.input != after.input):
        ended += [line.plain for line in question_block(after, program)]
    if after.error is not None and (before is None or before.error is None):
        ended.append(f"{clean(after.error.type)}: {one_line(after.error.message, 500)}")
    return began, ended


def _tenths(snapshot: JobSnapshot | None) -> int | None:
    fraction = snapshot.progress.fraction if snapshot is not None and snapshot.progress is not None else None
    return None if fraction is None else int(fraction * 10)
