"""路径 MTU 发现：数据报多长还能完整到达。"""

from sim.ip.pmtu import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REDUCED: Text(
        "路径 MTU 变小",
        "路由器 {router} 不能把 {length} 字节转发到 {dst}：它的下一条链路的 MTU 是 {mtu} 字节。在 {timeout}之内，"
        "本机不向 {dst} 发送超过这个长度的数据报。",
    ),
    rules.GUESSED: Text(
        "猜测路径 MTU",
        "路由器 {router} 不能把 {length} 字节转发到 {dst}，但没有说明下一条链路的 MTU。在 {timeout}之内，"
        "本机先试下一个较小的常用 MTU：{mtu} 字节。",
    ),
    rules.NOT_LOWER: Text(
        "路径 MTU 没有变小",
        "路由器 {router} 说通往 {dst} 的下一条链路的 MTU 是 {mtu} 字节，但本机发往那里的本来就不超过 {estimate} 字节。"
        "这种报文从不增大路径 MTU。",
    ),
    rules.EXPIRED: Text(
        "再试更长的数据报",
        "很久以前有路由器说，到 {dst} 的路径 MTU 只有 {mtu} 字节。路径可能已经变了，所以本机再试更长的数据报。",
    ),
    rules.TOO_LONG: Text(
        "超过路径 MTU",
        "发往 {dst} 的数据报有 {length} 字节，而且不许分片（DF 标志）。路由器 {router} 说过路径 MTU 是 {mtu} 字节，"
        "所以不发送这个数据报。",
    ),
    rules.FRAGMENT: Text(
        "按路径 MTU 分片",
        "发往 {dst} 的数据报有 {length} 字节，而路径 MTU 是 {mtu} 字节，所以发送方把它分片。"
        "这是 {of} 个分片中的第 {number} 个[，数据从第 {offset} 字节开始]。",
    ),
}
