"""The words of the command line: a parser for one command says what the parser for all of them says."""

import pytest

from tui.cli.arguments import parser

COMMANDS = (
    "play", "run", "check", "tables", "follow", "diff", "why-not", "list", "show", "exam", "practise", "grade",
    "schema", "new",
)  # fmt: skip
ANY = ("--any",)
"""Words that begin with no command, so that all commands are known."""


def told(words: list[str], known: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        parser(known).parse_args(words)
    return "".join(capsys.readouterr())


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("more", ["--help", "--nonsense"])
def test_one_command_is_told_as_among_all(command: str, more: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [command, more]
    found = told(words, (*words,), capsys)
    assert found == told(words, ANY, capsys)
    assert f"hopscope {command}" in found or "unrecognized arguments: --nonsense" in found


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["--help"], ("--help",), capsys)
    assert [line.split()[0] for line in found.splitlines() if line[:4] == " " * 4 and line[4:5].isalpha()] == [
        *COMMANDS
    ]


def test_a_word_that_is_no_command_is_answered_with_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["paly"], ("paly",), capsys)
    assert all(f"'{command}'" in found or f" {command}" in found for command in COMMANDS)


def test_no_words_open_the_library() -> None:
    arguments = parser(()).parse_args([])
    assert (arguments.module, arguments.name) == ("play", None)
