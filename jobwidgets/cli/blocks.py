"""Two blocks of a job's view: its text, with what was superseded struck out, and what it asks."""

from rich.cells import chop_cells
from rich.text import Text

from ..protocol.state import JobSnapshot
from .asking import choices, said
from .words import clean, one_line


def text_block(snapshot: JobSnapshot, channel: str, rows: int | None = None, width: int = 80) -> Text | None:
    """The text of ``channel``, of which at most the last ``rows`` of ``width`` columns; None if it is empty. What a
    later attempt superseded is struck out."""
    pieces: list[tuple[str, bool]] = []
    # Only the end can be seen: a whole book cleaned and wrapped ten times a second would be felt.
    room = None if rows is None else 2 * rows * width
    for segment in reversed(snapshot.text):
        if segment.channel != channel or room == 0:
            continue
        text = segment.text if room is None else segment.text[-room:]
        room = None if room is None else room - len(text)
        pieces.append((clean(text), snapshot.superseded(segment.attempt, segment.checkpoint)))
    lines = _styled_lines(pieces[::-1])
    if not lines:
        return None
    if rows is None:
        return Text("\n").join(lines)
    return Text("\n", no_wrap=True).join([row for line in lines for row in _wrapped(line, width)][-rows:])


def _styled_lines(pieces: list[tuple[str, bool]]) -> list[Text]:
    lines = [Text()]
    was_superseded = False
    for text, superseded in pieces:
        if was_superseded and not superseded and lines[-1]:
            lines.append(Text())  # what replaces it begins on a line of its own
        was_superseded = superseded
        first, *rest = text.expandtabs().split("\n")
        style = "strike dim" if superseded else ""
        lines[-1].append(first, style=style)
        lines += [Text().append(line, style=style) for line in rest]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def _wrapped(line: Text, width: int) -> list[Text]:
    cuts: list[int] = []
    for chunk in chop_cells(line.plain, width)[:-1]:
        cuts.append((cuts[-1] if cuts else 0) + len(chunk))
    return list(line.divide(cuts)) if cuts else [line]


def question_block(snapshot: JobSnapshot, program: str | None = "jobwidgets") -> list[Text]:
    """What the job asks, its choices, and how to answer from elsewhere; empty if it asks nothing."""
    if snapshot.input is None:
        return []
    question = snapshot.input
    lines = [Text(f"? {one_line(question.prompt, 500)}", style="bold yellow")]
    if options := choices(question):
        shown = "  ".join(f"[{n}] {said(option)}" for n, option in enumerate(options, 1))
        lines.append(Text(shown, style="yellow", no_wrap=True, overflow="ellipsis"))
    if program is not None:
        lines.append(Text(f"answer with: {program} answer {snapshot.job}", style="dim"))
    return lines
