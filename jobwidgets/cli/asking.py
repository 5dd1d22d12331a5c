"""A job's question on a terminal: its choices, what a typed answer means, asking for one."""

import json
import sys
from collections.abc import Callable
from typing import Any

from ..protocol.errors import ConfigurationError, InvalidAnswer
from ..protocol.state import PendingInput
from .arguments import json_or_text
from .words import clean, one_line

MAX_KEYS = 9
_YES, _NO = ("y", "yes", "true"), ("n", "no", "false")


def choices(question: PendingInput) -> list[Any]:
    """What its schema leaves to choose from; none if it is free."""
    schema = question.schema if isinstance(question.schema, dict) else {}
    if isinstance(found := schema.get("enum"), list):
        return found
    return [True, False] if schema.get("type") == "boolean" else []


def said(choice: Any) -> str:
    """A choice as it is shown."""
    if isinstance(choice, bool):
        return "yes" if choice else "no"
    return one_line(choice)


def by_key(question: PendingInput, key: str) -> tuple[bool, Any]:
    """``(True, choice)`` if this one key names a choice: its number, or y and n."""
    found = choices(question)
    if found == [True, False] and key.lower() in ("y", "n"):
        return True, key.lower() == "y"
    if key.isascii() and key.isdigit() and 0 < int(key) <= min(len(found), MAX_KEYS):
        return True, found[int(key) - 1]
    return False, None


def value_of(question: PendingInput, text: str, *, numbered: bool = False) -> Any:
    """What ``text`` means as an answer: one of the choices (by number too, where they were ``numbered``), text where
    text is asked for, else JSON or text."""
    found = choices(question)
    for choice in found:
        if text == choice or (not isinstance(choice, str) and text == json.dumps(choice)):
            return choice
    if found == [True, False] and text.lower() in (*_YES, *_NO):
        return text.lower() in _YES
    if numbered and text.isascii() and text.isdigit() and 0 < int(text) <= len(found):
        return found[int(text) - 1]
    if isinstance(question.schema, dict) and question.schema.get("type") == "string":
        return text
    return json_or_text(text)


def question_lines(question: PendingInput) -> list[str]:
    """The question and, numbered, its choices; or what kind of answer it wants."""
    lines = [f"? {' '.join(clean(question.prompt).split())}"]
    if found := choices(question):
        return lines + [f"  [{n}] {said(choice)}" for n, choice in enumerate(found, 1)]
    if isinstance(question.schema, dict) and question.schema.get("type") not in (None, "string"):
        lines.append(f"  as JSON, to the schema {one_line(question.schema, 300)}")
    return lines


def ask_on_terminal(
    question: PendingInput,
    send: Callable[[Any], object],
    say: Callable[[str], object],
    read: Callable[[], str],
) -> None:
    """Show the question, ``read`` an answer and ``send`` it, again while it does not fit."""
    for line in question_lines(question):
        say(line)
    while True:
        text = read()
        if not text:
            raise ConfigurationError("No answer was given; the job goes on waiting.")
        if not (text := text.strip()):
            continue
        try:
            send(value_of(question, text, numbered=True))
            return
        except InvalidAnswer as why:
            say(f"  {'; '.join(why.problems)}")


def read_line() -> str:
    """A line from the terminal, asked for on standard error: standard output is for the result. Empty at its end."""
    sys.stderr.write("> ")
    sys.stderr.flush()
    return sys.stdin.readline()
