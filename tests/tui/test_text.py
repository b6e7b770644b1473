"""The text of a run: what is marked, what is told beneath a packet, and what is left out."""

import re
from pathlib import Path

import pytest

from tests.tui.command import BAD_LINK, PING, hopscope, records, written

MARKS = {"frame-duplicated": "duplicated", "frame-damaged": "damaged", "frame-dropped": "lost"}
PULLED = """\
title: A cable that is pulled
until: 10s
nodes:
  pc1: {host: 192.168.10.1/24}
  pc2: {host: 192.168.10.2/24}
links:
  - {link: pc1 -- pc2, bandwidth: 1 Mbit/s, delay: 100ms, queue: 1}
actions:
  - {at: 1s, on: pc1, run: ping -c 1 -s 5000 192.168.10.2}
  - {at: 1.25s, cut: pc1 -- pc2}
"""


def numbered(lines: list[str]) -> dict[int, str]:
    """The packets of a text, by number."""
    return {int(match[1]): line for line in lines if (match := re.match(r" *(\d+)  \d", line))}


def test_marks_are_what_the_link_did(tmp_path: Path) -> None:
    path = written(tmp_path, BAD_LINK)
    packets = numbered(hopscope("run", path, "-q").lines)
    happened = records(path)[1:-1]
    sent = [record for record in happened if record["kind"] == "frame-sent"]
    copies = {record["n"]: record["cause"] for record in happened if record["kind"] == "frame-duplicated"}
    marks: dict[str, set[int]] = {kind: set() for kind in MARKS}
    for record in happened:
        if record["kind"] in marks and "--" in record["node"]:
            marks[record["kind"]].add(copies.get(record["cause"], record["cause"]))
    for number, record in enumerate(sent, 1):
        found = set(re.findall(r"\[(\w+)", packets[number]))
        expected = {
            word
            for kind, word in (
                ("frame-duplicated", "duplicated"),
                ("frame-damaged", "damaged"),
                ("frame-dropped", "lost"),
            )
            if record["n"] in marks[kind]
        }
        if happened[record["cause"]]["kind"] == "frame-queued":
            expected.add("queued")
            waited = record["at"] - happened[record["cause"]]["at"]
            assert f"[queued {waited // 10**9}.{waited % 10**9:09d}]" in packets[number]
        assert found == expected, packets[number]
    assert all(marks.values())


def test_packet_that_ends_later_is_named_by_its_number(tmp_path: Path) -> None:
    lines = hopscope("run", written(tmp_path, PULLED)).lines
    # Two of the fragments are on the cable, 100 ms long, when it is pulled; the rest waits or found no place.
    lost = [line.strip() for line in lines if line.strip().endswith("is lost on pc1:eth0 -- pc2:eth0")]
    assert lost
    assert all(re.search(r"(packet \d+|it) is lost on", line) for line in lost)
    assert any("pc1:eth0 drops " in line for line in lines)
    assert any("link ~ pc1:eth0 -- pc2:eth0: up yes -> no" in line for line in lines)
    assert any("pc1 interface ~ eth0: up yes -> no" in line for line in lines)


def test_commands_and_what_they_print_read_like_a_terminal(tmp_path: Path) -> None:
    lines = hopscope("run", written(tmp_path, PING)).lines
    assert lines[0] == "      1.000000000 pc1$ ping -c 1 192.168.10.2"
    assert lines[1] == "                  pc1| PING 192.168.10.2 (192.168.10.2) 56(84) bytes of data."
    assert "                  pc1| 1 packets transmitted, 1 received, 0% packet loss, time 0ms" in lines


def test_time_is_given_where_it_differs_from_the_line_above(tmp_path: Path) -> None:
    lines = hopscope("run", written(tmp_path, PING)).lines
    stamps = [line[6:17] for line in lines if not line.startswith(" " * 26)]
    last = ""
    for line, stamp in zip(lines, stamps, strict=False):
        if stamp.strip():
            assert stamp != last or re.match(r" *\d+  ", line)
            last = stamp


def test_configuration_refreshes_and_timers_are_for_the_full_output(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    usual, full = hopscope("run", path).out, hopscope("run", path, "-v").out
    for text in ("interface + eth0", "timer + ", "mac ~ ", "waiting + ", "receives it", "decides"):
        assert text not in usual
        assert text in full


@pytest.mark.parametrize("options", [["--why"], ["-v"]])
def test_reason_names_the_standard_it_follows(tmp_path: Path, options: list[str]) -> None:
    reasons = [line.strip() for line in hopscope("run", written(tmp_path, PING), *options).lines if line[:26].isspace()]
    assert any(re.search(r"\[RFC 826, .*\]$", reason) for reason in reasons)
    assert any(re.search(r"\[IEEE 802\.1D-2004, .*\]$", reason) for reason in reasons)
