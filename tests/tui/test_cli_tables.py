"""``hopscope tables``: the devices at any moment."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.addresses import IPv4Address
from tests.tui.command import BAD_LINK, BUNDLED, PING, hopscope, records, written

Tables = dict[str, dict[str, list[dict[str, Any]]]]


def tables(*arguments: str | Path) -> Tables:
    result = hopscope("tables", *arguments, "--json")
    assert result.status == 0, result.err
    nodes: Tables = json.loads(result.out)["nodes"]
    return nodes


def folded(lines: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    """Each table at the end, from the changes in JSON Lines alone."""
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for change, record in ((record["change"], record) for record in lines if "change" in record):
        rows = found.setdefault((record["node"], change["table"]), {})
        key = json.dumps(change["key"])
        assert rows.get(key) == change["before"]
        if change["after"] is None:
            del rows[key]
        else:
            rows[key] = change["after"]
    return {name: rows for name, rows in found.items() if rows}


@pytest.mark.parametrize("name", BUNDLED)
def test_tables_at_the_end_are_what_the_changes_in_json_lines_add_up_to(name: str) -> None:
    expected = folded(records(name))
    nodes = tables(name)
    assert {(node, table) for node, named in nodes.items() for table in named} == set(expected)
    for (node, table), rows in expected.items():
        found = nodes[node][table]
        assert len(found) == len(rows)
        for row in rows.values():
            assert any(row.items() <= cells.items() for cells in found)


def test_step_shows_the_tables_when_that_packet_is_sent(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    before = tables(path, "--step", "0")
    assert "arp" not in before["pc1"]
    assert [row["prefix"] for row in before["pc1"]["route"]] == ["192.168.10.0/24", "192.168.10.1/32"]
    assert [row["state"] for row in tables(path, "--step", "1")["pc1"]["arp"]] == ["incomplete"]
    assert [row["state"] for row in tables(path, "--step", "5")["pc1"]["arp"]] == ["reachable"]
    assert [row["port"] for row in tables(path, "--step", "2")["sw1"]["mac"]] == ["1"]


def test_record_and_time_name_the_same_moments(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    lines = records(path)[1:-1]
    learned = next(line for line in lines if line.get("change", {}).get("table") == "mac")
    assert "mac" not in tables(path, "--after", str(learned["n"] - 1))["sw1"]
    assert len(tables(path, "--after", str(learned["n"]))["sw1"]["mac"]) == 1
    assert len(tables(path, "--at", f"{learned['at']}ns")["sw1"]["mac"]) == 1
    assert "mac" not in tables(path, "--at", f"{learned['at'] - 1}ns")["sw1"]


def test_formats_are_those_of_the_devices_own_commands(tmp_path: Path) -> None:
    lines = [line.strip() for line in hopscope("tables", written(tmp_path, PING)).lines]
    assert "192.168.10.2 dev eth0 lladdr 02:00:36:34:f2:dc REACHABLE" in lines
    assert "1    0200.3634.f2dc    DYNAMIC     2" in lines
    assert "192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.1" in lines
    assert lines[0] == f"21.000000000 s, after {len(records(tmp_path / 'lan.yaml')) - 2} records"


def test_node_chooses_devices(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    assert list(tables(path, "--node", "sw1", "--node", "pc1")) == ["pc1", "sw1"]
    result = hopscope("tables", path, "--node", "pc3")
    assert (result.status, result.out) == (2, "")
    assert result.err == "hopscope: there is no node 'pc3'; did you mean pc1 or pc2?\n"


def test_a_time_behind_the_end_is_run_to_and_told(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    result = hopscope("tables", path, "--at", "600")
    assert result.err == "hopscope: the scenario ends at 21.000000000 s; it has been run on to 600.000000000 s\n"
    assert result.lines[0].startswith("600.000000000 s, after ")
    assert hopscope("tables", path, "--at", "21").err == ""


@pytest.mark.parametrize(("option", "message"), [("--step", "there is no packet 99: the last one is 8"),
                                                 ("--after", "there is no record 99: the last one is ")])  # fmt: skip
def test_moment_beyond_the_end_is_an_error(tmp_path: Path, option: str, message: str) -> None:
    result = hopscope("tables", written(tmp_path, PING), option, "99")
    assert result.status == 2
    assert result.err.startswith(f"hopscope: {message}")


def test_fragments_on_hand_are_shown(tmp_path: Path) -> None:
    path = written(tmp_path, BAD_LINK)
    waiting = next(
        record
        for record in records(path, "--until", "6s")[1:-1]
        if record.get("change", {}).get("table") == "reassembly" and record["change"]["after"]
    )
    rows = tables(path, "--after", str(waiting["n"]))[waiting["node"]]["reassembly"]
    assert {row["src"] for row in rows} <= {"192.168.10.1", "192.168.10.2"}
    assert all(IPv4Address.parse(row["dst"]) for row in rows)
    shown = hopscope("tables", path, "--after", str(waiting["n"]), "--node", waiting["node"]).out
    first = rows[0]["fragments"][0]["summary"]
    offset, length = map(int, re.findall(r"offset (\d+), length (\d+)", first)[0])
    assert f" {offset}-{offset + length - 1}" in shown
