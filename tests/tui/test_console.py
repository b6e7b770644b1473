"""The console pane shows all of each line, however long the line is and however narrow the pane."""

import pytest

from sim.trace.records import CONSOLE
from tests.tui.lessons import TWO_NETWORKS
from tests.tui.opened import Reader, opened
from tui.model.text.harmless import harmless_line
from tui.model.text.ink import Ink, cells

LONG = TWO_NETWORKS.replace(
    "actions:\n", "actions:\n  - {at: 1s, on: pc1, run: ip addr}\n  - {at: 1s, on: pc1, run: tcpdump -n}\n"
)
LONG += "programs:\n  - {at: 1s, on: pc1, name: long.py, code: \"print('子网掩码' * 40, '\\\\x1b[2J')\"}\n"


def printed(reader: Reader) -> list[str]:
    rows = reader.screen.player.cursor.world.table("pc1", CONSOLE)
    return [row.text for _, row in sorted(rows.items(), key=lambda item: int(str(item[0])))]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_long_line_goes_on_beneath_set_in(size: tuple[int, int]) -> None:
    async with opened(LONG, size, ascii_only=False) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("end", "5")
        shown, wanted = reader.seen("console"), printed(reader)
        width = reader.screen.query_one("#console").size.width
        assert max(map(cells, shown)) < width
        assert any(len(text) + 2 >= width for text in wanted) == any(line.startswith("    ") for line in shown)
        whole = "".join(line[2:] for line in shown).replace(" ", "")
        for text in wanted:
            assert harmless_line(text).replace(" ", "") in whole


async def test_a_line_that_fits_is_one_row_and_a_longer_one_two() -> None:
    async with opened(LONG, ascii_only=False) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("end", "5")
        shown = reader.seen("console")
        at = next(n for n, text in enumerate(shown) if "ICMP echo request" in text)
        assert shown[at].endswith("ICMP echo request, id 2, seq")
        assert shown[at + 1].startswith("    1, length 64")


async def test_the_last_line_and_those_to_come_stay_in_sight() -> None:
    async with opened(LONG, ascii_only=False) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("5", "g")
        await reader.write("3")
        pane = reader.screen.query_one("#console")
        assert "goes on" in "".join(reader.seen("console"))
        seen = [pane.line_seen(y) for y in range(pane.size.height)]  # type: ignore[attr-defined]  # it is a pane
        assert [spans for spans in seen if spans and spans[-1].ink is Ink.DIM and "length" in spans[-1].text]
