"""What the documents show in Python is what comes out."""

import doctest
import re
from pathlib import Path

import pytest

from sim import registry

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOCUMENTS = [
    path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if BLOCK.search(path.read_text())
]


def without_prose(text: str) -> str:
    """The Python blocks alone, on the lines where they stand."""
    kept = [False] * (text.count("\n") + 1)
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1))
        kept[first : first + block[1].count("\n")] = [True] * block[1].count("\n")
    return "\n".join(line if keep else "" for line, keep in zip(text.split("\n"), kept, strict=True))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_examples_print_what_the_page_shows(path: Path) -> None:
    source = without_prose(path.read_text())
    # A block without prompts would not be run.
    assert all(block[1].startswith(">>>") for block in BLOCK.finditer(path.read_text()))
    examples = doctest.DocTestParser().get_doctest(source, {}, path.name, str(path), 0)
    failures: list[str] = []
    doctest.DocTestRunner().run(examples, out=failures.append)
    assert not failures, "".join(failures)
    assert examples.examples


def test_the_page_on_python_is_among_them() -> None:
    assert ROOT / "docs" / "api.md" in DOCUMENTS


def test_the_page_on_json_lines_lists_every_table_with_its_columns() -> None:
    page = (ROOT / "docs" / "jsonl.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.partition("## Tables")[2].splitlines() if line.startswith("| `")]
    listed = {cells[1].strip(" `"): cells[3].replace("`", "").replace(",", " ").split() for cells in rows}
    assert listed == {
        name: [column for column in table.columns if column not in table.key]
        for name, table in registry.tables().items()
    }
