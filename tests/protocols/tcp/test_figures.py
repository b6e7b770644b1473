"""RFC 9293's figures 6 to 13, played line by line: the text of each figure is what the machines are held to.

A line names the state of A, a segment, and the state of B, all after the line. ``-->`` on the left is a segment that A
sends, on the right one that arrives at B; ``...`` is one that is still under way.
"""

import re
from collections.abc import Callable, Mapping

from sim.transport.tcp.machine.settings import SIMPLE
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import SYN, Tcp
from tests.protocols.tcp.ends import PORTS, SECOND, End, Pair, established, written

LINE = re.compile(
    r"\s*(?:(?P<number>\d+)\.)?\s*(?P<a>[^<>.]*?)\s*"
    r"(?:(?P<left>-->|<--|\.\.\.)\s*(?P<segment>(?:<[^<>]+>)+)\s*(?P<right>-->|<--|\.\.\.)?)?\s*(?P<b>\(?[^<>.]*?)\s*"
)
STATES = {str(state) for state in State}


class Figure:
    """Plays a figure. ``before`` are what programs do before the line of that number."""

    def __init__(self, pair: Pair, text: str, before: Mapping[int, Callable[[], None]]) -> None:
        self.pair = pair
        self.before = before
        self.delayed: dict[str, list[Tcp]] = {"a": [], "b": []}
        """Under way, by who sent it."""
        for line in filter(str.strip, text.splitlines()):
            self._play(line)

    def _play(self, line: str) -> None:
        parts = LINE.fullmatch(line)
        assert parts is not None, line
        if parts["number"] is not None and (action := self.before.get(int(parts["number"]))) is not None:
            action()
        if parts["segment"] is None:
            found = re.split(r"\s{4,}", line.strip().lstrip("0123456789."))
            self._check(found[0].strip(), found[-1].strip(), line)
            return
        text = parts["segment"].replace("<DATA>", "<DATA=10>")
        if parts["left"] == "-->":
            self._leaves(self.pair.a, text, line)
        if parts["right"] == "<--":
            self._leaves(self.pair.b, text, line)
        if parts["right"] == "-->":
            self._arrives(self.pair.b, text, line)
        if parts["left"] == "<--":
            self._arrives(self.pair.a, text, line)
        self._check(parts["a"], parts["b"], line)

    def _leaves(self, end: End, text: str, line: str) -> None:
        """The end sent this segment, and before it nothing else that has not been told."""
        pair = self.pair
        leaving = [each for each in pair.flying if each[2] is not end]
        assert leaving, f"{line}: {end.name} sent nothing"
        assert _sorted(written(leaving[0][3])) == _sorted(text), line
        pair.flying.remove(leaving[0])
        self.delayed[end.name].append(leaving[0][3])

    def _arrives(self, end: End, text: str, line: str) -> None:
        delayed = self.delayed[self.pair.other(end).name]
        segment = next((each for each in delayed if _sorted(written(each)) == _sorted(text)), None)
        assert segment is not None, f"{line}: {[written(each) for each in delayed]} under way"
        delayed.remove(segment)
        self.pair.arrive(end, segment)

    def _check(self, a: str, b: str, line: str) -> None:
        for end, told in ((self.pair.a, a), (self.pair.b, b)):
            if told in STATES:
                assert str(end.state) == told, f"{line}: {end.name} is {end.state}"

    def done(self) -> None:
        """Nothing was sent that the figure does not have."""
        assert [written(segment) for _, _, _, segment in self.pair.flying] == []


def _sorted(text: str) -> list[str]:
    """The fields of a segment in any order, as figure 6 puts the data last and figure 10 in the middle."""
    return sorted(re.findall(r"<[^<>]+>", text))


def send_300_receive_100(receive_buffer: int = 65535) -> Pair:
    """The connection of figures 9 and 10: B sends 300 next and expects 100."""
    return established(SIMPLE._replace(receive_buffer=receive_buffer), issues=((99, 400), (299,)))


def test_figure_6_basic_three_way_handshake() -> None:
    pair = Pair()
    figure = """
       1.  CLOSED                                               LISTEN
       2.  SYN-SENT    --> <SEQ=100><CTL=SYN>               --> SYN-RECEIVED
       3.  ESTABLISHED <-- <SEQ=300><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED
       4.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK>       --> ESTABLISHED
       5.  ESTABLISHED --> <SEQ=101><ACK=301><CTL=ACK><DATA> --> ESTABLISHED
    """
    before = {1: lambda: pair.listen(pair.b), 2: lambda: pair.connect(pair.a), 5: lambda: _send_ten(pair)}
    Figure(pair, figure, before)
    assert pair.b.read == b"0123456789"


def _send_ten(pair: Pair) -> None:
    assert pair.send(pair.a, b"0123456789") == 10


def test_figure_7_simultaneous_open() -> None:
    pair = Pair()
    figure = """
       1.  CLOSED                                           CLOSED
       2.  SYN-SENT     --> <SEQ=100><CTL=SYN>              ...
       3.  SYN-RECEIVED <-- <SEQ=300><CTL=SYN>              <-- SYN-SENT
       4.               ... <SEQ=100><CTL=SYN>              --> SYN-RECEIVED
       5.  SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
       6.  ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
       7.               ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED
    """
    Figure(pair, figure, {2: lambda: pair.connect(pair.a), 3: lambda: pair.connect(pair.b)}).done()


def test_figure_8_recovery_from_old_duplicate_syn() -> None:
    pair = Pair(issues=((100,), (300, 400)))
    figure = """
       1.  CLOSED                                               LISTEN
       2.  SYN-SENT    --> <SEQ=100><CTL=SYN>               ...
       3.  (duplicate) ... <SEQ=90><CTL=SYN>               --> SYN-RECEIVED
       4.  SYN-SENT    <-- <SEQ=300><ACK=91><CTL=SYN,ACK>  <-- SYN-RECEIVED
       5.  SYN-SENT    --> <SEQ=91><CTL=RST>               --> LISTEN
       6.              ... <SEQ=100><CTL=SYN>               --> SYN-RECEIVED
       7.  ESTABLISHED <-- <SEQ=400><ACK=101><CTL=SYN,ACK>  <-- SYN-RECEIVED
       8.  ESTABLISHED --> <SEQ=101><ACK=401><CTL=ACK>      --> ESTABLISHED
    """
    pair.listen(pair.b)

    class WithDuplicate(Figure):
        def _arrives(self, end: End, text: str, line: str) -> None:
            if "(duplicate)" in line:
                self.delayed["a"].append(Tcp(PORTS["a"], PORTS["b"], 90, 0, SYN, 65535))
            super()._arrives(end, text, line)

    WithDuplicate(pair, figure, {2: lambda: pair.connect(pair.a)}).done()
    assert "tcp.reset-to-listen" in pair.b.rules


def test_figure_9_half_open_connection_discovery() -> None:
    pair = send_300_receive_100(receive_buffer=300)  # so that 400 is outside of B's window, as the RFC says
    figure = """
         1.  (REBOOT)                              (send 300,receive 100)
         2.  CLOSED                                           ESTABLISHED
         3.  SYN-SENT --> <SEQ=400><CTL=SYN>              --> (??)
         4.  (!!)     <-- <SEQ=300><ACK=100><CTL=ACK>     <-- ESTABLISHED
         5.  SYN-SENT --> <SEQ=100><CTL=RST>              --> (Abort!!)
         6.  SYN-SENT                                         CLOSED
         7.  SYN-SENT --> <SEQ=400><CTL=SYN>              -->
    """
    before = {1: lambda: pair.reboot(pair.a), 3: lambda: pair.connect(pair.a), 7: lambda: pair.run(pair.now + SECOND)}
    Figure(pair, figure, before)
    assert pair.b.errors == ["ECONNRESET"]


def test_figure_9_is_the_same_where_the_syn_lies_in_the_window() -> None:
    """RFC 5961 4.2: "If the SYN bit is set, irrespective of the sequence number, TCP MUST send an ACK"."""
    pair = send_300_receive_100()
    figure = """
         3.  SYN-SENT --> <SEQ=400><CTL=SYN>              --> (??)
         4.  (!!)     <-- <SEQ=300><ACK=100><CTL=ACK>     <-- ESTABLISHED
         5.  SYN-SENT --> <SEQ=100><CTL=RST>              --> (Abort!!)
         6.  SYN-SENT                                         CLOSED
    """
    pair.reboot(pair.a)
    Figure(pair, figure, {3: lambda: pair.connect(pair.a)}).done()
    assert "tcp.challenge-syn" in pair.b.rules


def test_figure_10_active_side_causes_half_open_connection_discovery() -> None:
    pair = send_300_receive_100()
    figure = """
   1.  (REBOOT)                                  (send 300,receive 100)
   2.  (??)    <-- <SEQ=300><ACK=100><DATA=10><CTL=ACK> <-- ESTABLISHED
   3.          --> <SEQ=100><CTL=RST>                   --> (ABORT!!)
    """
    before = {1: lambda: pair.reboot(pair.a), 2: lambda: _b_sends_ten(pair)}
    Figure(pair, figure, before).done()
    assert pair.b.state is State.CLOSED
    assert pair.b.errors == ["ECONNRESET"]


def _b_sends_ten(pair: Pair) -> None:
    assert pair.send(pair.b, b"0123456789") == 10


def test_figure_11_old_duplicate_syn_initiates_a_reset_on_two_passive_sockets() -> None:
    pair = Pair()
    figure = """
   1.  LISTEN                                        LISTEN
   2.       ... <SEQ=Z><CTL=SYN>                -->  SYN-RECEIVED
   3.  (??) <-- <SEQ=X><ACK=Z+1><CTL=SYN,ACK>   <--  SYN-RECEIVED
   4.       --> <SEQ=Z+1><CTL=RST>              -->  (return to LISTEN!)
   5.  LISTEN                                        LISTEN
    """
    figure = figure.replace("Z+1", "91").replace("Z", "90").replace("X", "300")
    pair.listen(pair.a)
    pair.listen(pair.b)

    class WithDuplicate(Figure):
        def _arrives(self, end: End, text: str, line: str) -> None:
            if line.lstrip().startswith("2."):
                self.delayed["a"].append(Tcp(PORTS["a"], PORTS["b"], 90, 0, SYN, 65535))
            super()._arrives(end, text, line)

    WithDuplicate(pair, figure, {}).done()
    assert pair.b.states == [State.CLOSED, State.LISTEN, State.SYN_RECEIVED, State.LISTEN]
    assert pair.b.errors == []  # "The user need not be informed." (3.10.7.4, second step)


def test_figure_12_normal_close() -> None:
    pair = established(issues=((99,), (299,)))
    figure = """
   1.  ESTABLISHED                                          ESTABLISHED
   2.  FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK>  --> CLOSE-WAIT
   3.  FIN-WAIT-2  <-- <SEQ=300><ACK=101><CTL=ACK>      <-- CLOSE-WAIT
   4.  TIME-WAIT   <-- <SEQ=300><ACK=101><CTL=FIN,ACK>  <-- LAST-ACK
   5.  TIME-WAIT   --> <SEQ=101><ACK=301><CTL=ACK>      --> CLOSED
    """
    Figure(pair, figure, {2: lambda: pair.close(pair.a), 4: lambda: pair.close(pair.b)}).done()
    closing = pair.now
    pair.run(closing + 240 * SECOND - 1)
    assert str(pair.a.state) == "TIME-WAIT"
    pair.run(closing + 240 * SECOND)  # "(2 MSL) CLOSED", where RFC 9293 3.4.2 takes "the MSL to be 2 minutes"
    assert str(pair.a.state) == "CLOSED"


def test_figure_13_simultaneous_close() -> None:
    pair = established(issues=((99,), (299,)))
    figure = """
   1.  ESTABLISHED                                          ESTABLISHED
   2.  FIN-WAIT-1  --> <SEQ=100><ACK=300><CTL=FIN,ACK>  ... FIN-WAIT-1
                   <-- <SEQ=300><ACK=100><CTL=FIN,ACK>  <--
                   ... <SEQ=100><ACK=300><CTL=FIN,ACK>  -->
   3.  CLOSING     --> <SEQ=101><ACK=301><CTL=ACK>      ... CLOSING
                   <-- <SEQ=301><ACK=101><CTL=ACK>      <--
                   ... <SEQ=101><ACK=301><CTL=ACK>      -->
   4.  TIME-WAIT                                            TIME-WAIT
    """

    def close_both() -> None:
        pair.close(pair.a)
        pair.close(pair.b)

    Figure(pair, figure, {2: close_both}).done()
    pair.run(pair.now + 240 * SECOND)
    assert (pair.a.state, pair.b.state) == (State.CLOSED, State.CLOSED)
