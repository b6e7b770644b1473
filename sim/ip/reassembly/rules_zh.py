"""分片的重组。"""

from sim.ip.reassembly import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.WAITING: Text(
        "等待其余分片",
        "{src} 的数据报 {identification} 来了一个分片，带来数据的第 {start} 至 {end} 字节。还缺：{holes}。",
    ),
    rules.COMPLETE: Text(
        "分片到齐，重组完成",
        "最后缺的一块到了：{fragments} 个分片拼成 {src} 的数据报 {identification} 的全部 {length} 字节数据。",
    ),
    rules.DUPLICATE: Text(
        "分片已经有了",
        "{src} 的数据报 {identification} 的第 {start} 至 {end} 字节已经有了，所以丢弃这个副本。",
    ),
    rules.TIMEOUT: Text(
        "重组超时",
        "等了 {timeout}，{src} 的数据报 {identification} 仍不完整（还缺：{holes}），所以丢弃已有的分片。",
    ),
    rules.TIMEOUT_WITHOUT_FIRST: Text(
        "第一个分片一直没来",
        "等了 {timeout}，{src} 的数据报 {identification} 连第一个分片都没来：丢弃其余分片；"
        "ICMP 差错报文要引用第一个分片，所以也不发。",
    ),
    rules.FULL: Text(
        "等待重组的太多",
        "已经有 {capacity} 个数据报在等待分片，再也放不下：放弃等得最久的那一个。",
    ),
    rules.EMPTY_FRAGMENT: Text(
        "没有数据的分片",
        "{src} 的数据报 {identification} 的这个分片不带任何数据，没有用处，所以丢弃。",
    ),
    rules.NOT_IN_EIGHTS: Text(
        "不是 8 的倍数",
        "片偏移以 8 字节为单位，所以除最后一个外，分片的数据长度都是 8 的倍数。{src} 的这个分片有 {length} 字节，"
        "所以丢弃。",
    ),
    rules.TOO_LONG: Text(
        "超过最大长度",
        "加上第 {start} 至 {end} 字节，{src} 的数据报就超过 {maximum} 字节了，这是 IPv4 能表示的最大长度，所以放弃。",
    ),
    rules.TWO_ENDS: Text(
        "分片对长度说法不一",
        "数据报 {identification} 在哪里结束，这个分片（第 {start} 至 {end} 字节）和先到的（{length} 字节）说法不一："
        "整个放弃。",
    ),
    rules.OVERLAP: Text(
        "分片重叠",
        "这个分片（第 {start} 至 {end} 字节）和已有的（第 {have_start} 至 {have_end} 字节）重叠。只有攻击才会这样，"
        "所以数据报 {identification} 整个放弃。",
    ),
}
