"""The commands and their options."""

from argparse import SUPPRESS, Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from sim.languages import ENGLISH, LANGUAGES
from tui.cli.stream import say
from tui.model.text.harmless import harmless

_DESCRIPTION = """\
A network that you can rewind: hopscope simulates hosts, switches and routers, and says at every step what
each of them did and why. Without a command it opens the library of scenarios.
"""
_EXAMPLES = """\
examples:
  hopscope                                    choose a scenario and play it
  hopscope run two-dormitories                every packet and what it changed, like tcpdump
  hopscope run two-dormitories --pcapng out.pcapng
                                              the same for Wireshark, with the reasons as comments
  hopscope tables two-dormitories --at 1.5s   every table of every device at that time
  hopscope new lan.yaml && hopscope check lan.yaml

NAME is a bundled scenario, as `hopscope list` has it, or a file. `hopscope COMMAND --help` tells more.
"""
_RUN = """\
One line a packet, in tcpdump's words, with its number and the time in seconds; beneath it what it changed.
The network's clock is simulated: a run takes as long as computing it does.
"""
_RUN_EXAMPLES = """\
examples:
  hopscope run arp-on-one-switch --why        with the reason of each step
  hopscope run arp-on-one-switch -q -e        packets only, with their MAC addresses
  hopscope run arp-on-one-switch --until 1.5s
  hopscope run arp-on-one-switch --format jsonl | jq 'select(.kind == "frame-dropped") | .why.text'

The summary goes to standard error. docs/jsonl.md describes the JSON Lines.
"""
_CHECK = """\
Read each scenario, run it, and test everything that it expects. A directory stands for all the scenarios in it.
Exit status 0: all is well; 1: an expectation failed; 2: a scenario cannot be read.
"""
_DIFF = """\
Run two scenarios, or one with and without edits, and say where they part: the first record that differs with its
causes, the packets that only one of them has, the rows that differ at the end.
Exit status 0: they are the same; 1: they differ.
"""
_WHY_NOT = """\
Run a scenario and follow something that was expected to what prevented it: the loss, the drop, the missing row, and the
line of the scenario. SENTENCE is what a scenario can expect, a table as '{on: pc1, table: arp, holds: {ip: 10.0.0.3}}';
without it, the expectations that do not come true are asked about. Exit status 0: it does happen; 1: it does not.
"""
_TABLES = """\
Every table of every device at one moment, by default at the end, in the formats that the devices' own commands have.
"""
_TABLES_EXAMPLES = """\
examples:
  hopscope tables two-dormitories --node r1
  hopscope tables two-dormitories --step 3    when packet 3 goes onto its link; 0 is before the first
  hopscope tables two-dormitories --at 1.5s --json
"""
_FOLLOW = """\
What both ends of a TCP connection, or of a conversation of UDP, said to each other, as the receivers saw it: each octet
of a connection once, in order. STREAM is its number as Wireshark counts: tcp 0, or 'udp.stream == 1'. Without it, all
are listed.
"""
_FOLLOW_EXAMPLES = """\
examples:
  hopscope follow keep-alive                  which streams there are
  hopscope follow keep-alive tcp 0            what both ends said, each line with the packet that brought it
  hopscope follow keep-alive tcp 0 --hex --direction back
"""
_EXAM = """\
Make papers whose answers are computed by the simulator, and mark answers. Each answer, and each wrong option, is proved
by records of a run that anybody can step through.
"""
_EXAM_MAKE = """\
Make a paper. The same topics and the same seed give the same paper on every machine. The variants A to D of a seed have
the same questions about other networks, moments and numbers. Questions that a teacher wrote in a scenario come in
another order in each variant, and so do their options.
"""
_EXAM_MAKE_EXAMPLES = """\
examples:
  hopscope exam make --topics tcp,arp --count 20 --seed 7 --output paper.html --key key.html
  hopscope exam make --blueprint ccna --count 50 --format moodle --output ccna.xml
  hopscope exam make --scenario lan.yaml --count 5

The format follows from the name of the file where --format does not say it. Print HTML from a browser for PDF.
"""
_EXAM_LAB = """\
Make a lab: a network that works but for one to three faults, each of which does harm. The same seed gives the same lab
on every machine. `hopscope play` it, and press G for the task; `hopscope grade` judges answers.
"""
_PRACTISE = """\
Ask questions whose answers the simulator proves, and ask again when they are about to be forgotten. What you answered
is kept on this machine alone.
"""
_PRACTISE_EXAMPLES = """\
examples:
  hopscope practise --topics tcp,arp          questions of these topics, new ones first where nothing is due
  hopscope practise --due                     what is due today
  hopscope practise --mistakes --plain        what you last got wrong, in lines of text
  hopscope practise --review                  your mistakes as a list, and each as it was asked, with its proof
  hopscope practise --scenario lan.yaml       about one scenario
  hopscope practise --progress                how far you are, by topic
"""
_GRADE = """\
Judge answers to a lab by what happens when they are run. An answer is a file with edits, one a line; the hop: line of
the player; the whole scenario, changed; or a Python program. A folder stands for the answers in it.
Exit status 0: all are solved; 1: one is not.
"""
_EXAM_CHECK = """\
Run each scenario and tell what the run answers to its questions. Exit status 0: all is well; 1: the run contradicts an
answer, or a wrong option is true; 2: a scenario cannot be read.
"""
_EXAM_MARK = """\
Make a paper again from what its JSON says, and mark answers: who is wrong is told why. Of several files, or a folder,
comes a table by learner and question. Exit status 2: a line is no answer to any question; the others are marked.
A mistake of form, such as
02-00-00-00-00-01 for 02:00:00:00:00:01 or 1 480 for 1480, costs nothing.
"""
_EXAM_MARK_EXAMPLES = """\
examples:
  hopscope exam make --count 10 --format json --output paper.json
  hopscope exam mark paper.json answers.txt
  hopscope exam mark paper.json class/ --csv

An answer is a letter, letters (A, C), an order (C > A > B), the text of an option, a number, an address, or values
between semicolons.
"""
_REASONS = """\
Make questions of each template from the seeds 0, 1, 2 ..., and count the moments that were thrown away because they
cannot be asked about fairly, each with the reason: what nobody answers, what two options would be right for.
"""
_FORMATS = ("md", "html", "gift", "moodle", "anki", "json")


class _Command(NamedTuple):
    """A command: ``add`` adds its options. Its ``module`` of ``tui.cli`` is called as the command where it has none."""

    name: str
    summary: str
    add: Callable[[ArgumentParser], object]
    description: str = ""
    examples: str = ""
    module: str = ""


_FORM: Final[dict[str, Any]] = {"formatter_class": RawDescriptionHelpFormatter, "allow_abbrev": False}


def parser(words: Sequence[str]) -> ArgumentParser:
    """A parser for the words of a command line; what it gives names the ``module`` of ``tui.cli`` that executes it.

    It knows all commands, unless the words begin with one, or there are none: to make a parser for each command takes
    ten times as long as to make one.
    """
    top = _Parser("hopscope", description=_DESCRIPTION, epilog=_EXAMPLES, **_FORM)
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    top.add_argument("--spec", action=_Spec, nargs=0, help="describe all commands, options and keys as JSON, and exit")
    top.set_defaults(
        module="play", name=None, seed=None, ascii=None, language=ENGLISH, trust=False, programs=True, edits=[]
    )
    _add_language(top, "library, or of a command that has this option")
    commands = top.add_subparsers(metavar="COMMAND", title="commands")
    meant = [each for each in _COMMANDS if each.name in words[:1]]
    for each in meant or (_COMMANDS if words else ()):
        summary = each.summary
        description = each.description or f"{summary[0].upper()}{summary[1:]}."
        added = commands.add_parser(each.name, help=summary, description=description, epilog=each.examples, **_FORM)
        added.set_defaults(module=each.module or each.name)
        each.add(added)
    return top


def _add_play(play: ArgumentParser) -> None:
    play.add_argument("name", metavar="NAME", nargs="?", help="a bundled scenario or a file; without it, the library")
    _add_seed(play)
    _add_edits(play)
    play.add_argument(
        "--ascii",
        action="store_true",
        default=None,
        help="draw with ASCII characters only, as HOPSCOPE_ASCII=1 does",
    )
    _add_trust(play)
    _add_language(play)


def _add_run(run: ArgumentParser) -> None:
    _add_name(run)
    _add_seed(run)
    _add_edits(run)
    _add_bounds(run)
    run.add_argument("--format", choices=("text", "jsonl"), default="text", help="text (default) or JSON Lines")
    run.add_argument("--json", action="store_const", const="jsonl", dest="format", help="the same as --format jsonl")
    run.add_argument("--pcapng", metavar="FILE", help="also write a capture, with the reasons as comments")
    run.add_argument("--force", action="store_true", help="let --pcapng replace a file that is no capture")
    _add_trust(run)
    detail = run.add_mutually_exclusive_group()
    detail.add_argument("-q", "--quiet", dest="detail", action="store_const", const="PACKETS", help="packets only")
    detail.add_argument(
        "-w", "--why", dest="detail", action="store_const", const="REASONS", help="with the reason of each step"
    )
    detail.add_argument(
        "-v", "--verbose", dest="detail", action="store_const", const="EVERYTHING",
        help="every record: also receptions, decisions, timers and the configuration",
    )  # fmt: skip
    run.add_argument("-e", "--link-header", action="store_true", help="with the MAC addresses of each frame")
    run.add_argument(
        "-S",
        "--absolute",
        action="store_true",
        help="TCP's sequence numbers as on the wire, not from the connection's first",
    )
    _add_language(run)
    run.set_defaults(detail="CHANGES")


def _add_check(check: ArgumentParser) -> None:
    check.add_argument("names", metavar="NAME|DIR", nargs="+", help="a bundled scenario, a file or a directory")
    _add_trust(check)


def _add_tables(tables: ArgumentParser) -> None:
    _add_name(tables)
    _add_seed(tables)
    _add_edits(tables)
    _add_trust(tables)
    moment = tables.add_mutually_exclusive_group()
    moment.add_argument("--at", metavar="TIME", type=_checked(_duration), help="at this time, such as 1.5 or 1.5s")
    moment.add_argument("--step", metavar="N", type=_checked(_count), help="when packet N goes onto its link")
    moment.add_argument("--after", metavar="N", type=_checked(_count), help="after record N of the JSON Lines")
    tables.add_argument("--records", metavar="N", type=_checked(_positive), help="the most to record before stopping")
    tables.add_argument("--node", metavar="X", action="append", help="only this device; can be given again")
    tables.add_argument("--json", action="store_true", help="as JSON")


def _add_follow(follow: ArgumentParser) -> None:
    _add_name(follow)
    follow.add_argument(
        "stream", metavar="STREAM", nargs="*", help="tcp or udp and a number; without it, all are listed"
    )
    _add_seed(follow)
    _add_edits(follow)
    _add_trust(follow)
    _add_bounds(follow)
    follow.add_argument("--hex", action="store_true", help="as a hex dump")
    follow.add_argument(
        "--direction",
        choices=("both", "forth", "back"),
        default="both",
        help="of the end that sent first, or of the other",
    )
    follow.add_argument("--json", action="store_true", help="as JSON, with octets in hex")
    _add_language(follow, "words between the lines")


def _add_diff(diff: ArgumentParser) -> None:
    _add_name(diff)
    diff.add_argument("other", metavar="OTHER", nargs="?", help="another scenario; without it, NAME with the edits")
    _add_seed(diff)
    _add_edits(diff)
    _add_trust(diff)
    diff.add_argument("--until", metavar="TIME", type=_checked(_duration), help="compare up to this time")
    diff.add_argument("--json", action="store_true", help="as JSON")
    _add_language(diff)


def _add_why_not(why_not: ArgumentParser) -> None:
    _add_name(why_not)
    why_not.add_argument(
        "sentence", metavar="SENTENCE", nargs="?", help="such as 'pc1 receives icmp echo-reply from pc3'"
    )
    _add_seed(why_not)
    _add_edits(why_not)
    _add_trust(why_not)
    why_not.add_argument("--json", action="store_true", help="as JSON")
    _add_language(why_not)


def _add_list(listed: ArgumentParser) -> None:
    listed.add_argument("--json", action="store_true", help="as JSON")
    _add_language(listed, "titles")


def _add_show(show: ArgumentParser) -> None:
    _add_name(show)
    _add_edits(show)
    _add_language(show, "texts")
    show.add_argument("--yaml", action="store_true", help="print the scenario's own text instead")


def _add_exam(exam: ArgumentParser) -> None:
    deeds = exam.add_subparsers(metavar="COMMAND", title="commands", dest="deed", required=True)
    make = deeds.add_parser("make", help="make a paper", description=_EXAM_MAKE, epilog=_EXAM_MAKE_EXAMPLES, **_FORM)
    make.add_argument("--topics", metavar="LIST", type=_listed, default=(), help="topics or templates, between commas")
    make.add_argument("--count", metavar="N", type=_checked(_positive), default=20, help="how many questions (20)")
    make.add_argument("--seed", metavar="N", type=_checked(_count), default=0, help="which paper (0)")
    make.add_argument("--variant", metavar="A-D", default="A", help="A (default), B, C or D")
    make.add_argument("--level", metavar="LIST", type=_listed, default=(), help="intro, core, exam; by default all")
    make.add_argument(
        "--blueprint", metavar="NAME", default="", help="ccna, network+, 408 or course: weighs the topics"
    )
    make.add_argument(
        "--scenario",
        dest="scenarios",
        metavar="NAME",
        action="append",
        default=[],
        help="ask about this scenario only; can be given again",
    )
    make.add_argument("--format", choices=_FORMATS, help="md (default), html, gift, moodle, anki or json")
    make.add_argument("--output", metavar="FILE", help="write the questions to this file, not to standard output")
    make.add_argument("--key", metavar="FILE", help="write the answers with their proofs to this file (md, html, json)")
    make.add_argument("--force", action="store_true", help="replace files that are there")
    _add_trust(make)
    _add_language(make, "texts")
    check = deeds.add_parser("check", help="check a teacher's own questions", description=_EXAM_CHECK, **_FORM)
    check.add_argument("names", metavar="NAME", nargs="+", help="a scenario with questions")
    _add_trust(check)
    _add_language(check, "texts")
    mark = deeds.add_parser("mark", help="mark answers", description=_EXAM_MARK, epilog=_EXAM_MARK_EXAMPLES, **_FORM)
    mark.add_argument("paper", metavar="PAPER", help="a paper as JSON, from 'hopscope exam make --format json'")
    mark.add_argument(
        "answers",
        metavar="ANSWERS",
        nargs="+",
        help="lines such as '3: B', or a JSON mapping; - for standard input; several, or a folder, for a class",
    )
    mark_form = mark.add_mutually_exclusive_group()
    for name in ("json", "csv"):
        mark_form.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=f"as {name}")
    mark.set_defaults(format="text")
    _add_trust(mark)
    reasons = deeds.add_parser(
        "reasons", help="count the moments that cannot be asked about", description=_REASONS, **_FORM
    )
    reasons.add_argument("--topics", metavar="LIST", type=_listed, default=(), help="topics or templates")
    reasons.add_argument(
        "--count", metavar="N", type=_checked(_positive), default=20, help="how many seeds of each (20)"
    )
    reasons.add_argument("--json", action="store_true", help="as JSON")
    _add_lab(deeds.add_parser("lab", help="make a lab: a network with faults", description=_EXAM_LAB, **_FORM))


def _add_lab(lab: ArgumentParser) -> None:
    lab.add_argument("--seed", metavar="N", type=_checked(_count), default=0, help="which lab (0)")
    lab.add_argument(
        "--faults", metavar="N", type=int, choices=(1, 2, 3), default=1, help="how many faults: 1 to 3 (1)"
    )
    lab.add_argument("--output", metavar="FILE", help="write the lab to this file, not to standard output")
    lab.add_argument("--force", action="store_true", help="replace a file that is there")
    _add_language(lab, "texts")


def _add_practise(practise: ArgumentParser) -> None:
    practise.add_argument("--topics", metavar="LIST", type=_listed, default=(), help="topics or templates")
    practise.add_argument("--blueprint", metavar="NAME", default="", help="ccna, network+, 408 or course")
    practise.add_argument("--scenario", metavar="NAME", default="", help="about this scenario alone")
    only = practise.add_mutually_exclusive_group()
    only.add_argument("--due", dest="only", action="store_const", const="due", help="what is due today, and some new")
    only.add_argument("--mistakes", dest="only", action="store_const", const="mistakes", help="ask what was last wrong")
    only.add_argument("--review", action="store_true", help="list what was last wrong; show a question with its proof")
    only.add_argument("--progress", action="store_true", help="show how far you are")
    only.add_argument("--export", metavar="FILE", help="write all that is kept of you to a JSON file")
    only.add_argument("--import", dest="import_", metavar="FILE", help="add what another machine has exported")
    practise.add_argument("--plain", action="store_true", help="in lines of text, as where there is no terminal")
    practise.add_argument("--count", metavar="N", type=_checked(_positive), help="end after so many questions (plain)")
    practise.add_argument("--json", action="store_true", help="the progress as JSON")
    practise.add_argument("--progress-file", metavar="FILE", help="keep what you answer here")
    _add_trust(practise)
    _add_language(practise, "texts")
    practise.set_defaults(only="")


def _add_grade(grade: ArgumentParser) -> None:
    grade.add_argument("lab", metavar="LAB", help="a bundled lab or a file")
    grade.add_argument("answers", metavar="ANSWER", nargs="+", help="a file or a folder")
    grade.add_argument("-j", "--jobs", metavar="N", type=_checked(_positive), default=1, help="so many at a time (1)")
    grade.add_argument("--seed", metavar="N", type=_checked(_count), help="with this seed instead of the lab's")
    grade.add_argument(
        "--seconds", metavar="N", type=_checked(_positive), default=10, help="of computing for each answer (10)"
    )
    grade.add_argument("--trust", action="store_true", help="run the programs of the answers as you, not isolated")
    form_of = grade.add_mutually_exclusive_group()
    for name in ("json", "csv", "junit"):
        form_of.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=f"as {name}")
    grade.set_defaults(format="text")


def _add_new(new: ArgumentParser) -> None:
    new.add_argument("file", metavar="FILE", help="a file that is not there yet")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.split(",")) if word)


def _add_language(command: ArgumentParser, what: str = "reasons") -> None:
    names = " or ".join(f"{name}{' (default)' if code == ENGLISH else ''}" for code, name in LANGUAGES.items())
    # What stands before the command is not taken back by its default.
    command.add_argument("--language", choices=tuple(LANGUAGES), default=SUPPRESS, help=f"of the {what}: {names}")


def _add_name(command: ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="a bundled scenario or a file")


def _add_edits(command: ArgumentParser) -> None:
    command.add_argument(
        "--edit",
        dest="edits",
        metavar="EDIT",
        action="append",
        default=[],
        help="change the scenario, such as '2s pc1: ip route del default' or '3s cut pc1 -- sw1'; can be given again",
    )


def _add_trust(command: ArgumentParser) -> None:
    choice = command.add_mutually_exclusive_group()
    choice.add_argument("--trust", action="store_true", help="run the programs of any file as you, not isolated")
    choice.add_argument(
        "--no-programs", dest="programs", action="store_false", help="run no program of a file that is not bundled"
    )


def _add_seed(command: ArgumentParser) -> None:
    command.add_argument("--seed", metavar="N", type=_checked(_count), help="another seed for every random number")


def _add_bounds(command: ArgumentParser) -> None:
    command.add_argument(
        "--until", metavar="TIME", type=_checked(_duration), help="stop at this time, such as 5, 5s or 250ms"
    )
    command.add_argument("--records", metavar="N", type=_checked(_positive), help="the most to record before stopping")


def _checked(read: Callable[[str], int]) -> Callable[[str], int]:
    """The same function, whose error messages argparse prints."""

    def checked(text: str) -> int:
        try:
            return read(text)
        except ValueError as error:
            raise ArgumentTypeError(str(error)) from None

    return checked


_COMMANDS = (
    _Command("play", "step through a scenario, forwards and backwards", _add_play),
    _Command("run", "print every packet, like tcpdump, with what it changed", _add_run, _RUN, _RUN_EXAMPLES),
    _Command("check", "find the mistakes in scenarios, run them, test what they expect", _add_check, _CHECK),
    _Command("tables", "show every table of the devices at any moment", _add_tables, _TABLES, _TABLES_EXAMPLES),
    _Command("follow", "show what both ends of a stream said to each other", _add_follow, _FOLLOW, _FOLLOW_EXAMPLES),
    _Command("diff", "say how two runs differ: the first difference and why, packets, tables", _add_diff, _DIFF),
    _Command("why-not", "say why something that was expected did not come", _add_why_not, _WHY_NOT, module="why_not"),
    _Command("list", "list the bundled scenarios", _add_list, module="library"),
    _Command("show", "describe a scenario: goal, network, actions and notes", _add_show),
    _Command("exam", "make papers with questions that the simulator proves, check and mark them", _add_exam, _EXAM),
    _Command("practise", "practise for an exam: questions with proofs", _add_practise, _PRACTISE, _PRACTISE_EXAMPLES),
    _Command("grade", "judge the answers of a class to a lab", _add_grade, _GRADE),
    _Command("schema", "print the JSON Schema of scenarios, for editors", lambda schema: None),
    _Command("new", "write a scenario to start from", _add_new),
)


def joined(words: Sequence[str]) -> list[str]:
    """The words of a command line, ``--until -1s`` as ``--until=-1s``: argparse takes ``-1s`` for an option."""
    found: list[str] = []
    for word in words:
        negative = word[:1] == "-" and word[1:2].isdigit()
        if negative and found and found[-1].startswith("--") and "=" not in found[-1]:
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def _duration(text: str) -> int:
    """Read a time in ns; without a unit it is in seconds, as every time that is shown."""
    from sim.quantities import duration  # noqa: PLC0415 - it compiles patterns, and few commands need them

    text = text.strip()
    if text.startswith("-"):
        raise ValueError(f"{text!r} is before the start, which is 0s")
    return duration(f"{text}s" if text[-1:].isdigit() else text)


def _count(text: str, least: int = 0) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and int(text) >= least):
        raise ValueError(f"{text!r} is not a whole number from {least} on")
    return int(text)


def _positive(text: str) -> int:
    return _count(text, 1)


class _Parser(ArgumentParser):
    """Takes the options of a command anywhere among its words, and tells what is wrong with them in its own usage.

    It tells that without doing to a terminal what an argument says.
    """

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._subparsers is not None or args is None:
            return super().parse_known_args(args, namespace)
        found, more = super().parse_known_args(self._options_first(args), namespace)
        if more:
            self.error(f"unrecognized arguments: {' '.join(more)}")
        return found, more

    def _options_first(self, words: Sequence[str]) -> list[str]:
        """The options with their values, then the other words: argparse wants the others in one row."""
        takes_value = {name for action in self._actions for name in action.option_strings if action.nargs is None}
        options: list[str] = []
        others: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "--":
                others += [word, *rest]
            elif word[:1] != "-" or word == "-":
                others.append(word)
            else:
                options += [word, *islice(rest, int(word in takes_value))]
        return options + others

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(harmless(message), file)


class _Version(Action):
    """Looks the version up only when it is asked for."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        say(f"hopscope {version('hopscope')}")
        parser.exit()


class _Spec(Action):
    """Describes the command line and the keys for other programs."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: Any, option: str | None = None) -> None:
        from tui.cli.spec import spec  # noqa: PLC0415

        say(spec(parser))
        parser.exit()
