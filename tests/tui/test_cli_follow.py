"""``hopscope follow``: the content of streams as text and as JSON."""

import json

from tests.tui.command import hopscope


def test_without_a_stream_all_are_listed() -> None:
    result = hopscope("follow", "carrier-grade-nat")
    assert (result.status, result.out.splitlines()) == (
        0,
        [
            "tcp.stream == 0  laptop1:49152 > www:80  11 packets, > 76 octets, < 204 octets",
            "tcp.stream == 3  laptop2:49152 > www:80  11 packets, > 76 octets, < 204 octets",
            "tcp.stream == 6  www:49152 > carrier:80  3 packets, > 0 octets, < 0 octets",
        ],
    )
    listed = json.loads(hopscope("follow", "carrier-grade-nat", "--json").out)
    assert [each["numbers"] for each in listed] == [[0, 1, 2], [3, 4, 5], [6]]


def test_a_stream_is_told_line_by_line_with_its_packets() -> None:
    for words in (["tcp", "0"], ["tcp.stream == 0"], ["tcp stream 0"], ["TCP", "0"]):
        result = hopscope("follow", "half-close", *words)
        assert result.status == 0
        assert result.out.splitlines()[1:] == [
            "     3 > [SYN] client:49152 begins",
            "     4 < [SYN] server:5000 begins",
            "     6 > 7",
            "     7 > 12",
            "       > 23",
            "       > [FIN] client:49152 sends no more",
            "    10 < 42",
            "    11 < [FIN] server:5000 sends no more",
        ]


def test_one_direction_in_hex_and_in_another_language() -> None:
    result = hopscope("follow", "half-close", "tcp", "0", "--hex", "--direction", "forth", "--language", "zh")
    assert result.out.splitlines()[1:] == [
        "     3 > [SYN] client:49152 开始",
        "     6 > 0000  37 0a 31 32 0a 32 33 0a                          7.12.23.",
        "     7 > [FIN] client:49152 不再发送",
    ]


def test_a_run_that_is_stopped_shows_what_has_come_until_then() -> None:
    found = json.loads(hopscope("follow", "half-close", "tcp", "0", "--json", "--until", "1.05s").out)
    assert found["stream"] == "tcp.stream == 0"
    assert [end["name"] for end in found["ends"]] == ["client:49152", "server:5000"]
    assert {each["fate"] for each in found["content"]} <= {"delivered", "under-way"}
    whole = json.loads(hopscope("follow", "half-close", "tcp", "0", "--json").out)
    said = [bytes.fromhex(each["octets"]) for each in whole["content"] if "octets" in each]
    assert b"".join(said) == b"7\n12\n23\n42\n"
    assert [end["octets"] for end in whole["ends"]] == [8, 3]
    assert [each["mark"] for each in whole["content"] if "mark" in each] == ["syn", "syn", "fin", "fin"]


def test_what_is_no_stream_is_an_error() -> None:
    result = hopscope("follow", "tcp-echo", "tcp", "3")
    assert (result.status, result.out) == (2, "")
    assert result.err == "hopscope: there is no tcp.stream == 3; those of tcp are 0 to 0\n"
    result = hopscope("follow", "tcp-echo", "udp", "0")
    assert result.err == "hopscope: there is no udp.stream == 0; this run has none of udp\n"
    result = hopscope("follow", "tcp-echo", "http", "0")
    assert (result.status, result.err) == (
        2, "hopscope: 'http 0' is no stream; write tcp 0, udp 1 or 'tcp.stream == 0'\n",
    )  # fmt: skip
