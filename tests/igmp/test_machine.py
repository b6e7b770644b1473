"""The machine of IGMP alone: what it says, when, and what it keeps, in every version."""

from collections.abc import Iterable
from typing import Any

import pytest

from sim.addresses import IPv4Address
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.features.igmp import machine, rules
from sim.features.igmp import pdu as igmp
from sim.features.igmp.machine import Effect, Link, Send, Tables
from sim.features.igmp.pdu import Igmp
from sim.features.igmp.settings import IgmpSettings
from sim.features.igmp.tables import ANSWER, GENERAL, MEMBER, QUERIER, REPEAT, IgmpRow, IgmpState
from sim.ip.groups.filters import EVERYBODY, NOTHING, Filter, Mode
from sim.ip.groups.tables import GroupRow
from sim.kernel import SECOND
from tests.igmp.messages import ip, query, v3_query

GROUP, OTHER = ip("239.1.1.1"), ip("239.1.1.2")
A, B, C = ip("10.0.0.7"), ip("10.0.0.8"), ip("10.0.0.9")
ROUTER = ip("10.0.0.254")


def only(*sources: IPv4Address) -> Filter:
    return Filter(Mode.INCLUDE, sources)


def all_but(*sources: IPv4Address) -> Filter:
    return Filter(Mode.EXCLUDE, sources)


class Station:
    """Carries out what the machine asks for. Random times are ``share`` of what they may be."""

    def __init__(self, version: int = 3, robustness: int = 2, mtu: int = 1500, share: float = 0.5) -> None:
        self.now = 0
        self.share = share
        self.settings = IgmpSettings(version, robustness)
        self.tables: dict[str, dict[Any, Any]] = {"group": {}, "igmp": {}, "igmp-mode": {}}
        self.timers: dict[Any, int] = {}
        self.sent: list[tuple[int, str, str]] = []
        self.told: list[Any] = []
        self._link = Link("eth0", mtu)

    @property
    def view(self) -> Tables:
        return Tables(self.tables["group"], self.tables["igmp"], self.tables["igmp-mode"])

    @property
    def version(self) -> int:
        version: int = self.tables["igmp-mode"]["eth0"].version
        return version

    def row(self, group: IPv4Address = GROUP) -> IgmpRow | None:
        return self.tables[MEMBER].get(("eth0", group))

    def listen(self, wanted: Filter, group: IPv4Address = GROUP) -> None:
        before = self.view.filter_of(("eth0", group))
        if wanted.is_nothing:
            self.tables["group"].pop(("eth0", group), None)
        else:
            self.tables["group"]["eth0", group] = GroupRow(wanted.mode, wanted.sources, 1)
        effects = machine.changed(self.view, self.settings, self._link, group, before, wanted, self._draw, self.now)
        self._carry_out(effects)

    def hear(self, message: Igmp) -> None:
        effects = machine.receive(self.view, self.settings, self._link, ROUTER, message, self._draw, self.now)
        self._carry_out(effects)

    def wait(self, ns: int) -> None:
        end = self.now + ns
        while self.timers and min(self.timers.values()) <= end:
            name = min(self.timers, key=lambda each: (self.timers[each], each))
            self.now = self.timers.pop(name)
            self._fire(name)
        self.now = end

    def said(self) -> list[tuple[int, str, str]]:
        """What was sent since the last question: when (in tenths of a second), where, and what."""
        sent, self.sent = self.sent, []
        return sent

    def rules(self) -> list[Any]:
        told, self.told = self.told, []
        return told

    def _draw(self, bound: int) -> int:
        return max(1, int(bound * self.share))

    def _fire(self, name: Any) -> None:
        view, settings, link = self.view, self.settings, self._link
        match name:
            case (kind, _, group) if kind == ANSWER:
                self._carry_out(machine.answer_due(view, settings, link, group, self._draw, self.now))
            case (kind, _, group) if kind == REPEAT:
                self._carry_out(machine.repeat_due(view, settings, link, group, self._draw, self.now))
            case (kind, port, version) if kind == QUERIER:
                self._carry_out(machine.querier_gone(view, settings, port, version))
            case (kind, _) if kind == GENERAL:
                self._carry_out(machine.general_due(view, link))

    def _carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            self.told.append(effect.why.rule)
            match effect:
                case Put(table, key, row):
                    self.tables[table][key] = row
                case Remove(table, key):
                    self.tables[table].pop(key, None)
                case Arm(timer, deadline):
                    assert deadline > self.now
                    self.timers[timer] = deadline
                case Cancel(timer):
                    self.timers.pop(timer, None)
                case Send(_, dst, message):
                    self.sent.append((self.now * 10 // SECOND, str(dst), _words(message)))
                case Explain() | Drop():
                    pass
        # Each deadline in a row is armed, and each armed timer is in a row.
        due = {(ANSWER, *key): row.answer_at for key, row in self.tables[MEMBER].items() if row.answer_at}
        due |= {(REPEAT, *key): row.repeat_at for key, row in self.tables[MEMBER].items() if row.repeat_at}
        for port, row in self.tables["igmp-mode"].items():
            due |= {(GENERAL, port): row.answer_at} if row.answer_at else {}
            due |= {(QUERIER, port, 1): row.v1_until} if row.v1_until else {}
            due |= {(QUERIER, port, 2): row.v2_until} if row.v2_until else {}
        assert due == self.timers


_NAMES = {1: "is_in", 2: "is_ex", 3: "to_in", 4: "to_ex", 5: "allow", 6: "block"}


def _words(message: Igmp) -> str:
    if message.type == igmp.V3_REPORT:
        return ", ".join(
            " ".join((_NAMES[each.type], str(each.group), *map(str, each.sources))) for each in message.records
        )
    return {igmp.V1_REPORT: "v1", igmp.V2_REPORT: "v2", igmp.LEAVE: "leave"}[message.type] + f" {message.group}"


V3 = "224.0.0.22"
JOINED, LEFT = "to_ex 239.1.1.1", "to_in 239.1.1.1"


def test_a_join_is_told_at_once_and_once_more() -> None:
    """RFC 3376 5.1: "[Robustness Variable] - 1 more times, at intervals chosen at random from the range (0, …)"."""
    pc = Station()
    pc.listen(EVERYBODY)
    assert pc.said() == [(0, V3, JOINED)]
    pc.wait(60 * SECOND)
    assert pc.said() == [(5, V3, JOINED)]
    assert pc.row() == IgmpRow()


def test_robustness_counts_the_reports() -> None:
    for robustness in (1, 3, 7):
        pc = Station(robustness=robustness)
        pc.listen(EVERYBODY)
        pc.wait(60 * SECOND)
        assert len(pc.said()) == robustness


def test_leaving_is_told_as_often_and_then_forgotten() -> None:
    pc = Station()
    pc.listen(EVERYBODY)
    pc.wait(5 * SECOND)
    pc.said()
    pc.listen(NOTHING)
    assert pc.row() is not None
    pc.wait(5 * SECOND)
    assert pc.said() == [(50, V3, LEFT), (55, V3, LEFT)]
    assert pc.row() is None


def test_leaving_at_once_puts_the_leave_in_place_of_the_second_join() -> None:
    pc = Station()
    pc.listen(EVERYBODY)
    pc.listen(NOTHING)
    pc.wait(5 * SECOND)
    assert [words for _, _, words in pc.said()] == [JOINED, LEFT, LEFT]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (only(A), only(A, B), ["allow 239.1.1.1 10.0.0.8"]),
        (only(A, B), only(A), ["block 239.1.1.1 10.0.0.8"]),
        (only(A), only(B), ["allow 239.1.1.1 10.0.0.8, block 239.1.1.1 10.0.0.7"]),
        (all_but(A), all_but(B), ["allow 239.1.1.1 10.0.0.7, block 239.1.1.1 10.0.0.8"]),
        (only(A), all_but(B), ["to_ex 239.1.1.1 10.0.0.8"]),
        (all_but(A), only(B), ["to_in 239.1.1.1 10.0.0.8"]),
        (only(A), NOTHING, ["block 239.1.1.1 10.0.0.7"]),
        (NOTHING, only(A), ["allow 239.1.1.1 10.0.0.7"]),
    ],
)
def test_state_change_records(before: Filter, after: Filter, told: list[str]) -> None:
    """The table of RFC 3376 5.1."""
    pc = Station()
    if not before.is_nothing:
        pc.listen(before)
    pc.wait(10 * SECOND)
    pc.said()
    pc.listen(after)
    pc.wait(10 * SECOND)
    assert [words for _, _, words in pc.said()] == told * 2


def test_a_change_of_senders_meanwhile_waits_for_the_change_of_the_mode() -> None:
    """5.1: the next reports have the filter mode, "even if any number of source-list changes occur in that period"."""
    pc = Station(robustness=3)
    pc.listen(EVERYBODY)
    pc.listen(all_but(A))
    pc.wait(10 * SECOND)
    words = [words for _, _, words in pc.said()]
    assert words[:3] == [JOINED, f"{JOINED} 10.0.0.7", f"{JOINED} 10.0.0.7"]
    assert words[3:] == ["block 239.1.1.1 10.0.0.7"] * 3


def test_a_general_query_is_answered_in_one_report_after_a_random_time() -> None:
    pc = Station()
    pc.listen(EVERYBODY, OTHER)
    pc.listen(only(A))
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query(tenths=100))
    pc.wait(60 * SECOND)
    assert pc.said() == [(150, V3, "is_in 239.1.1.1 10.0.0.7, is_ex 239.1.1.2")]


def test_an_answer_that_comes_early_enough_is_enough() -> None:
    """5.2, rule 1."""
    pc = Station()
    pc.listen(EVERYBODY)
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query(tenths=20))
    pc.hear(v3_query(tenths=100))
    pc.hear(v3_query("239.1.1.1", 100))
    assert rules.ANSWER_IS_DUE in pc.rules()
    pc.wait(60 * SECOND)
    assert pc.said() == [(110, V3, "is_ex 239.1.1.1")]


def test_a_quicker_query_brings_the_answer_forward() -> None:
    pc = Station()
    pc.listen(EVERYBODY)
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query(tenths=100))
    pc.hear(v3_query(tenths=10))
    pc.wait(60 * SECOND)
    assert [when for when, _, _ in pc.said()] == [105]


def test_queries_about_senders_add_up_until_the_answer() -> None:
    """5.2, rules 3 and 5, and the record IS_IN (A*B)."""
    pc = Station()
    pc.listen(only(A, C))
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query("239.1.1.1", 20, str(A), str(B)))
    pc.hear(v3_query("239.1.1.1", 100, str(C)))
    pc.wait(60 * SECOND)
    assert pc.said() == [(110, V3, "is_in 239.1.1.1 10.0.0.7 10.0.0.9")]


def test_a_query_about_the_group_takes_the_place_of_one_about_senders() -> None:
    """5.2, rule 4."""
    pc = Station()
    pc.listen(all_but(A))
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query("239.1.1.1", 20, str(B)))
    pc.hear(v3_query("239.1.1.1", 100))
    pc.wait(60 * SECOND)
    assert pc.said() == [(110, V3, "is_ex 239.1.1.1 10.0.0.7")]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (only(A), ["is_in 239.1.1.1 10.0.0.7"]),
        (only(C), []),
        (all_but(A), ["is_in 239.1.1.1 10.0.0.8"]),
        (all_but(A, B), []),
    ],
)
def test_current_state_records_about_senders(wanted: Filter, told: list[str]) -> None:
    """5.2: INCLUDE (A) answers IS_IN (A*B), EXCLUDE (A) IS_IN (B-A); an empty record is no answer."""
    pc = Station()
    pc.listen(wanted)
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query("239.1.1.1", 20, str(A), str(B)))
    pc.wait(60 * SECOND)
    assert [words for _, _, words in pc.said()] == told


def test_who_is_in_no_group_says_nothing() -> None:
    pc = Station()
    pc.hear(v3_query())
    pc.hear(v3_query("239.1.1.1"))
    pc.wait(60 * SECOND)
    pc.hear(query())
    pc.wait(60 * SECOND)
    assert pc.said() == []


def test_all_systems_is_never_reported() -> None:
    pc = Station()
    pc.listen(EVERYBODY, ip("224.0.0.1"))
    pc.hear(v3_query("224.0.0.1"))
    pc.wait(60 * SECOND)
    assert pc.said() == []


def test_the_querier_sets_the_robustness() -> None:
    """4.1.6, 8.1."""
    pc = Station()
    pc.hear(v3_query(robustness=4, interval=60))
    pc.wait(60 * SECOND)
    pc.listen(EVERYBODY)
    pc.wait(60 * SECOND)
    assert len(pc.said()) == 4
    assert pc.tables["igmp-mode"]["eth0"].query_interval == 60 * SECOND


def test_long_reports_are_split_by_the_mtu() -> None:
    """4.2.16: the first sources of an EXCLUDE, all those of an INCLUDE."""
    many = tuple(ip(f"10.0.1.{n}") for n in range(40))
    pc = Station(mtu=120)  # 24 octets of IP, 8 of IGMP, 8 of the record: 20 sources
    pc.listen(Filter(Mode.INCLUDE, many))
    assert [len(words.split()) - 2 for _, _, words in pc.said()] == [20, 20]
    pc.wait(10 * SECOND)
    pc.said()
    pc.listen(Filter(Mode.EXCLUDE, many))
    assert [len(words.split()) - 2 for _, _, words in pc.said()] == [20]


def test_version_2_reports_to_the_group_and_leaves_to_the_routers() -> None:
    pc = Station(version=2)
    pc.listen(EVERYBODY)
    pc.wait(60 * SECOND)
    assert pc.said() == [(0, "239.1.1.1", "v2 239.1.1.1"), (50, "239.1.1.1", "v2 239.1.1.1")]
    pc.hear(query(tenths=100))
    pc.wait(60 * SECOND)
    assert pc.said() == [(650, "239.1.1.1", "v2 239.1.1.1")]
    pc.listen(NOTHING)
    assert pc.said() == [(1200, "224.0.0.2", "leave 239.1.1.1")]
    assert pc.row() is None


def test_version_2_holds_its_report_back_when_another_host_reports() -> None:
    """RFC 2236 3 and 6: the timer is stopped, and who was not the last to report need not say that it leaves."""
    pc = Station(version=2)
    pc.listen(EVERYBODY)
    pc.wait(60 * SECOND)
    pc.said()
    pc.hear(query())
    row = pc.row()
    assert row is not None
    assert row.state is IgmpState.DELAYING
    pc.hear(Igmp(igmp.V2_REPORT, group=GROUP))
    assert rules.REPORT_HEARD in pc.rules()
    pc.wait(60 * SECOND)
    pc.listen(NOTHING)
    assert pc.said() == []


def test_version_2_has_a_delay_for_each_group_that_a_later_query_can_only_shorten() -> None:
    pc = Station(version=2)
    pc.listen(EVERYBODY)
    pc.listen(EVERYBODY, OTHER)
    pc.wait(60 * SECOND)
    pc.said()
    pc.hear(query(tenths=100))
    pc.hear(query("239.1.1.1", 10))
    pc.hear(query(tenths=100))
    pc.wait(60 * SECOND)
    assert pc.said() == [(605, "239.1.1.1", "v2 239.1.1.1"), (650, "239.1.1.2", "v2 239.1.1.2")]


def test_version_2_takes_a_query_of_version_3_as_its_own() -> None:
    """RFC 3376 4.1: the first 8 octets are those of version 2."""
    pc = Station(version=2)
    pc.listen(EVERYBODY)
    pc.wait(60 * SECOND)
    pc.said()
    pc.hear(v3_query(tenths=10))
    pc.wait(60 * SECOND)
    assert pc.said() == [(605, "239.1.1.1", "v2 239.1.1.1")]


def test_version_1_waits_ten_seconds_and_never_leaves() -> None:
    """RFC 1112 Appendix I; RFC 3376 7.2.1."""
    pc = Station(version=1)
    pc.listen(EVERYBODY)
    pc.wait(60 * SECOND)
    pc.said()
    pc.hear(query(tenths=0))
    pc.wait(60 * SECOND)
    assert pc.said() == [(650, "239.1.1.1", "v1 239.1.1.1")]
    pc.listen(NOTHING)
    assert pc.said() == []


def test_an_older_querier_is_followed_for_260_seconds() -> None:
    """RFC 3376 7.2.1 and 8.12: 2 times 125 s and the greatest time until an answer, 10 s."""
    pc = Station()
    pc.listen(EVERYBODY)
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(query(tenths=100))
    assert pc.version == 2
    pc.wait(259 * SECOND)
    assert pc.version == 2
    assert [words for _, _, words in pc.said()] == ["v2 239.1.1.1"]
    pc.wait(2 * SECOND)
    assert pc.version == 3
    pc.hear(v3_query())
    pc.wait(10 * SECOND)
    assert [words for _, _, words in pc.said()] == ["is_ex 239.1.1.1"]


def test_version_1_outweighs_version_2_and_each_has_its_own_time() -> None:
    pc = Station()
    pc.hear(query(tenths=0))
    pc.wait(100 * SECOND)
    pc.hear(query())
    assert pc.version == 1
    pc.wait(161 * SECOND)
    assert pc.version == 2
    pc.wait(100 * SECOND)
    assert pc.version == 3


def test_a_query_about_a_group_tells_nothing_of_the_version() -> None:
    """7.2.1: "whenever an IGMPv2 General Query is received"."""
    pc = Station()
    pc.listen(EVERYBODY)
    pc.hear(query("239.1.1.1", 10))
    assert pc.version == 3


def test_another_version_ends_what_was_to_be_said() -> None:
    """7.2.1: it "cancels all its pending response and retransmission timers"."""
    pc = Station(robustness=7)
    pc.listen(EVERYBODY)
    pc.listen(EVERYBODY, OTHER)
    pc.hear(v3_query())
    pc.listen(NOTHING, OTHER)
    pc.said()
    pc.hear(query(tenths=100))
    assert pc.row(OTHER) is None
    pc.wait(20 * SECOND)
    assert [words for _, _, words in pc.said()] == ["v2 239.1.1.1"]


def test_a_query_of_no_version_is_dropped() -> None:
    pc = Station()
    pc.listen(EVERYBODY)
    pc.rules()
    pc.hear(Igmp(igmp.QUERY, 1, rest=b"\0\0"))
    assert pc.rules() == [rules.ODD_QUERY]


def test_messages_for_routers_are_dropped() -> None:
    pc = Station()
    for kind in (igmp.V3_REPORT, igmp.LEAVE, 0x13):
        pc.hear(Igmp(kind, group=GROUP))
        assert pc.rules() == [rules.NOT_FOR_HOSTS]


def test_version_3_does_not_hold_its_answer_back() -> None:
    """7.2.2: it MAY; routers of version 3 want to hear every host."""
    pc = Station()
    pc.listen(EVERYBODY)
    pc.wait(10 * SECOND)
    pc.said()
    pc.hear(v3_query())
    pc.hear(Igmp(igmp.V2_REPORT, group=GROUP))
    pc.wait(10 * SECOND)
    assert len(pc.said()) == 1
