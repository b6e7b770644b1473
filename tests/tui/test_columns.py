"""The columns of tables have words in every language, and no two of a table the same."""

import pytest

from sim import registry
from sim.feature import Table
from tui.model.text.columns import STANDARD, heading, name

TABLES = list(registry.tables().values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_called_in_chinese_or_by_the_names_of_the_standards(table: Table) -> None:
    shown = [heading(column, "zh") for column in [*table.columns, *table.joined]]
    missing = [each for each in table.columns if heading(each, "zh").isascii() and each not in STANDARD]
    assert missing == []
    assert len(set(shown)) == len(shown)


def test_english_has_the_columns_own_names() -> None:
    assert (heading("next_hop", "en"), name("next_hop", "en")) == ("next hop", "next_hop")
    assert (heading("next_hop", "zh"), name("next_hop", "zh")) == ("下一跳", "下一跳")
    assert heading("snd_una", "zh") == "snd una"
    assert heading("of_a_teacher", "zh") == "of a teacher"
