"""Which ICMP message reports what has happened to a datagram."""

from collections.abc import Mapping

from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.icmp import beliefs
from sim.exam.templates.icmp._errors import moments, network

TEXT = {
    "en": "{sender} has sent a datagram of {octets} octets to {destination}, with a time to live of {ttl}. "
    "{node} drops it: {reason} Which ICMP message does {node} send?",
    "zh": "{sender} 向 {destination} 发送了一个 {octets} 字节、生存时间为 {ttl} 的数据报。{node} 丢弃了它：{reason}"
    "{node} 发送哪种 ICMP 报文？",
}
RULE = {
    "en": "type 3 says that something cannot be reached, and its code says what; type 11 says that time is over",
    "zh": "类型 3 表示不可达，代码说明是什么不可达；类型 11 表示超时",
}
MESSAGES: Mapping[tuple[int, int], Mapping[str, str]] = {
    (3, 0): {"en": "network unreachable (type 3, code 0)", "zh": "网络不可达（类型 3，代码 0）"},
    (3, 1): {"en": "host unreachable (type 3, code 1)", "zh": "主机不可达（类型 3，代码 1）"},
    (3, 3): {"en": "port unreachable (type 3, code 3)", "zh": "端口不可达（类型 3，代码 3）"},
    (3, 4): {"en": "fragmentation needed (type 3, code 4)", "zh": "需要分片（类型 3，代码 4）"},
    (11, 0): {"en": "time exceeded (type 11, code 0)", "zh": "超时（类型 11，代码 0）"},
    (5, 1): {"en": "redirect (type 5, code 1)", "zh": "重定向（类型 5，代码 1）"},
}
REASONS: Mapping[tuple[int, int], Mapping[str, str]] = {
    (3, 0): {"en": "it has no route for the destination.", "zh": "它没有到目的地址的路由。"},
    (3, 1): {
        "en": "nobody on the last link answers its ARP requests.",
        "zh": "最后一段链路上没有设备回答它的 ARP 请求。",
    },
    (3, 3): {"en": "no program is bound to the destination port.", "zh": "没有程序绑定目的端口。"},
    (3, 4): {
        "en": "it does not fit the next link, and it must not be fragmented.",
        "zh": "它放不进下一段链路，又不许分片。",
    },
    (11, 0): {"en": "its time to live is over.", "zh": "它的生存时间用完了。"},
}
_MEANINGS: Mapping[tuple[int, int], Mapping[str, str]] = {
    **REASONS,
    (5, 1): {
        "en": "another router on the link of the sender is nearer to the destination.",
        "zh": "发送方链路上的另一台路由器离目的地更近。",
    },
}
_ALSO_SENT: Mapping[tuple[int, int], tuple[tuple[int, int], ...]] = {(3, 0): ((3, 1),)}
"""What routers of some makers send in the same case: without a route, Cisco's answer with host unreachable."""
REASON = {
    "en": "The message for this case is {message}.",
    "zh": "这种情况的报文是：{message}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    told = moment.about
    truth = (told.message.type, told.message.code)
    if truth not in REASONS:
        raise AmbiguousError("a message that is not asked about")
    datagram = told.sent.datagram
    assert datagram is not None
    reason: Said = say(REASONS[truth])
    others = [each for each in chance.shuffled(list(MESSAGES)) if each not in (truth, *_ALSO_SENT.get(truth, ()))]
    shown = run.shown_by(told.error)
    return Draft(
        say(
            TEXT,
            sender=told.sent.node,
            octets=datagram.total_length,
            ttl=datagram.ttl,
            destination=datagram.dst,
            node=told.error.node,
            reason=reason,
        ),
        (
            right(truth, say(MESSAGES[truth])),
            *(
                wrong(each, beliefs.OTHER_MESSAGE, say(MESSAGES[each]), reason=reason, other=say(_MEANINGS[each]))
                for each in others
            ),
        ),
        proof=shown,
        reason=say(REASON, message=say(MESSAGES[truth])),
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


TEMPLATE = Template(
    id="icmp/message-type",
    title={"en": "Which ICMP message", "zh": "哪种 ICMP 报文"},
    kind=Kind.ONE,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("icmp", "routing", "udp/port-unreachable"),
    network=network,
)
