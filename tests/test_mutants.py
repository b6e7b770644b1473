"""What the mutation run changes in a module, and that it finds out what the tests notice."""

import ast

import pytest

from benchmarks import mutants


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a == b", ["a != b"]),
        ("a and b", ["a or b"]),
        ("a + b", ["a - b"]),
        ("a % b", ["a // b"]),
        ("not a", ["a"]),
        ("a[7]", ["a[8]", "a[6]"]),
        ("f(True)", ["f(False)"]),
        ("min(a, b)", ["max(a, b)"]),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ("a += b", ["a -= b"]),
        ("a: Literal[1]", []),
        ("f'{a + 1}'", []),
    ],
)
def test_one_place_is_changed_at_a_time(source: str, changed: list[str]) -> None:
    found = []
    for number in range(len(list(mutants.changes(ast.parse(source))))):
        tree = ast.parse(source)
        list(mutants.changes(tree))[number].write()
        found.append(ast.unparse(tree))
    assert found == changed


def test_a_change_names_the_function_around_it_and_none_where_it_runs_at_import() -> None:
    source = "A = 1\nclass C:\n    b = 2\n    def f(self):\n        return 3\n"
    found = {(change.function, change.text) for change in mutants.changes(ast.parse(source))}
    assert {("", "1 -> 2"), ("", "2 -> 1"), ("C.f", "3 -> 4")} <= found


def test_every_machine_has_tests_and_mutants() -> None:
    for name, tests in mutants.TESTS.items():
        assert all((mutants.ROOT / path).exists() for path in tests)
        assert any(mutants.mutants(module) for module in mutants.modules(name))


def test_every_equivalent_is_a_mutant_with_a_reason() -> None:
    names = {
        mutant.name for name in mutants.TESTS for module in mutants.modules(name) for mutant in mutants.mutants(module)
    }
    assert set(mutants.equivalents()) <= names
