"""A teacher's own questions: answers from the run, and what the run contradicts, at its place in the text."""

from pathlib import Path

import pytest

from sim.exam import own
from sim.exam.marking import Answer, mark
from sim.exam.paper import Wish, make
from sim.exam.question import Kind, Source
from sim.exam.run import Run, whole
from sim.exam.sheet import sheet
from tests.tui.command import hopscope
from tui.isolation import walls

NETWORK = """\
title: Who has 192.168.10.3?
topics: [arp]
nodes:
  pc1: {host: 192.168.10.1/24, mac: 02:00:00:00:00:01}
  pc2: {host: 192.168.10.2/24, mac: 02:00:00:00:00:02}
  pc3: {host: 192.168.10.3/24, mac: 02:00:00:00:00:03}
  sw1: {switch: 4 ports}
links: [pc1 -- sw1:1, pc2 -- sw1:2, pc3 -- sw1:3]
until: 3s
actions: [{at: 1s, on: pc1, run: ping -c 1 192.168.10.3}]
questions:
"""


def run_of(questions: str, folder: Path) -> Run:
    path = folder / "own.yaml"
    path.write_text(NETWORK + questions)
    return whole(Source(str(path)))


@pytest.mark.parametrize(
    ("answer", "truth", "kind"),
    [
        ("{table: mac, on: sw1, row: {mac: pc1}, column: port}", "1", Kind.TEXT),
        ("{table: arp, on: pc1, row: {ip: pc3}, column: mac}", "02:00:00:00:00:03", Kind.ADDRESS),
        ("{count: pc1 sends arp request}", "1", Kind.NUMBER),
        ("{count: sw1 sends broadcast arp request}", "2", Kind.NUMBER),
        ("{device: first arp reply}", "pc3", Kind.TEXT),
        ("3", "3", Kind.TEXT),
    ],
)
def test_answer_comes_from_the_run(answer: str, truth: str, kind: Kind, tmp_path: Path) -> None:
    run = run_of(f"  - {{ask: What?, answer: {answer}}}\n", tmp_path)
    assert list(own.problems(run)) == []
    (question,) = own.questions(run)
    assert question.kind is kind
    assert str(question.blanks[0].truth) == truth
    assert mark(question, Answer(texts=(truth,))).is_right


def test_answer_is_of_the_moment_that_is_asked_about(tmp_path: Path) -> None:
    run = run_of(
        "  - ask: How many requests has sw1 sent on when the reply begins?\n"
        "    at: first arp reply from pc3\n"
        "    answer: {count: sw1 sends arp request}\n"
        "  - ask: In which state is the row?\n"
        "    at: first arp request from pc1\n"
        "    answer: {table: arp, on: pc1, row: {ip: pc3}, column: state}\n",
        tmp_path,
    )
    assert [str(question.blanks[0].truth) for question in own.questions(run)] == ["2", "incomplete"]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (
            "  - {ask: Who?, answer: pc2, says: pc2 sends arp reply, options: [pc1, pc3]}\n",
            "12:36: the run contradicts the answer: pc2 sends arp reply; found: ",
        ),
        (
            "  - {ask: Where?, answer: {table: mac, on: sw1, row: {mac: pc1}, column: port}, options: [1, 2]}\n",
            "12:91: this wrong option is true: the run says 1",
        ),
        (
            "  - {ask: Who?, answer: pc3, options: [pc2, {text: pc1, says: pc1 sends arp request}]}\n",
            "12:63: this wrong option is true: pc1 sends arp request",
        ),
        (
            "  - {ask: Who?, options: [02-00-00-00-00-03, 2], "
            "answer: {table: arp, on: pc1, row: {ip: pc3}, column: mac}}\n",
            "12:27: this wrong option is true: the run says 02:00:00:00:00:03",
        ),
        (
            "  - {ask: Who?, options: [02-00-00-00-00-02, '02:00:00:00:00:02'], "
            "answer: {table: arp, on: pc1, row: {ip: pc3}, column: mac}}\n",
            "12:47: this option says the same as option 1",
        ),
        (
            "  - {ask: How many?, options: [10.0.0.0/24, 10.0.0.0 255.255.255.0, 3 hosts, 3 hubs], answer: 4}\n",
            "12:45: this option says the same as option 1",
        ),
        (
            "  - {ask: How many?, options: ['1,480', 3 hosts], answer: 1480}\n",
            "12:33: this wrong option is true: the run says 1480",
        ),
        (
            "  - {ask: Where?, options: [Port 1, 2], answer: {table: mac, on: sw1, row: {mac: pc1}, column: port}}\n",
            "12:29: this wrong option is true: the run says 1",
        ),
        (
            "  - {ask: How long?, options: [1 s, 500 ms], answer: 0.5 s}\n",
            "12:37: this wrong option is true: the run says 0.5 s",
        ),
        (
            "  - {ask: How much?, options: [1 octet, 1480 octets], answer: '1,480 octets'}\n",
            "12:41: this wrong option is true: the run says 1,480 octets",
        ),
        (
            "  - {ask: 多少？, options: [四个, 五个, 四个。], answer: 三个}\n",
            "12:34: this option says the same as option 1",
        ),
        (
            "  - {ask: Where?, answer: {table: arp, on: pc2, row: {ip: pc1}, column: mac}}\n",
            "12:27: no row of the table is",
        ),
        (
            "  - {ask: When?, at: first tcp syn, answer: {count: pc1 sends arp}}\n",
            "this moment never comes: first tcp syn",
        ),
    ],
)
def test_check_refuses_what_the_run_contradicts(question: str, problem: str, tmp_path: Path) -> None:
    run = run_of(question, tmp_path)
    (found,) = own.problems(run)
    assert problem in str(found)
    ended = hopscope("check", str(tmp_path / "own.yaml"))
    assert ended.status == 1
    assert problem in ended.out


def test_own_questions_come_first_in_a_paper_about_their_scenario(tmp_path: Path) -> None:
    run_of("  - {ask: How many requests?, answer: {count: pc1 sends arp request}}\n", tmp_path)
    made = hopscope("exam", "make", "--scenario", str(tmp_path / "own.yaml"), "--count", "3")
    assert made.status == 0
    assert "## 1. How many requests?" in made.out


@pytest.mark.parametrize(
    "telltale",
    ["All of the above.", "neither of these", "Both A and B", "A, B and D", "以上皆非", "都不对", "A和B"],
)
def test_option_that_is_told_by_its_words_alone_is_refused(telltale: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"{NETWORK}  - {{ask: Who?, answer: pc3, options: [pc1, '{telltale}']}}\n")
    ended = hopscope("exam", "check", str(path))
    assert ended.status == 2
    assert f"own.yaml:12:46: '{telltale}' tells nothing by itself; write what is meant" in ended.err


@pytest.mark.parametrize("plain", ["all hosts", "pc1 and pc2", "neither host", "都是主机", "a router", "以上方式"])
def test_option_that_says_something_is_kept(plain: str, tmp_path: Path) -> None:
    run = run_of(f"  - {{ask: Who?, answer: pc3, options: [pc1, '{plain}']}}\n", tmp_path)
    assert list(own.problems(run)) == []


def test_a_question_can_be_answered_from_the_sheet(tmp_path: Path) -> None:
    """The network is drawn, and what happens is told; MAC addresses where one is asked for."""
    run = run_of(
        "  - {ask: Which?, answer: {table: arp, on: pc1, row: {ip: pc3}, column: mac}}\n"
        "  - {ask: Where?, answer: {table: mac, on: sw1, row: {mac: pc1}, column: port}, options: [2, 3]}\n",
        tmp_path,
    )
    mac, port = (sheet(question, run) for question in own.questions(run))
    assert "pc1 (host) 192.168.10.1/24" in port.figures[0].lines
    assert port.given == ("Who has 192.168.10.3?", "1s pc1: ping -c 1 192.168.10.3")
    assert mac.given[2:] == (
        "pc1          02:00:00:00:00:01",
        "pc2          02:00:00:00:00:02",
        "pc3          02:00:00:00:00:03",
    )


@pytest.mark.parametrize(
    ("question", "proof"),
    [
        ("{ask: Who?, answer: pc3, says: pc3 sends arp reply}", ["ARP, Reply 192.168.10.3 is-at 02:00:00:00:00:03"]),
        ("{ask: How many?, answer: {count: pc1 sends icmp echo-request}}", ["ICMP echo request"]),
        ("{ask: What?, answer: all, says: 'pc1 prints \"1 received\"'}", ["1 packets transmitted, 1 received"]),
        ("{ask: What?, answer: {table: mac, on: sw1, row: {mac: pc1}, column: port}}", ["port 1"]),
        ("{ask: What?, answer: {table: route, on: pc1, row: {prefix: 192.168.10.0/24}, column: port}}", ["route "]),
        ("{ask: Who?, answer: pc2, says: pc2 never sends arp reply}", []),
    ],
)
def test_the_key_has_the_record_that_proves_an_answer(question: str, proof: list[str], tmp_path: Path) -> None:
    run = run_of(f"  - {question}\n", tmp_path)
    assert list(own.problems(run)) == []
    (found,) = own.questions(run)
    shown = [each.shown for each in sheet(found, run).evidence]
    assert len(shown) == len(proof)
    assert all(wanted in told for wanted, told in zip(proof, shown, strict=True)), shown


ECHO = """\
title: An echo
nodes: {client: {host: 10.0.0.1/24}, server: {host: 10.0.0.2/24}}
links: [client -- server]
programs:
  - on: server
    name: server.py
    code: |
      import socket
      connection, _ = socket.create_server(("", 7000)).accept()
      connection.sendall(connection.recv(100))
      connection.close()
  - on: client
    at: 1s
    name: client.py
    code: |
      import socket
      with socket.create_connection(("10.0.0.2", 7000)) as s:
          s.sendall(b"hello")
          print(s.recv(100))
until: 30s
questions:
"""


@pytest.mark.parametrize(
    ("question", "proof"),
    [
        ("{ask: State?, answer: it does, says: server reaches ESTABLISHED}", ["state SYN-RECEIVED → ESTABLISHED"]),
        ("{ask: State?, answer: it does not, says: client never reaches CLOSE-WAIT}", []),
        ('{ask: Call?, answer: it waits, says: "server\'s accept blocks"}', ["cannot answer the call accept()"]),
        ("{ask: Call?, answer: hello, says: \"server's recv returns b'hello'\"}", ["returns b'hello'"]),
        ('{ask: Call?, answer: none, says: "server\'s recv never raises"}', []),
        (
            "{ask: State?, answer: {table: tcp, on: server, row: {remote_ip: client}, column: state, at: 1.000008s}}",
            ["state SYN-RECEIVED → ESTABLISHED"],
        ),
        (
            "{ask: Call?, answer: {table: thread, on: server, row: {file: server.py}, column: call, at: 0.5s}}",
            ["calls accept()"],
        ),
    ],
)
def test_state_or_call_is_proved_by_the_record_that_shows_it(question: str, proof: list[str], tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"{ECHO}  - {question}\n")
    run = whole(Source(str(path)))
    assert list(own.problems(run)) == []
    (found,) = own.questions(run)
    shown = [f"{each.shown} {each.sentence}" for each in sheet(found, run).evidence]
    assert len(shown) == len(proof)
    assert all(wanted in told for wanted, told in zip(proof, shown, strict=True)), shown


@pytest.mark.parametrize(
    ("form", "given"), [("md", "1s pc1: ping"), ("html", "1s pc1: ping"), ("gift", "1s pc1\\: ping")]
)
def test_what_questions_in_sequence_share_is_printed_once(form: str, given: str, tmp_path: Path) -> None:
    """On a page; other programs ask each question by itself."""
    shared = "".join(f"  - {{ask: How many {n}?, answer: {{count: pc1 sends arp}}}}\n" for n in (1, 2, 3))
    other = "  - {ask: Which?, answer: {table: arp, on: pc1, row: {ip: pc3}, column: mac}}\n"
    run_of(shared + other, tmp_path)
    made = hopscope("exam", "make", "--scenario", str(tmp_path / "own.yaml"), "--count", "4", "--format", form).out
    on_a_page = form in ("md", "html")
    assert made.count(given) == (2 if on_a_page else 4)
    assert made.count("What is shown with question 1 belongs to this one, too.") == (2 if on_a_page else 0)


@pytest.mark.skipif(bool(walls.missing()), reason=walls.missing())
def test_programs_of_other_people_run_behind_walls_while_their_questions_are_checked(tmp_path: Path) -> None:
    path, left = tmp_path / "own.yaml", tmp_path / "left"
    system = 'next(c for c in object.__subclasses__() if c.__name__ == "_wrap_close").__init__.__globals__'
    hostile = f"try: {system}['mkdir']({str(left)!r})\n      except OSError: pass"
    asked = "  - {ask: What is answered?, answer: it is, says: client prints \"b'hello'\"}\n"
    path.write_text(ECHO.replace("import socket\n", f"import socket\n      {hostile}\n", 1) + asked)
    ended = hopscope("exam", "check", str(path))
    assert (ended.status, left.exists()) == (0, False)
    assert "run isolated; --trust runs them as you" in ended.err
    assert ended.out.endswith("own.yaml: What is answered? = it is\n")
    assert (hopscope("exam", "check", "--trust", str(path)).status, left.exists()) == (0, True)


def test_variants_have_own_questions_and_their_options_in_other_orders(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    asked = "".join(f"  - {{ask: Who {n}?, answer: pc3, options: [pc1, pc2, sw1]}}\n" for n in range(4))
    path.write_text(NETWORK + asked)
    papers = [make(Wish(4, 1, variant, scenarios=(str(path),))) for variant in "ABCD"]
    orders = {tuple(question.text.text() for question in paper.questions) for paper in papers}
    assert len(orders) == 4
    for n in range(4):
        same = [each for paper in papers for each in paper.questions if each.text.text() == f"Who {n}?"]
        assert len({tuple(option.text.text() for option in each.options) for each in same}) == 4


LEASE = """\
title: A lease
topics: [dhcp]
nodes:
  pc1: {host: dhcp}
  srv: {router: 10.0.1.1/24, dhcp: {pool: 10.0.1.100-199}}
links: [pc1 -- srv]
until: 12s
questions:
"""


def test_answer_that_nothing_proves_is_told_as_the_teachers(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    proved = '{ask: Is it so?, answer: "yes", says: pc1 receives dhcp ack}'
    path.write_text(f"{LEASE}  - {{ask: Which?, answer: 10.0.1.101, why: It is free.}}\n  - {proved}\n")
    claimed, held = hopscope("exam", "check", str(path)).out.splitlines()
    assert "10.0.1.101; not proved by the run, add 'says: …'" in claimed
    assert held.endswith("Is it so? = yes")
    key = tmp_path / "key.md"
    made = hopscope("exam", "make", "--scenario", str(path), "--count", "2", "--key", str(key))
    assert made.status == 0
    told = "This is the teacher's answer; the run does not prove it."
    assert f"{told} It is free." in key.read_text()
    assert key.read_text().count(told) == 1


@pytest.mark.parametrize("at", ["", "at: 11s, "])
def test_the_network_beside_a_question_gives_no_lease_away(at: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    column = "{table: interface, on: pc1, row: {port: eth0}, column: addresses}"
    path.write_text(f"{LEASE}  - {{ask: Which?, {at}answer: {column}}}\n")
    run = whole(Source(str(path)))
    (question,) = own.questions(run)
    shown = sheet(question, run)
    assert shown.answer == "10.0.1.100/24"  # as ``tables`` prints it
    assert shown.figures[0].lines == ("pc1 (host)", "srv (router) 10.0.1.1/24", "pc1:eth0 -- srv:eth0")
