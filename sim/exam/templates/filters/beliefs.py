"""What learners believe about filters."""

from sim.exam.question import Misconception

LAST_MATCH = Misconception(
    "filter.last-match",
    {"en": "All rules are read, and the last that fits decides.", "zh": "读完所有规则，最后匹配的规则决定。"},
    {
        "en": "Rule {number} fits as well, but a rule before it fits already. The first that fits decides.",
        "zh": "规则 {number} 也匹配，但前面已有规则匹配。由第一条匹配的规则决定。",
    },
)
MOST_SPECIFIC = Misconception(
    "filter.most-specific",
    {"en": "The most specific rule decides, as with routes.", "zh": "和路由一样，最具体的规则决定。"},
    {
        "en": "Rule {number} says more, but only the order counts: a rule before it fits already.",
        "zh": "规则 {number} 更具体，但只看顺序：前面已有规则匹配。",
    },
)
LOOKS_ALIKE = Misconception(
    "filter.looks-alike",
    {"en": "A rule that looks like the datagram fits it.", "zh": "看起来相近的规则就匹配。"},
    {
        "en": "Rule {number} does not fit: {misfit}.",
        "zh": "规则 {number} 不匹配：{misfit}。",
    },
)
END_DECIDES = Misconception(
    "filter.end-decides",
    {"en": "The unwritten deny at the end always has the last word.", "zh": "末尾隐含的拒绝总是最后决定。"},
    {
        "en": "The end of the list is reached only where no rule fits. Here one does.",
        "zh": "只有没有规则匹配时才到列表末尾，而这里有匹配的规则。",
    },
)
NOT_FORBIDDEN = Misconception(
    "filter.not-forbidden",
    {"en": "What no rule forbids may pass.", "zh": "没有规则禁止的就允许通过。"},
    {
        "en": "No rule fits, and every list ends with “deny ip any any”, which nobody writes.",
        "zh": "没有规则匹配，而每个列表末尾都有一条不写出来的 deny ip any any。",
    },
)
LATER_RULE = Misconception(
    "filter.later-rule",
    {"en": "A later rule can change the verdict.", "zh": "后面的规则可以改变结果。"},
    {
        "en": "“{entry}” is the first rule that fits, and nothing behind it is read.",
        "zh": "第一条匹配的规则是“{entry}”，之后的规则不再看。",
    },
)
DENY_TELLS = Misconception(
    "filter.deny-tells",
    {"en": "Whoever is denied is told so.", "zh": "被拒绝的发送者会得到通知。"},
    {
        "en": "No ICMP error is sent: the rule that decides is no reject.",
        "zh": "不会发送 ICMP 差错报文：起决定作用的规则不是 reject。",
    },
)
REJECT_IS_SILENT = Misconception(
    "filter.reject-is-silent",
    {"en": "A filter always drops in silence.", "zh": "过滤器总是悄悄丢弃。"},
    {
        "en": "“{entry}” is a reject: the sender gets an ICMP error.",
        "zh": "“{entry}”是 reject：发送者会收到 ICMP 差错报文。",
    },
)
OVERLAP = Misconception(
    "filter.overlap",
    {"en": "A rule that overlaps with one before it can never fit.", "zh": "与前面规则重叠的规则永远不会匹配。"},
    {
        "en": "Nothing before rule {number} takes all that it fits, so it can decide.",
        "zh": "前面的规则没有覆盖规则 {number} 的全部，所以它仍可能匹配。",
    },
)
FIRST_IS_ESTABLISHED = Misconception(
    "filter.first-is-established",
    {"en": "“established” lets every segment of TCP pass.", "zh": "established 允许所有 TCP 报文段通过。"},
    {
        "en": "The first SYN of a connection has neither ACK nor RST, so “established” does not fit it.",
        "zh": "连接的第一个 SYN 既没有 ACK 也没有 RST，established 不匹配它。",
    },
)
ONE_BEHIND = Misconception(
    "conntrack.one-behind",
    {"en": "The state changes only when the next segment comes.", "zh": "下一个报文段到来时状态才改变。"},
    {
        "en": "The {segment} that has just passed has moved the connection on from {state}.",
        "zh": "刚通过的 {segment} 已使连接离开 {state} 状态。",
    },
)
ONE_AHEAD = Misconception(
    "conntrack.one-ahead",
    {"en": "The device on the way knows the next state already.", "zh": "途中的设备已经知道下一个状态。"},
    {
        "en": "{state} comes with the next segment, which has not passed yet.",
        "zh": "{state} 要等下一个报文段通过，它还没有出现。",
    },
)
END_STATE = Misconception(
    "conntrack.end-state",
    {"en": "The device on the way has the state of one of the ends.", "zh": "途中设备的状态就是某一端的状态。"},
    {
        "en": "The segments that have passed do not bring the connection to {state}.",
        "zh": "已通过的报文段不会使连接进入 {state}。",
    },
)
