"""路径 MTU 发现：数据报多长还能完整到达。"""

from sim.ip.pmtu import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REDUCED: Text(
        "路上比想的窄",
        "路由器 {router} 没能把 {length} 字节转发到 {dst}：它的下一条链路 MTU 是 {mtu}。本机把这一点记住 {timeout}，"
        "不再向那里发更长的数据报。",
    ),
    rules.GUESSED: Text(
        "窄，但不知道多窄",
        "路由器 {router} 没能把 {length} 字节转发到 {dst}，也没有说它的下一条链路容得下多少。先试下一个常用的长度 "
        "{mtu} 字节，为期 {timeout}。",
    ),
    rules.NOT_LOWER: Text(
        "没有新消息",
        "路由器 {router} 说它通往 {dst} 的下一条链路 MTU 是 {mtu}，可是发往那里的本来就不超过 {estimate} 字节。"
        "这种报文从不会让数据报变长。",
    ),
    rules.EXPIRED: Text(
        "再试更长的数据报",
        "很久以前有路由器说，去 {dst} 的路上只容得下 {mtu} 字节。路可能已经变了，所以再试更长的数据报。",
    ),
    rules.TOO_LONG: Text(
        "对这条路来说太长",
        "发往 {dst} 的数据报有 {length} 字节，又不许分片（DF 标志），而 {router} 说过路上只容得下 {mtu} 字节：不发送。",
    ),
    rules.FRAGMENT: Text(
        "为全程分片",
        "发往 {dst} 的数据报有 {length} 字节，而有路由器说过路上有一条链路的 MTU 是 {mtu}：发送方先分片，这是 {of}"
        " 个分片中的第 {number} 个[，数据从第 {offset} 字节开始]。",
    ),
}
