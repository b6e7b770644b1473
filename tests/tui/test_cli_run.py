"""``hopscope run``: what it prints, writes and refuses."""

import json
import os
import re
from pathlib import Path

import pytest

from sim.wire.pcapng import read_capture
from tests.tui.command import BUNDLED, PING, STORM, hopscope, records, written

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_text_is_the_golden_one(golden: Path) -> None:
    # After a change that is meant: hopscope run NAME.yaml > NAME.txt, and read the difference.
    expected = golden.with_suffix(".txt").read_text(encoding="utf-8")
    assert hopscope("run", golden).lines == expected.splitlines()


def test_documented_output_is_the_real_one() -> None:
    document = (GOLDEN.parents[1] / "docs" / "cli.md").read_text(encoding="utf-8")
    sample = document.split("```")[1].strip("\n").splitlines()
    assert sample == hopscope("run", "arp-on-one-switch").lines[: len(sample)]


def test_packets_are_numbered_and_in_the_words_of_tcpdump(tmp_path: Path) -> None:
    result = hopscope("run", written(tmp_path, PING), "--quiet")
    assert result.status == 0
    assert [line.split()[:5] for line in result.lines][:2] == [
        ["1", "1.000000000", "pc1:eth0", ">", "sw1:1"],
        ["2", "1.000001480", "sw1:2", ">", "pc2:eth0"],
    ]
    assert [line.rpartition("  ")[2] for line in result.lines][2:5] == [
        "ARP, Reply 192.168.10.2 is-at 02:00:36:34:f2:dc, length 28",
        "ARP, Reply 192.168.10.2 is-at 02:00:36:34:f2:dc, length 28",
        "IP 192.168.10.1 > 192.168.10.2: ICMP echo request, id 1, seq 1, length 64 (ttl 64)",
    ]


def test_reasons_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    path, capture = written(tmp_path, PING), tmp_path / "ping.pcapng"
    text = hopscope("run", path, "--why", "--language", "zh", "--pcapng", capture).out
    assert "广播" in text
    assert "泛洪" not in hopscope("run", path, "--why").out
    assert any("广播" in captured.comment for captured in read_capture(capture))
    told = [json.loads(line) for line in hopscope("run", path, "--format", "jsonl", "--language", "zh").lines]
    assert any("广播" in record["why"]["text"] for record in told if "why" in record)


def test_summary_goes_to_standard_error(tmp_path: Path) -> None:
    result = hopscope("run", written(tmp_path, PING), "--quiet")
    assert re.fullmatch(r"hopscope: 8 packets, \d+ records, 21\.000000000 s\n", result.err)


def test_link_header_is_that_of_tcpdump(tmp_path: Path) -> None:
    first = hopscope("run", written(tmp_path, PING), "-q", "-e").lines[0]
    assert first.endswith(
        "02:00:b8:bb:f5:3f > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: "
        "ARP, Request who-has 192.168.10.2 tell 192.168.10.1, length 28"
    )


def test_each_level_of_detail_contains_the_one_before(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    quiet, usual, reasons = ({line.strip() for line in hopscope("run", path, *o).lines} for o in (["-q"], [], ["-w"]))
    assert quiet < usual < reasons
    everything = hopscope("run", path, "-v").lines
    told = [line for line in everything if not line.startswith(" " * 26)]
    assert len(told) == len(records(path)) - 2


def test_until_ends_the_run(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    assert hopscope("run", path, "--until", "1.000002ms").out == ""
    assert len(hopscope("run", path, "-q", "--until", "1.000003s").lines) == 3
    assert len(hopscope("run", path, "-q", "--until", "1.000003").lines) == 3  # as the lines show it


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("5 days", "'5 days' has the unknown unit 'days'; write ns, us, ms, s, min or h, as in 250ms"),
        ("soon", "'soon' is not a time; write a number and its unit, as in 250ms"),
        ("-1s", "'-1s' is before the start, which is 0s"),
        ("-1", "'-1' is before the start, which is 0s"),
        ("", "'' is not a time; write a number and its unit, as in 250ms"),
    ],
)
def test_until_that_is_no_time_is_an_error(until: str, message: str) -> None:
    result = hopscope("run", BUNDLED[0], "--until", until)
    assert result.status == 2
    assert result.err.splitlines()[-1] == f"hopscope run: error: argument --until: {message}"


@pytest.mark.parametrize("option", ["--seed", "--records"])
@pytest.mark.parametrize("number", ["x", "1.5", "٣", "9" * 30])
def test_number_that_is_none_is_an_error(option: str, number: str) -> None:
    result = hopscope("run", BUNDLED[0], option, number)
    assert result.status == 2
    assert f"argument {option}: {number!r} is not a whole number from" in result.err


def test_seed_changes_what_chance_decides(tmp_path: Path) -> None:
    text = PING.replace("- sw1:1", "- sw1:1").replace("[pc1 -- sw1:1,", "[{link: pc1 -- sw1:1, loss: 50%},")
    path = written(tmp_path, text)
    runs = {hopscope("run", path, "--seed", str(seed)).out for seed in range(8)}
    assert len(runs) > 1
    assert hopscope("run", path, "--seed", "3").out == hopscope("run", path, "--seed", "3").out


def test_limit_of_records_is_told_and_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, STORM)
    result = hopscope("run", path, "--records", "500", "-q")
    assert result.status == 0
    assert re.search(
        r"stopped at the limit of records, sw\d made \d+ % of them: "
        r"\d+ packets, 50\d records, 1\.\d{9} s; --records 100\d+ goes further",
        result.err,
    )
    *lines, end = records(path, "--records", "500")
    assert end["end"] == "records"
    assert end["records"] == len(lines) - 1
    assert 500 <= sum(line["at"] >= 1_000_000_000 for line in lines[1:]) < 510


def test_a_limit_below_the_size_of_the_configuration_still_lets_something_happen(tmp_path: Path) -> None:
    assert hopscope("run", written(tmp_path, STORM), "--records", "1", "-q").lines[0].endswith("length 28")


def test_slices_leave_no_trace_in_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, STORM)
    whole = hopscope("run", path, "--records", "1900", "-v").out
    monkeypatch.setattr("tui.cli.slices.SLICE", 7)
    assert hopscope("run", path, "--records", "1900", "-v").out == whole


def test_unknown_scenario_suggests_the_nearest() -> None:
    result = hopscope("run", "arp-on-one-swich")
    assert result.status == 2
    assert (
        result.err
        == "hopscope: arp-on-one-swich: there is no scenario 'arp-on-one-swich'; did you mean arp-on-one-switch?\n"
    )


def test_name_cannot_command_the_terminal() -> None:
    assert "\x1b" not in hopscope("run", "\x1b[31m").err


def test_problems_of_a_scenario_are_listed_with_their_places(tmp_path: Path) -> None:
    path = written(tmp_path, PING.replace("pc2 -- sw1:2", "pc3 -- sw1:2").replace("1s,", "1,"))
    result = hopscope("run", path)
    assert result.status == 2
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 2
    assert all(re.match(rf"{re.escape(str(path))}:\d+:\d+: .*; ", line) for line in lines)


def test_warnings_go_to_standard_error_and_the_run_goes_on(tmp_path: Path) -> None:
    result = hopscope("run", written(tmp_path, PING + "allow: [no-route]\n"), "-q")
    assert result.status == 0
    assert len(result.lines) == 8
    assert "warning: nothing here needs allow: no-route" in result.err


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("missing/out.pcapng", "No such file or directory"),
        (".", "is a directory; name a file in it"),
        ("x" * 300, "File name too long"),
    ],
)
def test_capture_that_cannot_be_written_is_told_before_anything_runs(tmp_path: Path, target: str, reason: str) -> None:
    result = hopscope("run", written(tmp_path, PING), "--pcapng", tmp_path / target)
    assert result.status == 2
    assert result.out == ""
    assert reason in result.err
    assert sorted(os.listdir(tmp_path)) == ["lan.yaml"]


def test_capture_takes_the_place_of_the_old_one_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, capture = written(tmp_path, PING), tmp_path / "out.pcapng"
    assert hopscope("run", path, "-q", "--until", "0s", "--pcapng", capture).status == 0
    old = capture.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("tui.output.capture.write_capture", fail)
        assert hopscope("run", path, "--pcapng", capture).status == 2
    assert capture.read_bytes() == old
    assert hopscope("run", path, "--pcapng", capture).status == 0
    assert len(list(read_capture(capture))) == 8
    assert sorted(os.listdir(tmp_path)) == ["lan.yaml", "out.pcapng"]


@pytest.mark.parametrize("name", ["lan.yaml", "notes.txt"])
def test_capture_replaces_no_file_that_is_none_unless_it_is_forced(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, PING)
    (tmp_path / "notes.txt").write_text("mine")
    before = (tmp_path / name).read_text()
    result = hopscope("run", path, "--pcapng", tmp_path / name)
    assert (result.status, result.out) == (2, "")
    assert f"{name} is there already, and is no capture; name another file, or replace it with --force" in result.err
    assert (tmp_path / name).read_text() == before
    assert hopscope("run", path, "--pcapng", tmp_path / name, "--force").status == 0
    assert len(list(read_capture(tmp_path / name))) == 8


def test_text_and_json_tell_of_the_same_packets(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    sent = [record for record in records(path)[1:-1] if record["kind"] == "frame-sent"]
    assert [line.split("  ")[-1] for line in hopscope("run", path, "-q").lines] == [r["frame"]["summary"] for r in sent]


def test_json_lines_are_ascii() -> None:
    assert hopscope("run", BUNDLED[0], "--format", "jsonl").out.isascii()
    assert json.loads(hopscope("run", BUNDLED[0], "--format", "jsonl").lines[0])["schema"] == "hopscope-trace"
