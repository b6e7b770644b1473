"""What a filter does with a datagram."""

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.filters import beliefs
from sim.exam.templates.filters._judged import Judged, described, network
from sim.exam.templates.filters.which_rule import moments
from sim.features.acl.tables import TABLE

TEXT = {
    "en": "{router} checks {datagram} against this list. A deny drops without a word, a reject tells the sender. "
    "What happens to the datagram?",
    "zh": "{router} 用下面的列表检查{datagram}。deny 悄悄丢弃，reject 会通知发送者。这个数据报怎么处理？",
}
OUTCOMES = {
    "permit": {"en": "It may go on.", "zh": "允许通过。"},
    "deny": {"en": "It is dropped, and nobody is told.", "zh": "被丢弃，不通知任何人。"},
    "reject": {"en": "It is dropped, and its sender is told.", "zh": "被丢弃，并通知发送者。"},
}
RULE = {
    "en": "the first rule that fits decides, and behind the last rule stands a deny that nobody writes",
    "zh": "第一条匹配的规则决定；最后一条规则之后还有一条不写出来的 deny",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each: Judged = moment.about
    fitting = [number for number in range(1, len(each.rules) + 1) if each.fits(number)]
    if (fitting[0] if fitting else 0) != each.number:
        raise AmbiguousError("a flow that was decided about before")
    truth = each.verdict
    facts = {"entry": each.rules[each.number - 1]} if each.number else {}
    named = {
        "permit": beliefs.LATER_RULE if each.number else beliefs.NOT_FORBIDDEN,
        "deny": beliefs.REJECT_IS_SILENT if truth == "reject" else beliefs.LATER_RULE,
        "reject": beliefs.DENY_TELLS,
    }
    options = [right(truth, say(OUTCOMES[truth]))]
    options += [
        wrong(outcome, belief, say(OUTCOMES[outcome]), **facts) for outcome, belief in named.items() if outcome != truth
    ]
    return Draft(
        say(TEXT, router=each.node, datagram=described(each.datagram)),
        tuple(options),
        proof=(each.n,),
        hints=(look_at(each.node, TABLE), rule(RULE), step_to(each.n)),
        given=each.lines,
    )


TEMPLATE = Template(
    id="filters/verdict",
    title={"en": "What a filter does", "zh": "过滤器的处理"},
    kind=Kind.ONE,
    level="intro",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("filters/the-wrong-order", "filters/a-shadowed-rule", "filters/established"),
    network=network,
)
