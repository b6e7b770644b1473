"""JSON Lines, checked against the tables of ``docs/jsonl.md``."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.programs.rows import ProgramRow, ThreadRow
from sim.trace.records import Kind
from sim.transport.sockets.rows import SocketRow
from sim.transport.tcp.machine.rows import ConnectionRow, ReceiveRow, SendRow
from tests.tui.command import BAD_LINK, BUNDLED, PING, records, written
from tests.wire.samples import TCP_SYN_ACK, VALUES
from tui.output.jsonl import _frame, plain

DOCUMENT = Path(__file__).parents[2] / "docs" / "jsonl.md"
ROW = re.compile(r"^\| ([^|]*) \| ([^|]*) \| ?(.*?) ?\|$", re.MULTILINE)

BASIC = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
}


def sections() -> dict[str, list[tuple[str, str, str]]]:
    """The rows of each section's table: three cells, without the marks of code."""
    found = {}
    for section in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        rows = [(a, b, c) for a, b, c in ROW.findall(body.replace("`", ""))]
        found[heading.lower()] = rows[1:]  # without the heads
    return found


SECTIONS = sections()
FIELDS = {name: {field: type_ for field, type_, _ in rows} for name, rows in SECTIONS.items()}
KINDS = {kind: has for kind, has, _ in SECTIONS["kinds"]}
COLUMNS = {table: set(columns.split(", ")) for table, _, columns in SECTIONS["tables"]}


def check(value: Any, type_: str, where: str) -> None:
    """Assert that a value is of a type as the document writes it."""
    if type_.startswith("array of "):
        assert isinstance(value, list), where
        for index, each in enumerate(value):
            check(each, type_.removeprefix("array of "), f"{where}[{index}]")
    elif type_ in FIELDS:
        check_object(value, FIELDS[type_], where)
    else:
        assert any(BASIC[each](value) for each in type_.split(" or ")), f"{where}: {value!r} is not {type_}"


def check_object(value: dict[str, Any], fields: dict[str, str], where: str) -> None:
    unknown = set(value) - set(fields)
    assert not unknown, f"{where} has {unknown}, which the document does not"
    for field, type_ in fields.items():
        bare, _, condition = type_.partition(", if ")
        assert field in value or condition, f"{where} has no {field}"
        if field in value:
            check(value[field], bare, f"{where}.{field}")


def check_record(record: dict[str, Any]) -> None:
    where = f"record {record.get('n')}"
    check_object(record, FIELDS["record"], where)
    carried = {"frame", "packet", "change", "call"} & set(record)
    assert carried in [set() if each == "nothing" else {each} for each in KINDS[record["kind"]].split(" or ")], where
    if "change" in record:
        columns = COLUMNS[record["change"]["table"]]
        for row in (record["change"]["before"], record["change"]["after"]):
            assert row is None or set(row) == columns, where


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_scenario_is_as_the_document_says(name: str) -> None:
    header, *happened, end = records(name)
    check(header, "header", "header")
    for record in happened:
        check_record(record)
    check(end, "end", "end")
    reached = header["until"] if end["end"] == "complete" else happened[-1]["at"]
    assert (end["at"], end["records"]) == (reached, len(happened))


def test_frames_that_suffer_are_as_the_document_says(tmp_path: Path) -> None:
    _, *happened, _ = records(written(tmp_path, BAD_LINK))
    for record in happened:
        check_record(record)
    kinds = {record["kind"] for record in happened}
    assert {"frame-duplicated", "frame-damaged", "frame-queued", "frame-dropped", "packet-dropped"} <= kinds
    fcs = [layer for record in happened if record["kind"] == "frame-damaged" for layer in record["frame"]["layers"]]
    assert any(layer["name"] == "fcs" for layer in fcs)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("tcp", ConnectionRow), ("tcp-send", SendRow), ("tcp-receive", ReceiveRow), ("socket", SocketRow),
        ("program", ProgramRow), ("thread", ThreadRow),
    ],
)  # fmt: skip
def test_document_has_the_columns_of_sockets_and_programs(table: str, row: Any) -> None:
    assert COLUMNS[table] == set(row._fields)


def test_options_of_a_segment_are_numbers() -> None:
    [lines] = [json.loads(_frame(frame)) for octets, frame in VALUES if octets == TCP_SYN_ACK]
    assert lines["layers"][2]["fields"] == {
        "src_port": 8080, "dst_port": 50376, "seq": 2108788722, "ack": 1036195859, "data_offset": 10, "flags": 18,
        "window": 65160, "checksum": 0x6D17, "urgent": 0, "mss": 1460, "sack_permitted": "0402",
        "timestamps": [3659242308, 151060996], "no_operation": "01", "window_scale": 10,
    }  # fmt: skip
    check(lines, "packet", "packet")


def test_document_has_every_kind_and_no_other() -> None:
    assert list(KINDS) == [kind.label for kind in Kind]


def test_numbers_times_and_causes_are_in_order(tmp_path: Path) -> None:
    _, *happened, _ = records(written(tmp_path, BAD_LINK))
    assert [record["n"] for record in happened] == list(range(len(happened)))
    assert [record["at"] for record in happened] == sorted(record["at"] for record in happened)
    assert all(record["cause"] is None or record["cause"] < record["n"] for record in happened)


def test_header_tells_the_network(tmp_path: Path) -> None:
    header = records(written(tmp_path, PING), "--seed", "7")[0]
    assert header == {
        "schema": "hopscope-trace",
        "version": 1,
        "scenario": "lan",
        "title": "Two PCs and a switch",
        "seed": 7,
        "until": 21_000_000_000,
        "nodes": [
            {"name": "pc1", "kind": "host", "ports": ["eth0"]},
            {"name": "pc2", "kind": "host", "ports": ["eth0"]},
            {"name": "sw1", "kind": "switch", "ports": ["1", "2", "3", "4"]},
        ],
        "links": [
            {
                "name": f"pc{n}:eth0 -- sw1:{n}",
                "ends": [{"node": f"pc{n}", "port": "eth0"}, {"node": "sw1", "port": str(n)}],
                "bandwidth": 1_000_000_000,
                "delay": 1000,
                "mtu": 1500,
                "queue": 100,
            }
            for n in (1, 2)
        ],
    }


def test_fields_are_those_on_the_wire(tmp_path: Path) -> None:
    sent = [record for record in records(written(tmp_path, PING))[1:-1] if record["kind"] == "frame-sent"]
    request, echo = sent[0]["frame"], sent[4]["frame"]
    # RFC 826 and RFC 792 say which octets these are; the MAC address is written in the first six after the target's.
    assert request["octets"][:44] == "ffffffffffff0200b8bbf53f08060001080006040001"
    assert [layer["name"] for layer in request["layers"]] == ["ethernet", "arp", "padding"]
    assert request["layers"][1]["fields"] == {
        "hardware_type": 1,
        "protocol_type": 0x0800,
        "hardware_length": 6,
        "protocol_length": 4,
        "operation": 1,
        "sender_mac": "02:00:b8:bb:f5:3f",
        "sender_ip": "192.168.10.1",
        "target_mac": "00:00:00:00:00:00",
        "target_ip": "192.168.10.2",
    }
    ip = echo["layers"][1]
    assert (ip["name"], ip["start"], ip["end"]) == ("ipv4", 14, 34)
    assert ip["fields"]["total_length"] == 84
    assert ip["fields"]["header_checksum"] == int(echo["octets"][48:52], 16)
    assert echo["layers"][2]["fields"]["data"] == bytes(range(56)).hex()


def test_value_without_a_form_is_refused() -> None:
    with pytest.raises(TypeError, match="has no form in JSON"):
        plain(object())


def test_line_is_the_same_whoever_came_before(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    whole = records(path)
    until = records(path, "--until", "1.000005s")
    assert until[1:-1] == whole[1 : len(until) - 1]
    assert json.dumps(until[-1]) == json.dumps({"end": "complete", "at": 1_000_005_000, "records": len(until) - 2})
