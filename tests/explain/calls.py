"""Every ``Why(...)`` in the simulator's source: which rules it can name, and which facts it gives them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import sim
from sim.protocols.ipv4 import Destination
from sim.protocols.reassembly import ReassemblyKey

SOURCE = Path(sim.__file__).parent

RULES_OF = {
    # IpLayer.send_datagram: only these two destinations get there
    "f'ipv4.{destination}'": {f"ipv4.{Destination.LIMITED_BROADCAST}", f"ipv4.{Destination.MULTICAST}"},
}
"""Expressions that the source alone does not tell the values of."""

FACTS_OF = {
    "key._asdict()": set(ReassemblyKey._fields),
    "key_of(fragment)._asdict()": set(ReassemblyKey._fields),
}
"""Mappings whose keys the source alone does not tell."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Call(NamedTuple):
    """A place that explains: ``where`` is file:line, ``facts`` what it always gives."""

    where: str
    rule: str
    facts: frozenset[str]


class _Module:
    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(SOURCE.parent)
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.scopes = [node for node in ast.walk(self.tree) if isinstance(node, Function)]
        self.functions = {node.name: node for node in self.scopes}
        self.wrappers = {name: call for name, node in self.functions.items() if (call := _wrapped(node)) is not None}

    def calls(self) -> Iterator[Call]:
        for scope in (self.tree, *self.scopes):
            for node in _own_nodes(scope):
                yield from self._call(node, scope)

    def _call(self, node: ast.AST, scope: ast.AST) -> Iterator[Call]:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return
        name = node.func.id
        if name == "Why" and not (isinstance(scope, Function) and scope.name in self.wrappers):
            facts = self._facts(node.keywords, scope)
        elif name in self.wrappers:
            inside = [
                keyword for keyword in self.wrappers[name].keywords if not _is_parameter(keyword, self.functions[name])
            ]
            facts = self._facts(inside, self.functions[name]) | self._facts(node.keywords, scope)
        else:
            return
        where = f"{self.path}:{node.lineno}"
        for rule in sorted(self._strings(node.args[0], scope, where)):
            yield Call(where, rule, frozenset(facts))

    def _strings(self, value: ast.AST, scope: ast.AST, where: str) -> set[str]:
        """The strings that an expression can be."""
        if (known := RULES_OF.get(ast.unparse(value))) is not None:
            return known
        values: list[ast.AST]
        match value:
            case ast.Constant(text):
                return set() if text is None else {str(text)}
            case ast.IfExp(body=body, orelse=otherwise):
                values = [body, otherwise]
            case ast.Subscript(value=ast.Name(name)):
                values = [each for table in _assigned(self.tree, name) for each in getattr(table, "values", ())]
            case ast.Call(func=ast.Name(name)) if name in self.functions:
                scope = self.functions[name]
                values = [each.value for each in _own_nodes(scope) if isinstance(each, ast.Return) and each.value]
            case ast.Name(name):
                values = _assigned(scope, name)
            case _:
                values = []
        assert values, f"{where}: nothing near tells what {ast.unparse(value)} can be: tell RULES_OF"
        return {text for each in values for text in self._strings(each, scope, where)}

    def _facts(self, keywords: list[ast.keyword], scope: ast.AST) -> set[str]:
        facts: set[str] = set()
        for keyword in keywords:
            facts |= {keyword.arg} if keyword.arg else self._keys(keyword.value, scope)
        return facts

    def _keys(self, value: ast.AST, scope: ast.AST) -> set[str]:
        """The keys of a mapping that is unpacked into facts."""
        if (known := FACTS_OF.get(ast.unparse(value))) is not None:
            return known
        match value:
            case ast.Dict(keys=keys, values=values):
                found: set[str] = set()
                for key, each in zip(keys, values, strict=True):
                    found |= {str(key.value)} if isinstance(key, ast.Constant) else self._keys(each, scope)
                return found
            case ast.Name(name):
                mappings = [self._keys(each, scope) for each in _assigned(scope, name)]
                if mappings:
                    return set.intersection(*mappings)
        raise AssertionError(f"{self.path}: nothing near tells the keys of {ast.unparse(value)}: tell FACTS_OF")


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """What is in a module or function and in no function inside it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, Function):
            yield node
            yield from _own_nodes(node)


def _assigned(scope: ast.AST, name: str) -> list[ast.AST]:
    """What a name is bound to by assignments (single, in tuples, by walrus)."""
    found: list[ast.AST] = []
    for node in _own_nodes(scope):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                found += _bound(target, value, name)
            case ast.AnnAssign(target=target, value=ast.AST() as value):
                found += _bound(target, value, name)
    return found


def _bound(target: ast.AST, value: ast.AST, name: str) -> list[ast.AST]:
    match target, value:
        case ast.Name(id), _ if id == name:
            return [value]
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            return [one for each, other in zip(targets, values, strict=True) for one in _bound(each, other, name)]
    return []


def _wrapped(function: Function) -> ast.Call | None:
    """The ``Why(...)`` that a function makes of a rule which is its own first parameter."""
    parameters = function.args.args
    for node in _own_nodes(function):
        match node:
            case ast.Call(func=ast.Name("Why"), args=[ast.Name(name)]) if parameters and name == parameters[0].arg:
                return node
    return None


def _is_parameter(keyword: ast.keyword, function: Function) -> bool:
    """Whether ``**more`` hands on what the function was called with."""
    kwarg = function.args.kwarg
    return (
        keyword.arg is None
        and isinstance(keyword.value, ast.Name)
        and kwarg is not None
        and keyword.value.id == kwarg.arg
    )


def modules() -> list[Path]:
    """The source files that may explain something."""
    return sorted(path for path in SOURCE.rglob("*.py") if "explain" not in path.parts and path != SOURCE / "why.py")


def calls() -> list[Call]:
    """Every call, in order of place; one for each rule that it can name."""
    return [call for path in modules() for call in _Module(path).calls()]


def strings() -> dict[str, list[str]]:
    """Every string of the source, docstrings too, and where it stands."""
    found: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.setdefault(node.value, []).append(f"{path.relative_to(SOURCE.parent)}:{node.lineno}")
    return found
