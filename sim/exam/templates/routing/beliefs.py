"""What learners believe about routes."""

from sim.exam.question import Misconception

FIRST_ROW = Misconception(
    "route.first-row",
    {"en": "The first row of the table that matches wins.", "zh": "路由表中第一个匹配的行优先。"},
    {
        "en": "The order of the rows does not count. {prefix} matches {destination}, but a longer prefix does, too.",
        "zh": "行的顺序不起作用。{prefix} 也匹配 {destination}，但还有更长的前缀匹配。",
    },
)
LOWEST_METRIC = Misconception(
    "route.lowest-metric",
    {"en": "The lowest metric or distance wins over a longer prefix.", "zh": "度量或距离小的路由优先于更长的前缀。"},
    {
        "en": "Distance and metric decide among equal prefixes only. {prefix} is not the longest match here.",
        "zh": "距离和度量只在前缀相同时比较。{prefix} 不是 {destination} 的最长匹配。",
    },
)
DEFAULT_WINS = Misconception(
    "route.default-wins",
    {"en": "What is not on the link goes by the default route.", "zh": "不在本链路的都走默认路由。"},
    {
        "en": "The default route is the shortest prefix of all. It counts only where nothing else matches.",
        "zh": "默认路由的前缀最短，只有在没有其他匹配时才使用。",
    },
)
NO_MATCH = Misconception(
    "route.looks-alike",
    {"en": "A prefix that looks like the address matches it.", "zh": "看起来相似的前缀就匹配。"},
    {
        "en": "{prefix} does not hold {destination}: they differ within the first {length} bits.",
        "zh": "{prefix} 不包含 {destination}：它们在前 {length} 位中有不同。",
    },
)
STRAIGHT = Misconception(
    "route.straight-to-the-end",
    {"en": "A router sends the datagram straight to its destination.", "zh": "路由器直接把数据报送到目的主机。"},
    {
        "en": "{node} is not on a link of {router}. A router knows the next hop only, not the whole way.",
        "zh": "{node} 不在 {router} 的链路上。路由器只知道下一跳，不知道整条路径。",
    },
)
BACK = Misconception(
    "route.back",
    {"en": "The datagram goes back where it came from.", "zh": "数据报被送回来处。"},
    {
        "en": "The datagram came from {node}. Its route at {router} leads on towards the destination.",
        "zh": "数据报来自 {node}。{router} 上的路由指向目的地。",
    },
)
RECEIVER_DROPS = Misconception(
    "drop.receiver",
    {"en": "What does not arrive was dropped by the receiver.", "zh": "没有到达就是接收方丢弃的。"},
    {
        "en": "The packet never gets to {node}.",
        "zh": "数据包根本没有到达 {node}。",
    },
)
SENDER_DROPS = Misconception(
    "drop.sender",
    {"en": "A host sends only what can arrive.", "zh": "主机只发送能到达的数据。"},
    {
        "en": "{node} has sent the packet: a sender cannot know whether all routers on the way have a route.",
        "zh": "{node} 已经发出数据包：发送方无法知道途中的路由器是否都有路由。",
    },
)
NO_ROUTE = Misconception(
    "drop.no-route",
    {"en": "A datagram that is dropped had no route.", "zh": "被丢弃的数据报是因为没有路由。"},
    {
        "en": "{node} has a route that matches {destination}.",
        "zh": "{node} 有匹配 {destination} 的路由。",
    },
)
TTL_OVER = Misconception(
    "drop.ttl",
    {"en": "A datagram that is dropped had travelled too far.", "zh": "被丢弃的数据报是因为走得太远。"},
    {
        "en": "The time to live is {ttl} when the datagram gets to {node}, which is enough for the next link.",
        "zh": "数据报到达 {node} 时生存时间是 {ttl}，足够经过下一段链路。",
    },
)
TOO_LONG = Misconception(
    "drop.too-long",
    {"en": "A datagram that is dropped was too long.", "zh": "被丢弃的数据报是因为太长。"},
    {
        "en": "The datagram has {octets} octets, which is not the reason here: no link refuses it for its length.",
        "zh": "数据报有 {octets} 个字节，这里的原因不是长度：没有链路因长度拒绝它。",
    },
)
WRONG_CHECKSUM = Misconception(
    "drop.checksum",
    {"en": "A datagram that is dropped was damaged.", "zh": "被丢弃的数据报是因为损坏。"},
    {
        "en": "No link has changed a bit: the checksum of the header is right at {node}.",
        "zh": "没有链路改变任何一位：{node} 检查首部校验和是正确的。",
    },
)
