"""Tables of IOS, laid out for a terminal of 80 cells, where there are fewer."""

import pytest

from tui.model.text.tabular import narrowed

VLANS = [
    "",
    "VLAN Name                             Status    Ports",
    "---- -------------------------------- --------- -------------------------------",
    "1    default                          active    17, 18, 19, 20, 21, 22",
    "10   students                         active    1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "                                                11, 12, 13, 14",
]
BRIEF = [
    "Interface                  IP-Address      OK? Method Status                Protocol",
    "eth0                       192.168.10.254  YES manual up                    up",
    "eth0.20                    unassigned      YES unset  administratively down down",
]


@pytest.mark.parametrize("table", [VLANS, BRIEF])
@pytest.mark.parametrize("room", [75, 70])
def test_a_table_that_is_too_wide_has_fewer_blanks_and_the_same_columns(table: list[str], room: int) -> None:
    found = narrowed(table, room)
    assert max(map(len, found)) == room
    dashes = [n for n, text in enumerate(table) if text.startswith("--")]
    told = [n for n in range(len(table)) if n not in dashes]
    assert [found[n].split() for n in told] == [table[n].split() for n in told]
    assert [len(found[n].split()) for n in dashes] == [len(table[n].split()) for n in dashes]
    heads = found[1] if table is VLANS else found[0]
    columns = [heads.index(word) for word in heads.split()]
    rows = [text for text in found if text[:1].strip()]
    assert rows
    assert all(text[at] != " " and text[at - 1 : at] in ("", " ") for text in rows for at in columns)


@pytest.mark.parametrize(
    "texts",
    [
        BRIEF,
        ["a" * 90, "b  " * 30],
        ["数据包   " * 20, "数据包   " * 20],
        ["PING 10.0.0.1      " + "x" * 90],
        ["-" * 90],
        [],
    ],
)
@pytest.mark.parametrize("room", [85, 30])
def test_what_fits_or_has_no_room_even_so_stays_as_it_is(texts: list[str], room: int) -> None:
    assert narrowed(texts, room) == texts
