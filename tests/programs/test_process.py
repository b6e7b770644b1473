"""What a program has of its own: modules, a console, files, and the text of its errors."""

import codecs
import importlib
import itertools
import math
import random
import socket
import sys
import warnings
from pathlib import Path

import pytest

from sim.programs.files import Contents, FileSystem
from sim.programs.launch import Programs
from sim.programs.rows import Status
from sim.shell.shell import parse, run
from sim.trace.records import Call, Kind
from tests.programs.lab import Lab, printed

SHARED = ("socket", "threading", "selectors", "time", "random", "logging", "warnings", "enum", "re", "os")


def test_nothing_of_a_program_reaches_the_modules_of_this_interpreter() -> None:
    before = {name: importlib.import_module(name) for name in SHARED}
    filters, state = list(warnings.filters), random.getstate()
    lines = printed(f"""
import {", ".join(SHARED)}
import gc, locale, sys, warnings
random.seed(1)
socket.mine = threading.mine = sys.mine = True
warnings.simplefilter("ignore")
logging.basicConfig(level="DEBUG")
sys.setrecursionlimit(50)
sys.modules["intruder"] = sys
locale.setlocale(locale.LC_ALL, "")
gc.enable()
sys.stdout.write("written\\n")
print(type(sys.modules).__name__, "tests.programs.lab" in sys.modules, sys.getrecursionlimit() > 100)
""")
    assert lines == ["written", "dict False True"]
    assert {name: sys.modules[name] for name in SHARED} == before
    assert not any(hasattr(module, "mine") for module in before.values())
    assert "intruder" not in sys.modules
    assert (list(warnings.filters), random.getstate()) == (filters, state)


def test_programs_on_a_host_share_its_files_and_no_modules() -> None:
    lab = Lab("host")
    files = FileSystem({"common.py": "import itertools\nnumber = itertools.count(1)\n"})
    text = "import common\nprint(next(common.number), next(common.number))\nopen('log', 'a').write('x')\n"
    for at in (0, 10):
        lab.program("host", text, at=at, files=files)
    lab.program("host", "print(open('log').read())\n", at=20, file="last.py", files=files)
    lab.run()
    assert lab.lines("host") == ["1 2", "1 2", "xx"]


def test_modules_written_in_c_are_copies_so_that_what_one_program_breaks_is_whole_for_the_next() -> None:
    lab = Lab("host")
    spoil = """
import codecs, itertools, math, sys
import importlib, importlib.machinery
math.floor = itertools.count = sys.intern = codecs.lookup = importlib.import_module = None
codecs.__builtins__["len"] = importlib.__builtins__["len"] = None
importlib.machinery.__builtins__["len"] = None
print(codecs.sys is sys, importlib.sys is sys, "sim" in codecs.sys.modules)
"""
    lab.program("host", spoil)
    lab.program("host", "import json, math\nprint(math.floor(1.5), json.loads('[2.5]'))\n", at=10)
    lab.run()
    assert lab.lines("host") == ["True True False", "1 [2.5]"]
    assert (math.floor(1.5), next(itertools.count(7)), codecs.lookup("utf8").name) == (1, 7, "utf-8")
    assert len("ab") == 2


@pytest.mark.parametrize(
    "module",
    [
        "faulthandler",
        "_testcapi",
        "_tracemalloc",
        "ssl",
        "_ssl",
        "termios",
        "readline",
        "numpy",
        "sim",
        "nothing.at.all",
    ],
)
def test_what_a_host_does_not_have_cannot_be_imported(module: str) -> None:
    text = f"try:\n    import {module}\nexcept ModuleNotFoundError as error:\n    print(str(error).partition(':')[0])\n"
    assert printed(text) == [f"No module named {module.partition('.')[0]!r}"]


_OF_LATER_PYTHONS = {
    "IP_UNBLOCK_SOURCE": "37",
    "IP_BLOCK_SOURCE": "38",
    "IP_ADD_SOURCE_MEMBERSHIP": "39",
    "IP_DROP_SOURCE_MEMBERSHIP": "40",
}
"""Names that Python has from 3.12 on."""


@pytest.mark.skipif(sys.platform != "linux", reason="what is simulated is Linux")
def test_every_number_in_socket_is_that_of_the_real_one() -> None:
    text = "import socket\nfor n, v in vars(socket).items():\n    if n.isupper() and isinstance(v, int): print(n, v)"
    numbers = dict(line.split() for line in printed(text))
    assert {"AF_INET", "SOCK_STREAM", "SOMAXCONN", "SO_REUSEADDR", "MSG_PEEK", "TCP_INFO"} <= set(numbers)
    assert "IP_MTU_DISCOVER" not in numbers  # a program that used the name would fail on a real machine
    later = {name: numbers.pop(name) for name in _OF_LATER_PYTHONS if not hasattr(socket, name)}
    assert later.items() <= _OF_LATER_PYTHONS.items()
    real = {name: str(getattr(socket, name)) for name in numbers}
    assert numbers == real


def test_modules_beside_the_program_and_packages_are_its_own() -> None:
    lab = Lab("host")
    sources = {
        "main.py": "import pack.one\nfrom pack import two\nfrom wire import *\n"
        "print(pack.one.name, two.twice, length)\n",
        "wire.py": "__all__ = ['length']\nlength = 4\nhidden = 5\n",
        "pack/__init__.py": "from . import two\n",
        "pack/one.py": "from . import two\nname = __name__\n",
        "pack/two.py": "import pack.one\ntwice = 2 * 21\n",
    }
    lab.program("host", sources["main.py"], file="main.py", files=FileSystem(sources))
    lab.run()
    assert lab.lines("host") == ["pack.one 42 4"]


def test_what_a_class_of_the_host_is_made_of_leaves_its_subclasses_their_names() -> None:
    text = """
import socket
import threading

class Server(socket.socket):
    def process(self):
        return "processed"

class Mine(threading.local):
    process = "mine"

with Server(type=socket.SOCK_DGRAM) as server:
    server.bind(("", 7))
    print(server.process(), server.getsockname(), Mine().process)
"""
    assert printed(text) == ["processed ('0.0.0.0', 7) mine"]


def test_dates_are_those_of_the_simulation() -> None:
    text = """
import datetime, time
time.sleep(86400 + 3661)
print(datetime.datetime.now(), datetime.date.today(), time.strftime("%a %H:%M:%S"), time.ctime(0))
print(time.strptime("2026-03-01", "%Y-%m-%d").tm_yday, time.mktime(time.gmtime(5)), time.time_ns())
"""
    assert printed(text, seconds=10**6) == [
        "2026-01-02 01:01:01 2026-01-02 Fri 01:01:01 Thu Jan  1 00:00:00 1970",
        "60 5.0 1767315661000000000",
    ]


def test_the_console_shows_whole_lines_and_what_is_flushed() -> None:
    text = """
import sys, time
print("one", end=" ")
time.sleep(1)
print("line")
print("part", end="", flush=True)
time.sleep(1)
print("the rest")
sys.stderr.write("error\\n")
sys.stdout.write("two\\nlines\\nno end")
"""
    assert printed(text) == ["one line", "part", "the rest", "error", "two", "lines", "no end"]


def test_input_shows_what_is_typed_behind_its_prompt_and_ends() -> None:
    text = """
name = input("Name: ")
print("hello", name)
try:
    input("More? ")
except EOFError as error:
    print(error)
"""
    assert printed(text, stdin=("Ann",)) == ["Name: Ann", "hello Ann", "More? ", "EOF when reading a line"]


def test_what_no_code_can_catch_is_told_on_the_program_s_own_console(capfd: pytest.CaptureFixture[str]) -> None:
    text = """
import warnings
class Late:
    def __del__(self):
        raise ValueError("too late")
late = Late()
del late
async def nobody_waits():
    pass
nobody_waits()
print("a" is "b")
warnings.warn("careful")
"""
    assert printed(text) == [
        'host.py:11: SyntaxWarning: "is" with a literal. Did you mean "=="?'
        if sys.version_info < (3, 12)
        else """host.py:11: SyntaxWarning: "is" with 'str' literal. Did you mean "=="?""",
        '  print("a" is "b")',
        "Exception ignored in: <Late.__del__>",
        "Traceback (most recent call last):",
        '  File "host.py", line 5, in __del__',
        '    raise ValueError("too late")',
        "ValueError: too late",
        "host.py:10: RuntimeWarning: coroutine 'nobody_waits' was never awaited",
        "  nobody_waits()",
        "False",
        "host.py:12: UserWarning: careful",
        '  warnings.warn("careful")',
    ]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "lines", "status", "code"),
    [
        ("import sys\nsys.exit()\n", [], Status.ENDED, 0),
        ("import sys\nsys.exit(4)\n", [], Status.ENDED, 4),
        ("exit('sorry')\n", ["sorry"], Status.ENDED, 1),
        ("import os\nos._exit(5)\nprint('never')\n", [], Status.ENDED, 5),
        ("import atexit\natexit.register(print, 'late')\nprint('early')\n", ["early", "late"], Status.ENDED, 0),
        ("class Odd(BaseException):\n    pass\nraise Odd('x')\n",
         [
             "Traceback (most recent call last):",
             '  File "host.py", line 3, in <module>',
             "    raise Odd('x')",
             "Odd: x",
         ], Status.FAILED, 1),
        ("x = = 1\n", ['  File "host.py", line 1', "    x = = 1", "        ^", "SyntaxError: invalid syntax"],
         Status.FAILED, 1),
        ("import sys, threading\nthreading.Thread(target=sys.exit, args=(3,)).start()\n", [], Status.ENDED, 0),
        ("import atexit, sys\natexit.register(sys.exit, 3)\nsys.stdout.close()\nsys.stderr.close()\n1 / 0\n", [],
         Status.FAILED, 1),
        ("import sys\nsys.excepthook = lambda *told: [print(told[0].__name__), 1 / 0]\nraise KeyError\n",
         ["KeyError", "Error in sys.excepthook:", "Traceback (most recent call last):",
          '  File "host.py", line 2, in <lambda>',
          "    sys.excepthook = lambda *told: [print(told[0].__name__), 1 / 0]",
          "                                                             ~~^~~",
          "ZeroDivisionError: division by zero", "", "Original exception was:", "Traceback (most recent call last):",
          '  File "host.py", line 3, in <module>', "    raise KeyError", "KeyError"], Status.FAILED, 1),
        ("raise KeyboardInterrupt\n",
         ["Traceback (most recent call last):", '  File "host.py", line 1, in <module>', "    raise KeyboardInterrupt",
          "KeyboardInterrupt"], Status.FAILED, 130),
        ("try:\n    raise KeyboardInterrupt('^C')\nexcept KeyboardInterrupt as end:\n    print(repr(end), type(end))\n",
         ["KeyboardInterrupt('^C') <class 'KeyboardInterrupt'>"], Status.ENDED, 0),
        ("raise GeneratorExit\n",
         ["Traceback (most recent call last):", '  File "host.py", line 1, in <module>', "    raise GeneratorExit",
          "GeneratorExit"], Status.FAILED, 1),
        ("raise SystemExit(256 + 7)\n", [], Status.ENDED, 7),
        ("raise SystemExit(-1)\n", [], Status.ENDED, 255),
        ("raise SystemExit([1])\n", ["[1]"], Status.ENDED, 1),
        ("import sys\ndef hook(*told):\n    raise SystemExit(4)\nsys.excepthook = hook\n1 / 0\n", [], Status.ENDED, 4),
        ("import asyncio\nasync def main():\n    raise SystemExit(3)\nasyncio.run(main())\n", [], Status.ENDED, 3),
        ("import atexit\natexit.register(print, 'last')\n"
         "def bad():\n    raise KeyboardInterrupt('x')\natexit.register(bad)\n",
         ["Exception ignored in atexit callback: <function bad>", "Traceback (most recent call last):",
          '  File "host.py", line 4, in bad', "    raise KeyboardInterrupt('x')", "KeyboardInterrupt: x", "last"],
         Status.ENDED, 0),
        ("import _thread, time\n"
         "def bad():\n    raise KeyboardInterrupt('x')\n_thread.start_new_thread(bad, ())\ntime.sleep(1)\n",
         ["Exception ignored in thread started by: <function bad>", "Traceback (most recent call last):",
          '  File "host.py", line 3, in bad', "    raise KeyboardInterrupt('x')", "KeyboardInterrupt: x"],
         Status.ENDED, 0),
    ],
)  # fmt: skip
def test_how_a_program_ends(text: str, lines: list[str], status: Status, code: int) -> None:
    lab = Lab("host")
    program = lab.program("host", text)
    lab.run()
    assert lab.lines("host") == lines
    assert lab.status(program).status is status
    results = [record.what for record in lab.network.trace if record.kind is Kind.RESULT]
    assert [result.text for result in results if isinstance(result, Call)] == [f"exit status {code}"]


def test_ctrl_c_at_hopscope_passes_through_a_program_that_catches_its_own() -> None:
    class Interrupted(FileSystem):
        def file(self, path: str) -> Contents | None:
            if path.endswith("log"):
                raise KeyboardInterrupt
            return super().file(path)

    text = "try:\n    open('log')\nexcept KeyboardInterrupt:\n    print('caught')\n"
    lab = Lab("host")
    lab.program("host", text, files=Interrupted({"host.py": text}))
    with pytest.raises(KeyboardInterrupt):
        lab.run()
    assert lab.lines("host") == []


def test_files_beside_the_scenario_are_read_and_never_written(tmp_path: Path) -> None:
    (tmp_path / "photo.bin").write_bytes(b"picture")
    text = """
import os
print(open("photo.bin", "rb").read(), os.listdir("."))
with open("photo.bin", "wb") as file:
    file.write(b"changed")
open("new.txt", "w").write("new")
print(open("photo.bin", "rb").read(), os.listdir("."))
os.remove("photo.bin")
print(os.path.exists("photo.bin"), os.path.exists("/etc/passwd"))
"""
    lab = Lab("host", "other")
    lab.program("host", text, files=FileSystem({"host.py": text}, tmp_path))
    lab.program("other", "print(open('photo.bin').read())\n", at=10, files=FileSystem({}, tmp_path))
    lab.run()
    assert lab.lines("host") == [
        "b'picture' ['host.py', 'photo.bin']",
        "b'changed' ['host.py', 'new.txt', 'photo.bin']",
        "False False",
    ]
    assert lab.lines("other") == ["picture"]
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("photo.bin", b"picture")]


def test_nothing_outside_the_scenario_s_folder_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "lesson"
    (folder / "pages").mkdir(parents=True)
    (tmp_path / "secret.py").write_text("print('secret')\n")
    (folder / "out.py").symlink_to(tmp_path / "secret.py")
    (folder / "up").symlink_to(tmp_path)
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "within.py").symlink_to(folder / "pages" / "real.py")
    (folder / "pages" / "real.py").write_text("print('within')\n")
    text = """
import os, within
for path in ("out.py", "up/secret.py", "../secret.py", "circle", "/home/user/pages/../../secret.py"):
    print(os.path.exists(path))
try:
    import out
except ModuleNotFoundError as error:
    print(error)
"""
    lab = Lab("host")
    lab.program("host", text, files=FileSystem({"host.py": text}, folder))
    lab.run()
    assert lab.lines("host") == ["within", *["False"] * 5, "No module named 'out'"]


@pytest.mark.parametrize("file", ["../../../etc/passwd", "../secret.py", "out.py", "/etc/passwd"])
def test_a_typed_path_never_leads_out_of_the_scenario_s_folder(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "lesson"
    folder.mkdir()
    (tmp_path / "secret.py").write_text("print('secret')\n")
    (folder / "out.py").symlink_to(tmp_path / "secret.py")
    lab = Lab("host")
    Programs(lab.network, lab.hosts.values(), {}, folder)
    lab.network.at(0, lambda: run(lab.hosts["host"], parse(f"python3 {file}")))
    lab.run()
    where = file if file.startswith("/") else f"/home/user/{file}"
    assert lab.lines("host") == [f"python3: can't open file '{where}': [Errno 2] No such file or directory"]


def test_a_file_that_is_no_text_is_refused_as_python_refuses_it(tmp_path: Path) -> None:
    (tmp_path / "photo.py").write_bytes(b"# a\n\xff\xd8")
    lab = Lab("host")
    Programs(lab.network, lab.hosts.values(), {}, tmp_path)
    lab.network.at(0, lambda: run(lab.hosts["host"], parse("python3 photo.py")))
    lab.run()
    assert lab.lines("host") == [
        "SyntaxError: Non-UTF-8 code starting with '\\xff' in file /home/user/photo.py on line 2, but no encoding "
        "declared; see https://peps.python.org/pep-0263/ for details"
    ]


def test_programs_are_started_by_typing_them(tmp_path: Path) -> None:
    (tmp_path / "nc.py").write_text("import sys\nprint('bundled', *sys.argv)\n")
    lab = Lab("host", "alone")
    sources = {"hello.py": "import sys\nprint('hello', sys.argv[1:])\n"}
    Programs(lab.network, lab.hosts.values(), sources, None, tmp_path)
    for n, command in enumerate(("python3 hello.py 'a b' c", "nc -l 7", "python3 missing.py")):
        lab.network.at(n * 1000, lambda command=command: run(lab.hosts["host"], parse(command)))  # type: ignore[misc]
    lab.run()
    assert lab.lines("host") == [
        "hello ['a b', 'c']",
        "bundled nc.py -l 7",
        "python3: can't open file '/home/user/missing.py': [Errno 2] No such file or directory",
    ]


def test_a_host_without_programs_knows_no_python() -> None:
    lab = Lab("host")
    run(lab.hosts["host"], parse("python3 hello.py"))
    assert lab.lines("host") == ["python3: command not found"]


def test_a_module_that_fails_is_no_part_of_its_package_and_can_be_imported_again() -> None:
    text = """
import pack
for _ in range(2):
    try:
        import pack.broken
    except ZeroDivisionError as error:
        print(error, hasattr(pack, "broken"))
"""
    lab = Lab("host")
    files = FileSystem({"host.py": text, "pack/__init__.py": "", "pack/broken.py": "1 / 0"})
    lab.program("host", text, files=files)
    lab.run(1)
    assert lab.lines("host") == ["division by zero False"] * 2
