"""What a page is told of an answer that was not taken. Pure."""

from ..protocol.errors import InvalidAnswer, JobWidgetsError


def refusal_text(why: JobWidgetsError) -> str:
    """Why an answer was not taken, beside the form it was given in."""
    problems = why.problems if isinstance(why, InvalidAnswer) else []
    return "; ".join(problems) or str(why)
