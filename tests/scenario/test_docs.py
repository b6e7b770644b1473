"""The reference says what is so: its examples load, and its lists are complete."""

import re
from pathlib import Path
from typing import Any

import pytest

from sim import registry
from sim.patterns.pattern import word_of
from sim.patterns.syntax import CLAUSES
from sim.scenario import calls, models, reference, states
from sim.scenario.document import compose
from sim.scenario.expect import check
from sim.scenario.expectations import VERBS
from sim.scenario.load import load_objects
from sim.scenario.report import allowances
from sim.scenario.tables import tables_of
from sim.scenario.translation import translation
from tests.scenario.runs import RunOf

REFERENCE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text()
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", REFERENCE, re.MULTILINE | re.DOTALL)
TRANSLATED = "# dora.zh.yaml\n"
EXAMPLES = [block for block in BLOCKS if not block.startswith(TRANSLATED)]
BASE: dict[str, Any] = {
    "title": "The network that the examples speak of",
    "nodes": {f"pc{n}": {"host": f"192.168.10.{n}/24"} for n in (1, 2, 3)} | {"sw1": {"switch": 4}},
    "links": ["pc1 -- sw1", "pc2 -- sw1", "pc3 -- sw1"],
}
MODELS = (
    models.ScenarioModel, models.HostModel, models.RouterModel, models.LinkModel, models.RouteModel,
    models.FileModel, models.CodeModel, models.CorruptModel, models.TableModel,
)  # fmt: skip


def completed(example: dict[str, Any]) -> dict[str, Any]:
    if "nodes" in example:
        return {"title": "x", "allow": ["unconnected"], **example}
    return BASE | example


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.split(":")[0].lstrip("# "))
def test_an_example_loads_and_comes_out_as_it_says(text: str) -> None:
    run = RunOf(load_objects(completed(compose(text)[0].value())))
    assert [(outcome.text, outcome.found) for outcome in check(run.scenario, run.trace) if not outcome.ok] == []


def test_the_example_of_a_translation_is_read(tmp_path: Path) -> None:
    (example,) = (block for block in BLOCKS if block.startswith(TRANSLATED))
    (tmp_path / "dora.zh.yaml").write_text(example)
    told = translation(tmp_path / "dora.yaml", "zh")
    assert (told.title, len(told.goals), [note.title for note in told.notes]) == (
        "四条报文换来一个地址",
        2,
        ["有服务器吗？", ""],
    )


@pytest.mark.parametrize(
    "words",
    [
        allowances(),
        [table.name for table in tables_of(None)],
        VERBS,
        states.VERBS,
        calls.VERBS,
        CLAUSES,
        registry.words(),
        *(word_of(name)[1].details for name in registry.words()),
        *(model.model_fields for model in MODELS),
    ],
)
def test_the_reference_names_every_word_that_can_be_written(words: Any) -> None:
    assert [word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", REFERENCE)] == []


def test_the_page_of_settings_is_the_one_that_the_settings_give() -> None:
    page = Path(__file__).parents[2] / "docs" / "settings.md"
    assert page.read_text() == reference.page(), "run: python -m sim.scenario.reference > docs/settings.md"
