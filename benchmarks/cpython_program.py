"""Runs tests of CPython's own, on this machine or on a simulated host, and prints a line of JSON about each.

``python cpython_program.py TEST-MODULE``; what is named in the file ``done.txt`` is left out.
"""

import importlib
import json
import sys
import types
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from test import support


def tell(what: str, test: Any, text: str = "") -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    print("@" + json.dumps([what, test.id(), text]), file=sys.__stdout__, flush=True)


class Result(unittest.TestResult):
    """Tells each test as it begins and as it comes out."""

    def __init__(self) -> None:
        super().__init__()
        self.outcome = ("", "")

    def startTest(self, test: Any) -> None:
        super().startTest(test)
        self.outcome = ("passed", "")
        tell("begun", test)

    def stopTest(self, test: Any) -> None:
        super().stopTest(test)
        tell(self.outcome[0], test, self.outcome[1])

    def addSkip(self, test: Any, reason: str) -> None:
        super().addSkip(test, reason)
        self._came_out(test, "skipped", reason)

    def addUnexpectedSuccess(self, test: Any) -> None:
        super().addUnexpectedSuccess(test)
        self._came_out(test, "failed", "unexpected success")

    def addFailure(self, test: Any, err: Any) -> None:
        super().addFailure(test, err)
        self._came_out(test, "failed", self.failures[-1][1])

    def addError(self, test: Any, err: Any) -> None:
        super().addError(test, err)
        self._came_out(test, "failed", self.errors[-1][1])

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._came_out(test, "failed", (self.failures or self.errors)[-1][1])

    def _came_out(self, test: Any, what: str, text: str) -> None:
        if isinstance(test, unittest.TestCase):
            self.outcome = (what, text)
        else:  # a fixture of a class or a module
            tell(what, test, text)


def tests_in(suite: unittest.TestSuite) -> Iterator[Any]:
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from tests_in(each)
        else:
            yield each


def know_limits() -> None:
    """Tests take the bounds of C's types from a module that is written in C, which no simulated host has.

    Nor has it terminals, which a few tests of asyncio's events ask for.
    """
    for terminal in ("tty", "termios"):
        try:
            importlib.import_module(terminal)
        except ImportError:
            sys.modules[terminal] = types.ModuleType(terminal)
    try:
        importlib.import_module("_testcapi")
    except ImportError:
        known = types.ModuleType("_testcapi")
        for name, bits in (("SHRT", 16), ("INT", 32), ("LONG", 64), ("LLONG", 64)):
            top = 1 << bits - 1
            values = {f"{name}_MAX": top - 1, f"{name}_MIN": -top, f"U{name}_MAX": 2 * top - 1}
            vars(known).update(values)
        vars(known).update(PY_SSIZE_T_MAX=(1 << 63) - 1, PY_SSIZE_T_MIN=-(1 << 63))
        sys.modules["_testcapi"] = known


def main() -> None:
    know_limits()
    # Neither the Internet nor much time, memory or disk. The tests of socketserver ask for a network and need none.
    support.use_resources = ["network"] if sys.argv[1].endswith("test_socketserver") else []
    support.verbose = 0
    done = set(Path("done.txt").read_text(encoding="utf-8").splitlines())
    found = unittest.defaultTestLoader.loadTestsFromName(sys.argv[1])
    suite = unittest.TestSuite(each for each in tests_in(found) if each.id() not in done)
    suite.run(Result())
    print("@" + json.dumps(["all", sys.argv[1], ""]), flush=True)


main()
