"""``python -m benchmarks.mutants``: whether a test fails where a protocol machine is changed in one place.

    python -m benchmarks.mutants sim.ip.arp.machine
    python -m benchmarks.mutants --sample 300 --seed 1 sim.transport.tcp.machine

A package stands for all its modules, no name for all machines. Each mutant changes one place of a module's syntax tree,
in memory. A process that has collected the tests forks for each mutant, gives the child the mutated function, and lets
it run the tests that call this function, the quickest first, until one fails. Where no test calls it, or what changes
runs at import, a process of its own imports the mutated module. Mutants that `equivalents.txt` names are counted apart.
"""

import argparse
import ast
import gc
import importlib.machinery
import importlib.util
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from time import process_time
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
EQUIVALENTS = Path(__file__).with_name("equivalents.txt")
TESTS = {
    "sim.bridge.machine": ("tests/protocols/test_switching.py", "tests/nodes/test_switch.py"),
    "sim.features.dhcp.client.machine": ("tests/dhcp/test_client_machine.py", "tests/dhcp/test_dhcp_nodes.py"),
    "sim.features.dhcp.relay.machine": ("tests/dhcp/test_dhcp_nodes.py",),
    "sim.features.dhcp.server.machine": ("tests/dhcp/test_server_machine.py", "tests/dhcp/test_dhcp_nodes.py"),
    "sim.ip.acd.machine": ("tests/protocols/test_acd.py", "tests/protocols/test_arp.py"),
    "sim.ip.arp.machine": ("tests/protocols/test_arp.py", "tests/nodes/test_rfc_neighbours.py"),
    "sim.ip.icmp.machine": ("tests/protocols/test_icmp.py", "tests/nodes/test_rfc_icmp.py"),
    "sim.ip.ipv4.machine": (
        "tests/protocols/test_ipv4.py", "tests/nodes/test_rfc_datagrams.py", "tests/nodes/test_fragments.py",
        "tests/nodes/test_source_route.py",
    ),
    "sim.ip.pmtu.machine": ("tests/protocols/test_pmtu.py", "tests/nodes/test_rfc_pmtu.py"),
    "sim.ip.reassembly.machine": ("tests/protocols/test_reassembly.py", "tests/nodes/test_fragments.py"),
    "sim.ip.routes.machine": ("tests/protocols/test_routing.py", "tests/nodes/test_rfc_routes.py"),
    "sim.transport.tcp.machine": ("tests/protocols/tcp", "tests/nodes/test_tcp.py", "tests/nodes/test_tcp_clauses.py"),
}  # fmt: skip
"""The tests that belong to a machine; none of them runs beside a real system."""
QUICK = 0.5
"""Seconds of processor time: a test that takes longer is left out, unless another number is asked for."""
MEMORY = 2 << 30
"""Octets of addresses that a mutant may have: one that stores without end is killed."""

Put = Callable[[ast.AST], None]


class Change(NamedTuple):
    """One place: the line, the function around it ("" at import), what is written instead, and how to write it."""

    line: int
    function: str
    text: str
    write: Callable[[], None]


COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
}  # fmt: skip
EXTREMES = {"min": "max", "max": "min"}


def changes(tree: ast.AST, function: str = "", put: Put | None = None) -> Iterator[Change]:
    """Every change of a tree, in the order of the text. Annotations, texts and assertions are left alone."""
    if isinstance(tree, ast.JoinedStr | ast.Assert | ast.Import | ast.ImportFrom):
        return
    if put is not None and isinstance(tree, ast.expr | ast.stmt):
        for new, write in _instead(tree, put):
            yield Change(tree.lineno, function, f"{_short(tree)} -> {new}", write)
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "type_params"):
            continue
        inside = function
        if isinstance(tree, ast.FunctionDef) and name == "body":
            inside = f"{function}.{tree.name}" if function else tree.name
        elif isinstance(tree, ast.ClassDef) and name == "body" and not function:
            yield from _in_class(tree)
            continue
        for index, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST):
                yield from changes(child, inside, _putter(tree, name, index if isinstance(value, list) else None))


def _in_class(tree: ast.ClassDef) -> Iterator[Change]:
    for index, child in enumerate(tree.body):
        for change in changes(child, "", _putter(tree, "body", index)):
            yield change._replace(function=f"{tree.name}.{change.function}") if change.function else change


def _putter(tree: ast.AST, name: str, index: int | None) -> Put:
    def put(new: ast.AST) -> None:
        if index is None:
            setattr(tree, name, new)
        else:
            getattr(tree, name)[index] = new

    return put


def _instead(tree: ast.expr | ast.stmt, put: Put) -> Iterator[tuple[str, Callable[[], None]]]:
    for new in _replacements(tree):
        ast.copy_location(new, tree)
        ast.fix_missing_locations(new)
        yield _short(new), lambda new=new: put(new)  # type: ignore[misc]


def _replacements(tree: ast.expr | ast.stmt) -> Iterator[ast.expr | ast.stmt]:
    match tree:
        case ast.Compare(left, operators, values):
            for index, operator in enumerate(operators):
                for other in COMPARED[type(operator)]:
                    yield ast.Compare(left, [*operators[:index], other(), *operators[index + 1 :]], values)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.BinOp(left, operator, right) if type(operator) in COUNTED:
            yield ast.BinOp(left, COUNTED[type(operator)](), right)
        case ast.AugAssign(target, operator, value) if type(operator) in COUNTED:
            yield ast.AugAssign(target, COUNTED[type(operator)](), value)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Call(ast.Name(name), arguments, keywords) if name in EXTREMES:
            yield ast.Call(ast.Name(EXTREMES[name], ast.Load()), arguments, keywords)
        case ast.Return(ast.Name(name) as value) if name.isupper():
            yield ast.Return(ast.UnaryOp(ast.Not(), value))
        case ast.Return(value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))


def _short(tree: ast.AST) -> str:
    return " ".join(ast.unparse(tree).split())


class Mutant(NamedTuple):
    """The change with this number in a module; nothing is changed for -1."""

    module: str
    number: int
    line: int
    function: str
    text: str

    def code(self) -> CodeType:
        path = path_of(self.module)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if self.number >= 0:
            list(changes(tree))[self.number].write()
        return compile(tree, str(path), "exec")

    @property
    def name(self) -> str:
        line = path_of(self.module).read_text(encoding="utf-8").splitlines()[self.line - 1]
        return f"{self.module} | {line.strip()} | {self.text}"


def path_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def mutants(module: str) -> list[Mutant]:
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    return [Mutant(module, number, *change[:3]) for number, change in enumerate(changes(tree))]


def modules(name: str) -> list[str]:
    """The modules that a name stands for."""
    if not path_of(name).exists():
        raise SystemExit(f"no such module: {name}")
    folder = ROOT.joinpath(*name.split("."))
    if not folder.is_dir():
        return [name]
    paths = sorted(folder.rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def tests_of(module: str) -> tuple[str, ...]:
    for name, tests in TESTS.items():
        if module == name or module.startswith(f"{name}."):
            return tests
    raise SystemExit(f"no tests are known for {module}; there is {', '.join(TESTS)}")


class Told(NamedTuple):
    """Of a test that passes: its seconds, and the functions that it calls, as (file, first line)."""

    seconds: float
    called: frozenset[tuple[str, int]]


class Trial:
    """A plugin of pytest: collects, measures each test once, then runs the tests for each mutant in a fork."""

    def __init__(self, chosen: Sequence[Mutant], tell: Callable[[Mutant, str], None], quick: float = QUICK) -> None:
        self.chosen = chosen
        self.tell = tell
        self.quick = quick

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings  # noqa: PLC0415  # pytest rewrites it, if it is not imported yet

        profile = settings(
            settings.get_profile("hopscope"), derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
        )
        settings.register_profile("mutants", profile)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # one for all forks
        told = self.measured(session)
        items = sorted((item for item in session.items if item.nodeid in told), key=lambda i: told[i.nodeid].seconds)
        print(f"{len(items)} of {len(session.items)} tests", flush=True)
        same = Mutant(self.chosen[0].module, -1, 0, "", "unchanged")
        if self.tried(same, items, told) != "survived":
            raise SystemExit("the tests fail in a process of their own, with nothing changed")
        for mutant in self.chosen:
            self.tell(mutant, self.tried(mutant, items, told))
        return True

    def measured(self, session: pytest.Session) -> dict[str, Told]:
        files = frozenset(str(path_of(mutant.module)) for mutant in self.chosen)
        with tempfile.TemporaryFile("w+") as out:

            def measure() -> int:
                for item in session.items:
                    seconds, called, failed = _measure(item, files)
                    if not failed and seconds < self.quick:
                        print(json.dumps([item.nodeid, seconds, sorted(called)]), file=out, flush=True)
                return 0

            forked(measure, 600)
            out.seek(0)
            rows = [json.loads(line) for line in out]
        return {name: Told(seconds, frozenset((file, line) for file, line in rows)) for name, seconds, rows in rows}

    def tried(self, mutant: Mutant, items: list[pytest.Item], told: dict[str, Told]) -> str:
        file = str(path_of(mutant.module))
        if mutant.function:
            code = mutant.code()
            places = swaps(code, file)
            lines = {(file, function.__code__.co_firstlineno) for function, _ in places}
            called = [item for item in items if told[item.nodeid].called & lines]
            limit = 3 * sum(told[item.nodeid].seconds for item in called) + 2

            def run() -> int:
                for function, new in places:
                    function.__code__ = new
                return int(any(_failed(item) for item in called))

            if called:
                return "killed" if forked(run, limit) != 0 else "survived"
        names = [item.nodeid for item in items]
        limit = 3 * sum(each.seconds for each in told.values()) + 20
        return "killed" if forked(lambda: alone(mutant, names), limit) != 0 else "survived"


def alone(mutant: Mutant, names: list[str]) -> int:
    """Become a process that imports the mutated module and runs these tests."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as out:
        json.dump([mutant, names], out)
    os.execv(sys.executable, [sys.executable, "-m", "benchmarks.mutants", "--alone", out.name])


def forked(run: Callable[[], int], limit: float) -> int:
    """The wait status of a child that does this, with so many seconds of processor time, and prints nothing."""
    sys.stdout.flush()
    if child := os.fork():
        return os.waitpid(child, 0)[1]
    status = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (1, 2):
            os.dup2(nothing, descriptor)
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        gc.disable()
        status = run()
    finally:
        os._exit(status)


def _failed(item: pytest.Item) -> bool:
    from _pytest.runner import runtestprotocol  # noqa: PLC0415

    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _measure(item: pytest.Item, files: frozenset[str]) -> tuple[float, set[tuple[str, int]], bool]:
    called: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if code.co_filename in files:
            called.add((code.co_filename, code.co_firstlineno))

    begun = process_time()
    sys.settrace(trace)
    try:
        failed = _failed(item)
    finally:
        sys.settrace(None)
    return process_time() - begun, called, failed


def swaps(code: CodeType, file: str) -> list[tuple[FunctionType, CodeType]]:
    """The functions of a file whose code is another in a mutated module, each with its code there."""
    new = {(each.co_qualname, each.co_firstlineno): each for each in _codes(code)}
    found = []
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == file:
            other = new.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if other is not None and other != function.__code__:
                found.append((function, other))
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


class Mutated(importlib.machinery.SourceFileLoader):
    """Imports a module as the mutant has it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(path_of(mutant.module)))
        self.mutant = mutant

    def find_spec(self, name: str, path: object = None, target: ModuleType | None = None) -> Any:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        return self.mutant.code()


class Listed:
    """A plugin of pytest: these tests, in this order."""

    def __init__(self, names: list[str]) -> None:
        self.places = {name: place for place, name in enumerate(names)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.places), key=lambda i: self.places[i.nodeid])


OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--no-header"]


def run_alone(path: Path) -> int:
    row, names = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    mutant = Mutant(*row)
    sys.meta_path.insert(0, Mutated(mutant))
    paths = list(dict.fromkeys(name.partition("::")[0] for name in names))
    profile = Trial([], lambda mutant, text: None)
    listed = Listed(names)

    class Plugin:
        pytest_collection = staticmethod(profile.pytest_collection)
        pytest_collection_modifyitems = staticmethod(listed.pytest_collection_modifyitems)

    return int(pytest.main([*OPTIONS, *paths], plugins=[Plugin()]))


def equivalents() -> dict[str, str]:
    """The reason for each name in `equivalents.txt`, where a mutant's name and its reason stand in two lines."""
    lines = [line for line in EQUIVALENTS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return dict(zip(lines[::2], lines[1::2], strict=True))


def main(argv: list[str] | None = None) -> int:
    """Exit status 1 where less than nine of ten mutants are killed or equivalent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="module", help=f"default: {', '.join(TESTS)}")
    parser.add_argument("--sample", type=int, help="only so many mutants of each named module or package")
    parser.add_argument("--seed", type=int, default=0, help="what chooses the sample (default: 0)")
    parser.add_argument(
        "--quick", type=float, default=QUICK, help="leave out tests that take more seconds (default: %(default)s)"
    )
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    os.chdir(ROOT)
    if chosen.alone:
        return run_alone(chosen.alone)
    known, rows = equivalents(), []
    for name in chosen.modules or TESTS:
        every = [mutant for module in modules(name) for mutant in mutants(module)]
        some = every if chosen.sample is None else Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
        counted = dict.fromkeys(("killed", "survived", "equivalent"), 0)
        if not some:
            rows.append((name, 0, counted))
            continue

        def tell(mutant: Mutant, what: str, counted: dict[str, int] = counted) -> None:
            if what == "survived" and mutant.name in known:
                what = "equivalent"
            counted[what] += 1
            print(f"{what}: {path_of(mutant.module).relative_to(ROOT)}:{mutant.line}: {mutant.name}", flush=True)

        # A process of its own, since pytest runs once in a process.
        sys.stdout.flush()
        read, write = os.pipe()
        if child := os.fork():
            os.close(write)
            with open(read, encoding="utf-8") as told:
                counted = json.loads(told.read() or "{}")
            os.waitpid(child, 0)
        else:
            pytest.main([*OPTIONS, "-s", *tests_of(name)], plugins=[Trial(sorted(some), tell, chosen.quick)])
            os.write(write, json.dumps(counted).encode())
            os._exit(0)
        rows.append((name, len(every), counted))
    return summary(rows)


def summary(rows: list[tuple[str, int, dict[str, int]]]) -> int:
    good = True
    for name, every, counted in rows:
        run = sum(counted.values())
        rate = (run - counted["survived"]) / run if run else 1.0
        good &= rate >= 0.9
        print(
            f"{name}: {run} of {every} mutants; {counted['killed']} killed, {counted['equivalent']} equivalent, "
            f"{counted['survived']} survived: {rate:.1%}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
