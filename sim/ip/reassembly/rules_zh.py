"""分片的重组。"""

from sim.ip.reassembly import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.WAITING: Text(
        "等待其余分片",
        "{src} 的数据报 {identification} 到了一个分片，带来数据的第 {start} 至 {end} 字节。还缺这些字节：{holes}。",
    ),
    rules.COMPLETE: Text(
        "分片到齐，重组完成",
        "{src} 的数据报 {identification} 的最后一个分片到了。{fragments} 个分片组成全部 {length} 字节的数据。",
    ),
    rules.DUPLICATE: Text(
        "重复的分片",
        "{src} 的数据报 {identification} 的第 {start} 至 {end} 字节已经到过，所以丢弃这个重复的分片。",
    ),
    rules.TIMEOUT: Text(
        "重组超时",
        "等了 {timeout}，{src} 的数据报 {identification} 仍不完整（缺少的字节：{holes}），所以丢弃已到的分片。",
    ),
    rules.TIMEOUT_WITHOUT_FIRST: Text(
        "第一个分片一直没到",
        "等了 {timeout}，{src} 的数据报 {identification} 仍缺第一个分片。丢弃其余分片。"
        "ICMP 差错报文必须引用第一个分片，所以不发送。",
    ),
    rules.FULL: Text(
        "不完整的数据报太多",
        "已经有 {capacity} 个数据报在等待分片，没有空间再放一个。设备丢弃等待最久的那个数据报的分片。",
    ),
    rules.EMPTY_FRAGMENT: Text(
        "没有数据的分片",
        "{src} 的数据报 {identification} 的这个分片没有数据，所以丢弃。",
    ),
    rules.NOT_IN_EIGHTS: Text(
        "不是 8 的倍数",
        "片偏移以 8 字节为单位，所以除最后一个外，分片的数据长度必须是 8 的倍数。{src} 的这个分片有 {length} 字节，"
        "所以丢弃。",
    ),
    rules.TOO_LONG: Text(
        "超过最大长度",
        "加上这个分片（第 {start} 至 {end} 字节），{src} 的数据报就超过 {maximum} 字节，这是 IPv4 的最大长度。"
        "丢弃这个分片。",
    ),
    rules.MIXED_MARKS: Text(
        "分片的 ECN 标记矛盾",
        "{src} 的数据报 {identification} 的分片中，一个带有拥塞标记（CE），另一个表明发送方不使用 ECN。"
        "这个标记既不能丢失，也不能设置，所以丢弃数据报。",
    ),
    rules.TWO_ENDS: Text(
        "分片给出的长度不一致",
        "对于数据报 {identification} 的长度，这个分片（第 {start} 至 {end} 字节）和先到的分片（{length} 字节）不一致。"
        "丢弃它的所有分片。",
    ),
    rules.OVERLAP: Text(
        "分片重叠",
        "这个分片（第 {start} 至 {end} 字节）与先到的分片（第 {have_start} 至 {have_end} 字节）重叠。"
        "只有攻击才会这样，所以丢弃数据报 {identification} 的所有分片。",
    ),
}
