"""What a typed answer means."""

import pytest

from jobwidgets.cli.asking import ask_on_terminal, by_key, question_lines, value_of
from jobwidgets.protocol.errors import ConfigurationError, InvalidAnswer
from jobwidgets.protocol.state import PendingInput


def question(schema: object, prompt: str = "Proceed?") -> PendingInput:
    return PendingInput("k", prompt, schema)


YES_NO = question({"enum": ["yes", "no"]})
NUMBERS = question({"enum": [10, 20, None]})
BOOLEAN = question({"type": "boolean"})
TEXT = question({"type": "string"})
FREE = question(None)
NUMBER = question({"type": "number"})


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (YES_NO, "yes", "yes"),
        (YES_NO, "maybe", "maybe"),
        (NUMBERS, "20", 20),
        (NUMBERS, "null", None),
        (BOOLEAN, "y", True),
        (BOOLEAN, "No", False),
        (BOOLEAN, "true", True),
        (TEXT, "42", "42"),
        (TEXT, "true", "true"),
        (FREE, "42", 42),
        (FREE, "hello there", "hello there"),
        (FREE, '{"a": [1]}', {"a": [1]}),
        (NUMBER, "-1.5", -1.5),
    ],
)
def test_text_becomes_what_the_schema_asks_for(asked: PendingInput, text: str, value: object) -> None:
    """A choice is that choice, text stays text where text is asked for, the rest is JSON or text."""
    assert value_of(asked, text) == value
    assert type(value_of(asked, text)) is type(value)


def test_choices_can_be_given_by_number() -> None:
    """Where they were numbered on the screen; a choice that is a number itself comes first."""
    assert value_of(YES_NO, "2", numbered=True) == "no"
    assert value_of(YES_NO, "2") == 2, "nobody has shown numbers"
    assert value_of(question({"enum": [2, 1]}), "2", numbered=True) == 2
    assert value_of(BOOLEAN, "1", numbered=True) is True


def test_one_key_answers_a_simple_question() -> None:
    """The number of a choice; y and n where that is the question; no other key means anything."""
    assert by_key(YES_NO, "2") == (True, "no")
    assert by_key(BOOLEAN, "n") == (True, False)
    assert [by_key(YES_NO, key)[0] for key in ("0", "3", "y", "\x1b", "²", "")] == [False] * 6
    assert by_key(FREE, "1") == (False, None)


def test_a_question_is_shown_with_its_choices() -> None:
    """Without control sequences of the job's."""
    evil = question({"enum": ["yes\x1b[2J", "no"]}, "Pro\x1b]0;owned\x07ceed?\nOr not?")
    assert question_lines(evil) == ["? Proceed? Or not?", "  [1] yes", "  [2] no"]
    assert question_lines(NUMBER)[1] == '  as JSON, to the schema {"type": "number"}'
    assert question_lines(TEXT) == ["? Proceed?"]


def test_asking_goes_on_until_the_answer_fits() -> None:
    """A refused answer is explained and asked for again; nothing typed is no answer; the end of input ends it."""
    typed = iter(["\n", "maybe\n", "2\n"])
    sent: list[object] = []
    told: list[str] = []

    def send(value: object) -> None:
        if value == "maybe":
            raise InvalidAnswer("j1", ["'maybe' is not one of ['yes', 'no']"])
        sent.append(value)

    ask_on_terminal(YES_NO, send, told.append, lambda: next(typed))
    assert sent == ["no"]
    assert any("'maybe' is not one of" in line for line in told)
    with pytest.raises(ConfigurationError, match="goes on waiting"):
        ask_on_terminal(YES_NO, send, told.append, lambda: "")
