"""A stranger's programs: who trusts them, what they reach where they run isolated, and what they cannot hold."""

import os
import pty
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.branches.line import line_of, read_line
from sim.scenario.load import load, load_text
from sim.session import Session
from sim.wire.pcapng import read_capture
from tests.tui.command import LIMIT, PROGRAM, hopscope, on_a_terminal, said_on, started, status_of, written
from tui.cli import check, trust
from tui.isolation import landlock, seccomp, walls
from tui.isolation.screen import ScreenFilter

SCENARIO = """\
title: Somebody else's
nodes:
  a: {{host: 10.0.0.1/24}}
  b: {{host: 10.0.0.2/24}}
links: [a -- b]
programs:
  - on: a
    code: |
      {}
expect:
  - {{on: a, console: done}}
"""
REAL = 'import codecs\nreal = codecs.open.__globals__["sys"].modules\n'
"""The way out of a host: what is written in Python has the real modules among its globals."""

needs_walls = pytest.mark.skipif(bool(walls.missing()), reason=f"no walls: {walls.missing()}")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def stranger(tmp_path: Path, code: str, name: str = "lan.yaml") -> Path:
    return written(tmp_path, SCENARIO.format(code.replace("\n", "\n      ")), name)


def printed(path: Path, *options: str) -> list[str]:
    """What the programs of a print, in isolation."""
    result = hopscope("run", path, *options)
    assert result.status == 0, result.err
    return [line.partition("a| ")[2] for line in result.lines if "a| " in line]


def test_this_kernel_has_walls_where_everything_is_tested() -> None:
    """Elsewhere the tests of isolation are skipped, and say why."""
    if os.environ.get("HOPSCOPE_TEST_PROGRAMS") == "all":
        assert walls.missing() == ""


@needs_walls
@pytest.mark.parametrize("command", ["run", "check", "tables"])
def test_without_a_terminal_a_stranger_s_programs_run_isolated(tmp_path: Path, command: str) -> None:
    path = stranger(tmp_path, "print('done')")
    result = hopscope(command, path)
    assert result.status == 0
    assert f"hopscope: the programs of {path} run isolated; --trust runs them as you\n" in result.err


@pytest.mark.parametrize("command", ["run", "check", "tables"])
def test_what_cannot_be_isolated_is_refused_with_the_reason(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walls, "missing", lambda: "this kernel has no Landlock")
    path = stranger(tmp_path, "print('done')")
    result = hopscope(command, path)
    assert result.status == 2
    assert (
        f"{path} has programs that are not hopscope's own (a.py), and they cannot be isolated: this kernel has no "
        "Landlock. --trust runs them as you, with all that you may do; --no-programs runs the rest"
    ) in result.out + result.err
    assert hopscope(command, path, "--trust").status == 0
    assert hopscope(command, path, "--no-programs").status == 0


def test_without_programs_there_is_nothing_to_expect(tmp_path: Path) -> None:
    assert (
        hopscope("check", stranger(tmp_path, "print('no')"), "--no-programs")
        .lines[0]
        .endswith("without its programs, so nothing was expected")
    )


def test_bundled_scenarios_and_those_without_programs_ask_for_no_trust(tmp_path: Path) -> None:
    path = written(tmp_path, "title: x\nnodes:\n  a: {host: 10.0.0.1/24}\n")
    for name in ("tcp-echo", str(path)):
        assert "isolated" not in hopscope("run", name, "-q", "--until", "1ms").err
    assert trust.programs_of(load(path)) is None


def test_a_typed_program_needs_trust_as_well(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("print('x')\n")
    text = "title: x\nnodes:\n  a: {host: 10.0.0.1/24}\nactions: [{at: 0s, on: a, run: python3 x.py}]\n"
    programs = trust.programs_of(load(written(tmp_path, text)))
    assert programs is not None
    assert programs.names == ("x.py",)


def test_of_a_line_with_a_bundled_lesson_only_its_changed_programs_are_asked_about() -> None:
    line = 'source client.py = "print(1)\\n"'
    changed = Session.load("tcp-echo").branch([line])
    programs = trust.programs_of(read_line(line_of(changed.scenario, changed.edits, None, 3)).scenario)
    assert programs is not None
    assert (programs.path, programs.names) == ("hop:tcp/tcp-echo", ("client.py",))
    # The text of a scenario in a line: what comes with hopscope is asked about nowhere.
    text = "title: x\nnodes:\n  a: {host: 10.0.0.1/24}\n"
    text += "actions: [{at: 0s, on: a, run: python3 echo_server.py}]\n"
    own = load_text(text, "hop:text")
    assert trust.programs_of(read_line(line_of(own, (), None, -1)).scenario) is None
    mixed = load_text(text + "programs: [{on: a, name: mine.py, code: print(1)}]\n", "hop:text")
    programs = trust.programs_of(read_line(line_of(mixed, (), None, -1)).scenario)
    assert programs is not None
    assert (programs.path, programs.names) == ("hop:text", ("mine.py",))


def test_what_is_trusted_is_the_content_of_all_files(tmp_path: Path) -> None:
    path = stranger(tmp_path, "import mine, os")
    (tmp_path / "mine.py").write_text("x = 1\n")
    (tmp_path / "sub").mkdir()

    def digest() -> str:
        programs = trust.programs_of(load(path))
        assert programs is not None
        return programs.digest

    first = digest()
    assert digest() == first
    for file in ("mine.py", "other.py", "sub/mine.py"):
        (tmp_path / file).write_text("x = 2\n")
        before, first = first, digest()
        assert first != before
    path.write_text(path.read_text() + "# \n")
    assert digest() != first


@needs_walls
def test_isolated_programs_reach_nothing_of_this_machine(tmp_path: Path) -> None:
    folder = tmp_path / "lesson"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "beside.txt").write_text("beside")
    attempts = f"""
tell("beside", lambda: io.open({str(folder / "beside.txt")!r}).read())
tell("library", lambda: len(io.open(real["os"].__file__).read()) > 1000)
tell("secret", lambda: io.open({str(tmp_path / "secret")!r}))
tell("folder", lambda: os.listdir({str(tmp_path)!r}))
tell("passwd", lambda: io.open("/etc/passwd"))
tell("memory", lambda: io.open("/proc/self/mem"))
tell("terminal", lambda: io.open("/dev/tty"))
tell("write", lambda: io.open({str(folder / "new")!r}, "w"))
tell("append", lambda: io.open({str(folder / "beside.txt")!r}, "a"))
tell("remove", lambda: os.remove({str(folder / "beside.txt")!r}))
tell("truncate", lambda: os.truncate({str(folder / "beside.txt")!r}, 0))
tell("link", lambda: os.symlink("/etc/passwd", {str(folder / "link")!r}))
tell("mode", lambda: os.chmod({str(folder / "beside.txt")!r}, 0o777))
tell("times", lambda: os.utime({str(folder / "beside.txt")!r}, (0, 0)))
tell("fork", lambda: os.fork())
tell("exec", lambda: os.execv("/bin/sh", ["sh", "-c", "true"]))
tell("kill", lambda: os.kill(os.getppid(), 0))
tell("tcp", lambda: load("_socket").socket(2, 1))
tell("udp", lambda: load("_socket").socket(2, 2))
tell("unix", lambda: load("_socket").socket(1, 1))
tell("packets", lambda: load("_socket").socket(17, 3))
tell("typing", lambda: load("fcntl").ioctl(0, 0x5412, b"x"))
tell("trace", lambda: load("ctypes").CDLL(None).ptrace(16, os.getppid(), 0, 0))
tell("memory limit", lambda: len(b"x" * 10**11))
tell("descriptors", lambda: load("resource").setrlimit(7, (10**6, 10**6)))
"""
    code = f"""{REAL}
os, io = real["os"], real["io"]
load = real["importlib"].import_module
def tell(what, attempt):
    try:
        print(what, attempt())
    except BaseException as error:
        print(what, type(error).__name__)
{attempts}"""
    assert printed(stranger(folder, code)) == [
        "beside beside", "library True",
        *(f"{what} PermissionError" for what in (
            "secret", "folder", "passwd", "memory", "terminal", "write", "append", "remove", "truncate", "link", "mode",
            "times", "fork", "exec", "kill", "tcp", "udp", "unix", "packets", "typing",
        )),
        "trace -1", "memory limit MemoryError", "descriptors ValueError",
    ]  # fmt: skip
    assert sorted(each.name for each in folder.iterdir()) == ["beside.txt", "lan.yaml"]
    assert (folder / "beside.txt").read_text() == "beside"


@needs_walls
@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ('real["os"]._exit(0)', "a program ended the whole process"),
        ('real["os"].kill(real["os"].getpid(), 11)', "segmentation fault) at a.py line 3"),
        ('real["os"].kill(real["os"].getpid(), 9)', "the process of its programs was ended (killed)"),
        ('real["os"].close(2); real["os"].close(1); real["os"]._exit(3)', "a program ended the whole process"),
    ],
)
def test_one_file_whatever_it_does_never_stops_the_others(tmp_path: Path, code: str, verdict: str) -> None:
    stranger(tmp_path, REAL + code, "a-bad.yaml")
    stranger(tmp_path, "print('done')", "b-good.yaml")
    result = hopscope("check", tmp_path)
    assert result.status == 2
    assert result.lines[0] == f"ERROR {tmp_path / 'a-bad.yaml'}"
    assert verdict in result.lines[1]
    assert result.lines[2].startswith(f"ok    {tmp_path / 'b-good.yaml'}  1 expectation")
    assert result.lines[-1] == "2 scenarios: 1 ok, 0 failed, 1 with errors"


@needs_fork
def test_a_mistake_in_hopscope_itself_stops_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def session(scenario: object) -> object:
        if "bad" in scenario.path:  # type: ignore[attr-defined]
            raise StopIteration("of all")
        return Session(scenario)  # type: ignore[arg-type]

    monkeypatch.setattr(check, "Session", session)
    stranger(tmp_path, "print('done')", "a-bad.yaml")
    stranger(tmp_path, "print('done')", "b-good.yaml")
    result = hopscope("check", "--trust", tmp_path)
    assert result.lines[0] == f"ERROR {tmp_path / 'a-bad.yaml'}"
    assert "this makes hopscope itself fail: StopIteration: of all (" in result.lines[1]
    assert result.lines[-1] == "2 scenarios: 1 ok, 0 failed, 1 with errors"


LOOPS = (
    'exec("while True: pass")',
    "sum(range(10**15))",
    "10**10**10",
    "__import__('re').match('(a+)+$', 'a' * 60 + 'b')",
)


@needs_fork
@pytest.mark.parametrize(("command", "loop"), [("run", LOOPS[0]), *(("check", loop) for loop in LOOPS)])
def test_what_computes_for_ever_is_stopped_and_named(
    tmp_path: Path, command: str, loop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.isolation.apart.PATIENCE", 2.0)
    path = stranger(tmp_path, f"print('begun')\nwhile True:\n    {loop}")
    result = hopscope(command, "--trust", path)
    assert result.status == 2
    assert re.search(r"a\.py line 3: it computed for .* s without getting on, and was stopped", result.out + result.err)


@needs_fork
@pytest.mark.parametrize("command", ["check", "run"])
def test_what_closes_its_streams_and_goes_on_is_stopped(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.isolation.apart.GRACE", 0.3)
    path = stranger(tmp_path, f"{REAL}real['os'].closerange(0, 1000)\nreal['time'].sleep(10**6)")
    result = hopscope(command, "--trust", path)
    assert result.status == 2
    assert "it closed its streams and did not end, and was stopped" in result.out + result.err


@needs_fork
def test_a_pattern_in_expect_is_searched_for_in_linear_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.isolation.apart.PATIENCE", 2.0)
    path = stranger(tmp_path, "print('a' * 60)")
    path.write_text(path.read_text().replace("console: done", "console: '/^(a+)+$b/'"))
    result = hopscope("check", "--trust", path)
    assert result.lines[0].startswith(f"FAIL  {path}")


@needs_walls
def test_ctrl_c_ends_a_run_that_a_program_holds(tmp_path: Path) -> None:
    command = [*PROGRAM, "run", str(stranger(tmp_path, "sum(range(10**15))"))]
    with started(command, stdin=subprocess.DEVNULL) as running:
        assert running.stderr is not None
        assert b"run isolated" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
    assert (running.returncode, rest.count(b"\n")) in ((130, 1), (2, 1))
    assert b"hopscope: " in rest


@needs_walls
def test_a_capture_of_isolated_programs_is_whole_and_that_of_broken_ones_is_none(tmp_path: Path) -> None:
    capture = tmp_path / "out.pcapng"
    ping = "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('10.0.0.2', 7))\n"
    assert hopscope("run", stranger(tmp_path, ping), "--pcapng", capture).status == 0
    assert len(list(read_capture(capture))) == 4
    before = capture.read_bytes()
    bad = stranger(tmp_path, f"{REAL}real['os']._exit(0)")
    assert hopscope("run", bad, "--pcapng", capture, "--trust").status == 2
    assert capture.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lan.yaml", "out.pcapng"]


@needs_fork
def test_a_capture_to_standard_output_is_octets(tmp_path: Path) -> None:
    path = stranger(tmp_path, "print('done')")
    command = [*PROGRAM, "run", str(path), "--pcapng", "-", "--trust"]
    ended = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=True, timeout=LIMIT)
    assert ended.stdout.startswith(bytes.fromhex("0a0d0d0a"))


def asked(path: Path, answers: bytes, *command: str) -> tuple[int, str]:
    """A command on a terminal where somebody types; its exit status, and all that was said."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(PROGRAM[0], [*PROGRAM, *command, str(path)])
    os.write(terminal, answers + b"\x04")  # and then the end: a question too many is no answer for ever
    said = said_on(terminal, pid)
    return status_of(pid), re.sub(r"\x1b\[[0-9;]*m", "", said.decode())


@needs_walls
def test_a_person_is_asked_once_told_what_protects_and_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = stranger(tmp_path, f"{REAL}print(real['os'].path.exists('/etc/passwd'))\nprint('done')")
    status, said = asked(path, b"q\n", "run")
    assert status == 2
    assert f"{path} has programs that are not hopscope's own: a.py" in said
    assert walls.PROTECTION in " ".join(said.split())
    assert max(map(len, said.partition("own: a.py")[2].partition("Run them")[0].splitlines())) <= 80
    assert f"hopscope: {path} is not run" in said
    assert asked(path, b"n\n", "check")[0] == 0
    status, said = asked(path, b"\n", "check")
    assert (status, "[i]solated" in said) == (0, True)
    assert "[i]solated" not in asked(path, b"", "check")[1]
    path.write_text(path.read_text() + "# changed\n")  # isolation holds whatever the file says
    assert "[i]solated" not in asked(path, b"", "run")[1]


@needs_walls
def test_trust_is_for_the_very_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = stranger(tmp_path, f"{REAL}print(len(real['io'].open('/etc/hostname').read()) > 0)\nprint('done')")
    status, said = asked(path, b"t\n", "run")
    assert (status, "a| True" in said) == (0, True)
    status, said = asked(path, b"", "run")
    assert (status, "a| True" in said, "[t]rusted" in said) == (0, True, False)
    path.write_text(path.read_text() + "# changed\n")
    status, said = asked(path, b"q\n", "run")
    assert (status, "[t]rusted" in said) == (2, True)
    kept = tmp_path / "state" / "hopscope" / "trust"
    assert [line.split()[0] for line in kept.read_text().splitlines()] == ["trusted"]


def test_an_answer_that_cannot_be_kept_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert asked(stranger(tmp_path, "print('done')"), b"t\n", "check")[0] == 0


@needs_walls
def test_colours_come_through_and_nothing_else(tmp_path: Path) -> None:
    path = stranger(tmp_path, f"{REAL}real['os'].write(1, b'\\x1b]0;owned\\x07\\x1b[2J\\n')\nprint('done')")
    text = on_a_terminal("run", path)
    assert "\\x1b]0;owned\\x07\\x1b[2J" in text
    assert "\x1b]" not in text
    assert "\x1b[2J" not in text
    assert "\x1b[" in text


HOLD = """
import tty
from tui.isolation.apart import Parent
from tui.isolation.screen import on_terminal
def work(report):
    tty.setraw(0)
    report.beat()
    print("held", flush=True)
    exec("while True: pass")
ended = on_terminal(work, Parent(own_files={"<string>"}))
print("ended:", ended.why)
"""


@needs_fork
@pytest.mark.parametrize("key", [b"q", b"\x03", b"\x1b[99;5u"])
def test_a_player_that_is_held_is_left_by_q_and_ctrl_c(key: bytes) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", HOLD])
    typed: list[bytes] = []

    def hear(said: bytes) -> None:
        if b"held" in said and not typed:
            typed.append(key)
            os.write(terminal, key)

    said = said_on(terminal, pid, hear)
    status_of(pid)
    assert b"<string> line 1: it held the player, and was stopped" in said
    assert b"\x1b[?1049l\x1b[?25h" in said


@pytest.mark.parametrize(
    ("octets", "passed"),
    [
        (["简体 text".encode()], "简体 text".encode()),
        ([b"\x1b[1;31mred\x1b[0m\x1b[2J\x1b[?1049h"], b"\x1b[1;31mred\x1b[0m\x1b[2J\x1b[?1049h"),
        ([b"a\x1b]0;title\x07b\x1b]52;c;aGk=\x1b\\c"], b"abc"),
        ([b"a\x1b]0;ti", b"tle\x07b\x1b", b"[3", b"1mc"], b"ab\x1b[31mc"),
        ([b"a\x1bPq#0\x1b\\b\x1b_x\x1b\\c\x1b^y\x1b\\d\x1bXz\x1b\\e"], b"abcde"),
        ([b"a\x1b[21tb\x1b[5ic\x1bcd"], b"abcd"),
        ([b"a\xc2\x9b31mb\xc2", b"\x9dc\xc2\xa0d"], b"a31mbc\xc2\xa0d"),
    ],
)
def test_the_screen_of_a_player_apart_is_drawn_and_nothing_else(octets: list[bytes], passed: bytes) -> None:
    screen = ScreenFilter()
    assert b"".join(screen.passed(each) for each in octets) == passed


def test_the_limits_of_a_process_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    set_: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, both: set_.update({kind: both}))
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, 1000))
    walls.limit()
    assert set_[resource.RLIMIT_CORE] == (0, 0)
    assert set_[resource.RLIMIT_AS] == (1000, 1000)  # no more than there was


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Landlock and seccomp")
def test_what_the_kernel_has_is_found_out_without_using_it() -> None:
    code = "from tui.isolation import landlock, seccomp; print(landlock.abi(), seccomp.is_available())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == f"{landlock.abi()} {seccomp.is_available()}\n"
    status = Path("/proc/self/status").read_text(encoding="ascii")
    assert re.search(r"^Seccomp:\s+0$", status, re.MULTILINE) or re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
