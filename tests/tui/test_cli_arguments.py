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
    assert f"usage: hopscope {command}" in found


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


@pytest.mark.parametrize(
    "words",
    [
        ["why-not", "two-dormitories", "pc1 sends arp", "--edit", "1s cut pc1 -- sw1", "--json"],
        ["diff", "one.yaml", "two.yaml", "--seed", "3", "--until", "2s"],
        ["grade", "lab.yaml", "a.txt", "b.txt", "-j", "2", "--csv"],
        ["follow", "keep-alive", "tcp", "0", "--hex", "--direction", "back"],
        ["exam", "mark", "paper.json", "-", "--json"],
        ["run", "one.yaml", "-q", "--pcapng", "out.pcapng"],
        ["tables", "one.yaml", "--node", "r1", "--node", "r2", "--at", "1"],
    ],
)
def test_options_stand_anywhere_among_the_words_of_a_command(words: list[str]) -> None:
    """Each option with its value at every place behind the command means the same as at the end."""
    start = 2 if words[0] == "exam" else 1
    first = next(n for n, word in enumerate(words) if n >= start and word[0] == "-" and len(word) > 1)
    command, others, options = words[:start], words[start:first], words[first:]
    wanted = vars(parser(words).parse_args(words))
    for place in range(len(others) + 1):
        moved = [*command, *others[:place], *options, *others[place:]]
        assert vars(parser(moved).parse_args(moved)) == wanted


def test_words_behind_two_dashes_are_no_options() -> None:
    assert parser(["show"]).parse_args(["show", "--yaml", "--", "-x.yaml"]).name == "-x.yaml"


def test_a_wrong_option_is_told_with_the_usage_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["why-not", "x", "--nonsense"], ["exam", "make", "--nonsense"], ["run", "x", "y"], ["run"]):
        found = told(words, (*words,), capsys)
        assert found.startswith(f"usage: hopscope {' '.join(words[: 2 if words[0] == 'exam' else 1])} [-h]")
