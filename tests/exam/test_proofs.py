"""The records that prove an answer, as they are shown; ``tests/exam/proving.py`` asks all templates for theirs."""

from sim.exam import catalogue
from sim.exam.evidence import Evidence, briefly, evidence
from sim.exam.making import Maker

_MAKER = Maker()


def test_what_crosses_a_link_is_no_proof_of_why_it_was_sent() -> None:
    """A message is proved where it is decided: the route that its frame takes says nothing of it."""
    for name in ("tcp/segment-count", "tcp/teardown-order", "dhcp/order", "dns/query-count", "http/connections"):
        question = _MAKER.question(catalogue.template(name), 1)
        run = _MAKER.run(question)
        assert not any(run.rule(n).startswith(("route.", "ipv4.", "nic.")) for n in question.proof), name


def _record(n: int, rule: str, shown: str, sentence: str) -> Evidence:
    return Evidence(n, rule, f"record {n}", shown, sentence, "RFC 9293, 3.8.4")


def test_rule_that_proves_an_answer_often_is_told_three_times() -> None:
    found = [_record(n, "tcp.data", f"segment {n}", f"octet {n}") for n in range(5)]
    assert [why for _, why in briefly(found)] == [*(f"octet {n} [RFC 9293, 3.8.4]" for n in range(3)), "", ""]
    same = [_record(1, "acl.denied", "SYN", "denied"), _record(2, "acl.denied", "FIN", "denied")]
    assert list(briefly(same)) == [("record 1: SYN", "denied [RFC 9293, 3.8.4]"), ("record 2: FIN", "")]


def test_row_that_changes_is_shown_before_and_after() -> None:
    question = _MAKER.question(catalogue.template("congestion/after-timeout"), 0)
    run = _MAKER.run(question)
    (found,) = evidence(run, question.proof)
    cwnd, ssthresh = question.facts["cwnd"], [blank.truth for blank in question.blanks]
    assert f"cwnd {cwnd} → {ssthresh[1]}" in found.shown
    assert f"→ {ssthresh[0]}" in found.shown
    assert "retransmit_at" not in found.shown


def test_summary_is_proved_by_a_packet_to_each_network_that_follows_it() -> None:
    for seed in range(6):
        question = _MAKER.question(catalogue.template("addressing/summary"), seed)
        run = _MAKER.run(question)
        *followed, configured = question.proof
        (summary,) = (option.value for option in question.options if option.is_right)
        went = [run.flight(n) for n in followed]
        assert all(run.trace.why[n].facts["prefix"] == summary for n in followed)
        networks = question.facts["networks"].facts["names"]
        assert all(
            any(flight and flight.datagram and flight.datagram.dst in each for flight in went) for each in networks
        )
        assert len(followed) == len(networks)
        assert run.rule(configured) == "route.configured"


def test_root_port_is_proved_by_what_its_switch_hears_of_the_root_that_is_asked_about() -> None:
    """And the other ports by what they decide then. Of a switch that is no root any more none says that it is."""
    for seed in range(4):
        question = _MAKER.question(catalogue.template("stp/root-port"), seed, is_made=True)
        run = _MAKER.run(question)
        root = min(change.after.root for _, _, change in run.changes("stp") if change.after is not None)
        shown = {n: change.after for n, _, change in run.changes("stp-port") if n in question.proof}
        assert len(shown) == len(question.proof)
        assert {row.designated_root for row in shown.values() if row is not None} == {root}
        for n, _, change in run.changes("stp-port"):
            if run.rule(n) == "stp.designated.of-root" and change.after is not None:
                assert change.after.designated_bridge == change.after.designated_root


def test_mapping_of_everybody_is_not_said_to_be_for_one() -> None:
    question = _MAKER.question(catalogue.template("nat/mapping-count"), 0)
    for language in ("en", "zh"):
        for each in evidence(_MAKER.run(question), question.proof, language):
            assert "for  only" not in each.sentence
            assert "  " not in each.sentence
