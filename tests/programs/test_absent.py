"""What no simulated host has is told at the line of the program that asks for it, with what to use instead."""

import pytest

from sim.programs.files import FileSystem
from tests.programs.lab import Lab, printed

THREADS = "a simulated host runs each program as one process; use threads instead: threading.Thread(target=...).start()"
COMMANDS = "a program on a simulated host starts no commands; let an action of the scenario type the command instead"
TLS = "connections of simulated hosts are not encrypted; use plain sockets and http:// instead"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("import ssl", "import ssl", f"ModuleNotFoundError: No module named 'ssl': {TLS}"),
        ("from ssl import SSLContext", "from ssl import SSLContext", f"No module named 'ssl': {TLS}"),
        ("import multiprocessing", "import multiprocessing", f"No module named 'multiprocessing': {THREADS}"),
        ("from multiprocessing import Process", "Process", f"No module named 'multiprocessing': {THREADS}"),
        ("from multiprocessing.pool import Pool", "Pool", f"No module named 'multiprocessing': {THREADS}"),
        ("import os\nos.fork()", "os.fork()", f"AttributeError: module 'os' has no attribute 'fork': {THREADS}"),
        ("from os import fork", "from os import fork", f"ImportError: cannot import name 'fork' from 'os': {THREADS}"),
        ("import os\nos.system('ls')", "os.system('ls')", f"module 'os' has no attribute 'system': {COMMANDS}"),
        ("import os\nos.popen('ls')", "os.popen('ls')", f"module 'os' has no attribute 'popen': {COMMANDS}"),
        ("import os\nos.execv('ls', [])", "os.execv('ls', [])", f"module 'os' has no attribute 'execv': {COMMANDS}"),
        ("import subprocess\nsubprocess.run(['ls'])", "subprocess.run(['ls'])", f"subprocess.run: {COMMANDS}"),
        ("from subprocess import Popen\nPopen('ls')", "Popen('ls')", f"subprocess.Popen: {COMMANDS}"),
        (
            "import socketserver\nclass S(socketserver.ForkingMixIn, socketserver.TCPServer): pass",
            "class S(socketserver.ForkingMixIn, socketserver.TCPServer): pass",
            "use socketserver.ThreadingMixIn instead",
        ),
        ("from socketserver import ForkingMixIn", "ForkingMixIn", "use socketserver.ThreadingMixIn instead"),
        (
            "from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor()",
            "ProcessPoolExecutor()",
            "use concurrent.futures.ThreadPoolExecutor instead",
        ),
        ("import http.client\nhttp.client.HTTPSConnection('a')", "http.client.HTTPSConnection('a')", TLS),
        ("from http.client import HTTPSConnection", "HTTPSConnection", TLS),
        ("import signal\nsignal.alarm(1)", "signal.alarm(1)", "use threading.Timer or settimeout() instead"),
        ("import smtplib\nsmtplib.SMTP_SSL('a')", "smtplib.SMTP_SSL('a')", TLS),
        ("import ctypes", "import ctypes", "sees nothing of the machine that runs hopscope"),
        ("import sqlite3", "import sqlite3", "use open() instead"),
        ("import requests", "import requests", "use urllib.request instead"),
    ],
)
def test_a_traceback_has_the_line_alone_and_what_to_use_instead(text: str, line: str, told: str) -> None:
    lines = printed(text)
    assert lines[0] == "Traceback (most recent call last):"
    frames = [each for each in lines if each.startswith("  File ")]
    assert frames == [f'  File "host.py", line {text.count(chr(10)) + 1}, in <module>']
    assert line in lines[2]
    assert told in lines[-1]


def test_https_says_so_in_the_words_of_urllib() -> None:
    text = "import urllib.request\ntry:\n    urllib.request.urlopen('https://a/')\nexcept OSError as e:\n    print(e)"
    assert printed(text) == [f"<urlopen error {TLS}>"]


def test_asyncio_starts_no_command() -> None:
    text = """
import asyncio
async def main():
    try:
        await asyncio.create_subprocess_exec("ls")
    except NotImplementedError as error:
        print(error)
asyncio.run(main())
"""
    assert printed(text) == [f"asyncio.subprocess.create_subprocess_exec: {COMMANDS}"]


def test_a_library_that_asks_first_finds_nothing() -> None:
    assert printed("import os, socketserver\nprint(hasattr(os, 'fork'), hasattr(socketserver, 'ForkingMixIn'))") == [
        "False False"
    ]


def test_a_module_beside_the_scenario_may_have_such_a_name() -> None:
    lab = Lab("host")
    files = FileSystem({"requests.py": "print('mine')"})
    lab.program("host", "import requests", files=files)
    lab.run()
    assert lab.lines("host") == ["mine"]
