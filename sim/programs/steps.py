"""Counting a program's steps: each turn of its loops and each call of its functions is one.

Time stands still while a program computes, so a loop in which it never waits would never end. Its text is compiled
with a count at the head of each loop, function and handler of exceptions: the same numbers on every version of Python,
and nothing is slowed that is not the program's own.
"""

import ast
from types import CodeType
from typing import Any

TICK = "<step>"
"""The name in the builtins that a program's text calls; no text can write it."""

LINE = "<line>"
"""The same before each statement, where lines take time (:mod:`sim.programs.speed`)."""

LIMIT = 5_000_000
"""Steps that a thread may take without waiting."""


class _Counted(ast.NodeTransformer):
    """Puts the count where a text can go round."""

    def _block(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body = self._counted(node.body, node)
        return node

    visit_While = visit_For = visit_AsyncFor = visit_ExceptHandler = _block  # noqa: N815 - as ast.NodeVisitor has it

    def _function(self, node: Any) -> Any:
        self.generic_visit(node)
        start = int(ast.get_docstring(node, clean=False) is not None)
        node.body[start:] = self._counted(node.body[start:], node)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function  # noqa: N815

    def _guarded(self, node: Any) -> Any:
        self.generic_visit(node)
        if node.finalbody:
            node.finalbody = self._counted(node.finalbody, node)
        return node

    visit_Try = visit_TryStar = _guarded  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.generic_visit(node)
        node.body = ast.copy_location(ast.BoolOp(ast.And(), [_call(node.body), node.body]), node.body)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.ifs = [_call(node.iter), *node.ifs]
        return node

    @staticmethod
    def _counted(body: list[ast.stmt], around: ast.stmt) -> list[ast.stmt]:
        at = body[0] if body else around
        return [ast.copy_location(ast.Expr(_call(at)), at), *body]


class _Lines(ast.NodeTransformer):
    """Puts a count before each statement."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                setattr(node, field, [part for each in block for part in self._with_count(each)])
        return node

    @staticmethod
    def _with_count(each: ast.stmt) -> list[ast.stmt]:
        is_first = isinstance(each, ast.ImportFrom) and each.module == "__future__"
        is_text = isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
        if is_first or is_text:
            return [each]
        return [ast.copy_location(ast.Expr(_call(each, LINE)), each), each]


def _call(at: ast.AST, counted: str = TICK) -> ast.Call:
    name = ast.copy_location(ast.Name(counted, ast.Load()), at)
    return ast.copy_location(ast.Call(name, [], []), at)


def compiled(text: str | bytes, file: str, counts_lines: bool = False) -> CodeType:
    """A program's text as code that counts its steps, and its lines; raises ``SyntaxError``."""
    tree = compile(text, file, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)  # ast.parse would be in the traceback
    if counts_lines:
        tree = _Lines().visit(tree)
    code: CodeType = compile(_Counted().visit(tree), file, "exec", dont_inherit=True)
    return code
