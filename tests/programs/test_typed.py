"""Lines that are typed while a program runs: the program waits for them, alone or beside its sockets."""

import pytest

from sim.branches.edit import EditError, edited
from sim.explain import sentence
from sim.kernel import SECOND
from sim.programs.rows import ProgramRow, Status, is_called, program_names
from sim.programs.typed import TypedLine
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import CONSOLE, Kind
from tests.programs.lab import Lab, Step, printed

ASKS = """\
import time
while True:
    try:
        line = input("? ")
    except EOFError:
        print(time.monotonic(), "end")
        break
    print(time.monotonic(), line)
"""


def test_input_waits_until_its_line_is_typed() -> None:
    lines = ("at once", TypedLine(2 * SECOND, "hello"), TypedLine(2 * SECOND, "again"), TypedLine(5 * SECOND, None))
    assert printed(ASKS, stdin=lines) == [
        "? at once", "0.0 at once", "? hello", "2.0 hello", "? again", "2.0 again", "? ", "5.0 end",
    ]  # fmt: skip


def test_behind_the_last_line_the_input_ends() -> None:
    assert printed(ASKS, stdin=(TypedLine(SECOND, "only"),)) == ["? only", "1.0 only", "? ", "1.0 end"]


def test_waiting_for_a_line_is_in_the_trace_and_follows_from_the_typing() -> None:
    lab = Lab("host")
    lab.program("host", "print(input('name? '))\n", stdin=(TypedLine(SECOND, "Ann"),))
    lab.run()
    steps = lab.steps("host")
    assert [(step.kind, step.row.call, step.row.result) for step in steps] == [
        (Kind.CALL_ENTERED, "input('name? ')", ""),
        (Kind.CALL_BLOCKED, "input('name? ')", ""),
        (Kind.CALL_RETURNED, "input('name? ')", "'Ann'"),
    ]
    last: Step = steps[-1]
    assert lab.network.trace.why[last.cause].rule.id == "program.line-typed"


def test_a_line_that_is_typed_is_found_beside_a_socket() -> None:
    text = """\
import selectors, socket, sys, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 9))
selector = selectors.DefaultSelector()
selector.register(sys.stdin, selectors.EVENT_READ)
selector.register(sock, selectors.EVENT_READ)
while selector.get_map():
    for key, _ in selector.select():
        data = sys.stdin.readline() if key.fileobj is sys.stdin else sock.recv(100)
        print(time.monotonic() // 1, repr(data))
        if not data or data == b"bye":
            selector.unregister(key.fileobj)
"""
    lab = Lab("server", "client")
    lab.program("server", text, stdin=(TypedLine(2 * SECOND, "one"), TypedLine(4 * SECOND, "two")))
    for at, word in ((1, "hello"), (3, "again"), (5, "bye")):
        send = f"import socket\nsocket.socket(2, 2).sendto(b{word!r}, ('server', 9))\n"
        lab.program("client", send, at=at * SECOND, file=f"client{at}.py")
    lab.run()
    assert lab.lines("server") == [
        "1.0 b'hello'", "2.0 'one\\n'", "3.0 b'again'", "4.0 'two\\n'", "4.0 ''", "5.0 b'bye'",
    ]  # fmt: skip


def test_select_finds_one_line_after_another_that_was_there_from_the_start() -> None:
    text = """\
import select, sys
while select.select([sys.stdin], [], [], 1)[0]:
    line = sys.stdin.readline()
    print(repr(line))
    if not line:
        break
"""
    assert printed(text, stdin=("one", "two")) == ["'one\\n'", "'two\\n'", "''"]


def planned(*lines: str) -> Session:
    """Two programs on pc1 that print what they are given, and what is done."""
    text = (
        "title: Typed\nuntil: 9s\nnodes: {pc1: {host: 10.0.0.1/24}, sw1: {switch: 2 ports}}\nlinks: [pc1 -- sw1]\n"
        "programs:\n"
        "  - {on: pc1, name: reads.py, code: \"while True:\\n    print('reads', input())\"}\n"
        "  - {on: pc1, at: 1s, name: busy.py, code: \"import time; time.sleep(4); print('busy', input())\"}\n"
    )
    actions = "".join(f"  - {line}\n" for line in lines)
    session = Session(load_text(f"{text}actions:\n{actions}" if lines else text))
    session.run()
    return session


def lines_of(session: Session) -> list[str]:
    rows = session.history.go(len(session.trace)).table("pc1", CONSOLE).values()
    return [row.text for row in rows]


def test_a_line_typed_at_a_host_is_for_the_program_that_waits_for_one() -> None:
    session = planned("{at: 2s, on: pc1, type: one}", "{at: 6s, on: pc1, type: two}", "{at: 7s, on: pc1, type: three}")
    # At 2 s only the older program waits, at 6 s both do, and at 7 s the younger one has ended.
    assert lines_of(session) == ["one", "reads one", "two", "busy two", "three", "reads three"]


def test_the_input_has_no_end_until_somebody_ends_it() -> None:
    assert not [line for line in lines_of(planned()) if "EOFError" in line]
    session = planned("{at: 2s, on: pc1, end: input}")
    assert lines_of(session)[-1] == "EOFError: EOF when reading a line"


def test_what_nobody_reads_is_told() -> None:
    session = planned("{at: 2s, on: pc1, end: input}", "{at: 6s, on: pc1, type: '7'}", "{at: 7s, on: pc1, type: lost}")
    told = [sentence(why) for why in session.trace.why if why.rule.id == "program.nobody-reads"]
    assert told == ["Somebody types “lost”, and no program on pc1 reads what is typed there."]
    assert lines_of(session)[-1] == "busy 7"


def test_a_typed_command_reads_what_is_typed_behind_it() -> None:
    text = (
        "title: Chat\nuntil: 9s\nnodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}}\nlinks: [pc1 -- pc2]\n"
        "actions:\n  - {at: 0s, on: pc2, run: nc -l 7}\n  - {at: 1s, on: pc1, run: nc 10.0.0.2 7}\n"
        "  - {at: 2s, on: pc1, type: hello}\n"
    )
    session = Session(load_text(text))
    session.run()
    rows = session.history.go(len(session.trace)).table("pc2", CONSOLE).values()
    assert [row.text for row in rows] == ["hello"]


WAITS = {
    "input": "input()",
    "poll": "p = select.poll()\np.register(sys.stdin, select.POLLIN)\np.poll()",
    "select": "select.select([sys.stdin, s], [], [])",
    "selectors": "c = selectors.DefaultSelector()\nc.register(s, 1)\nc.register(sys.stdin, 1)\nc.select()",
    "asyncio": "async def main():\n    asyncio.get_running_loop().add_reader(sys.stdin, print)\n"
    "    await asyncio.sleep(60)\nasyncio.run(main())",
    "epoll in poll": "e = select.epoll()\ne.register(sys.stdin, 1)\np = select.poll()\np.register(e)\np.poll()",
    "socket": "s.recv(10)",
    "poll without": "p = select.poll()\np.register(s, 1)\np.poll()",
    "epoll without": "e = select.epoll()\ne.register(sys.stdin, select.EPOLLIN)\ne.unregister(sys.stdin)\ne.poll()",
    "sleep": "import time\ntime.sleep(60)",
}  # fmt: skip


@pytest.mark.parametrize("how", WAITS)
def test_a_thread_that_waits_for_what_is_typed_says_so_however_it_waits(how: str) -> None:
    lab = Lab("host")
    head = "import asyncio, select, selectors, socket, sys\ns = socket.socket(2, 2)\ns.bind(('', 9))\n"
    lab.program("host", head + WAITS[how], stdin=(TypedLine(90 * SECOND, "late"),))
    lab.run()
    waits = how not in ("socket", "poll without", "epoll without", "sleep")
    rows = [step.row for step in lab.steps("host")]
    assert next(row for row in rows if row.phase == "blocked").stdin == (0 if waits else None)
    assert {row.stdin for row in rows if row.phase != "blocked"} == {None}


CHATS = (
    "title: Chats\nuntil: 9s\nnodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}}\nlinks: [pc1 -- pc2]\n"
    "programs:\n"
    '  - {on: pc1, name: chat.py, arguments: one, code: "import sys\\nwhile True: print(sys.argv[1], input())"}\n'
    "  - {on: pc1, at: 1s, name: other.py, code: \"while True: print('other', input())\"}\n"
    "actions:\n  - {at: 1s, on: pc1, run: python3 chat.py two}\n  - {at: 1s, on: pc1, run: nc -l 7}\n"
)


def chats(*edits: str) -> Session:
    session = Session(edited(load_text(CHATS), edits))
    session.run()
    return session


def test_a_line_is_typed_for_the_program_that_is_named() -> None:
    session = chats(
        "2s type pc1 chat.py#1: a", "3s type pc1 chat.py#2: b", "4s type pc1 other.py: c", "5s type pc1 other.py#1: d",
        "6s type pc1 chat.py: e", "7s type pc1: f: g",
    )  # fmt: skip
    assert [line for line in lines_of(session) if line.startswith(("one ", "two ", "other "))] == [
        "one a", "two b", "other c", "other d", "two e", "other f: g",
    ]  # fmt: skip


def test_the_input_of_the_program_that_is_named_ends() -> None:
    session = chats("2s eof pc1 chat.py#1", "3s type pc1 chat.py#2: still here")
    assert "two still here" in lines_of(session)
    assert len([line for line in lines_of(session) if line.startswith("EOFError")]) == 1


def test_who_is_named_and_reads_nothing_any_more_is_told_with_those_who_do() -> None:
    session = chats("2s eof pc1 other.py", "3s type pc1 other.py: lost", "4s eof pc1 other.py")
    why = [
        each for each in session.trace.why if each.rule.id in ("program.nobody-of-that-name", "program.no-input-to-end")
    ]
    assert [sentence(each) for each in why] == [
        "Somebody types “lost” for other.py, and other.py does not read what is typed on pc1. These programs do: "
        "chat.py#1, chat.py#2, nc.py.",
        "Somebody ends the input of other.py, and other.py does not read what is typed on pc1. These programs do: "
        "chat.py#1, chat.py#2, nc.py.",
    ]
    assert sentence(why[0], "zh") == (
        "有人为 other.py 输入“lost”，但 other.py 不读取 pc1 上的输入。读取输入的程序有：chat.py#1, chat.py#2, nc.py。"
    )


@pytest.mark.parametrize("name", ["chat.py#3", "char.py", "other.py#2"])
def test_a_program_that_is_never_started_is_an_error_that_names_those_there_are(name: str) -> None:
    with pytest.raises(EditError) as error:
        chats(f"2s type pc1 {name}: x")
    assert f"no program {name} is started at pc1; there are chat.py#1, other.py, chat.py#2 and nc.py" in str(
        error.value
    )


def test_a_program_is_called_by_its_file_and_its_number() -> None:
    rows = {n: ProgramRow(file, (), Status.RUNNING) for n, file in ((3, "b.py"), (1, "a.py"), (7, "b.py"))}
    names = program_names(rows)
    assert names == {1: "a.py", 3: "b.py#1", 7: "b.py#2"}
    meant = {name: [number for number in names if is_called(names[number], name)] for name in
             ("a.py", "a", "a.py#1", "a.py#2", "b.py", "b.py#1", "b#2", "b.py#3", "c.py")}  # fmt: skip
    assert meant == {
        "a.py": [1], "a": [1], "a.py#1": [1], "a.py#2": [], "b.py": [3, 7], "b.py#1": [3], "b#2": [7], "b.py#3": [],
        "c.py": [],
    }  # fmt: skip
