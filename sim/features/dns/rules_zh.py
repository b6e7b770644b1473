"""DNS：为什么这些字节不是报文，以及服务器做什么。"""

from sim.features.dns import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.HEADER_CUT: Text("DNS 首部不完整", "DNS 报文以 {needed} 字节的首部开头，这里只有 {present} 字节。"),
    rules.CUT: Text("DNS 报文不完整", "首部声明的内容比报文里的多：字节在第 {at} 字节处结束，正在一个问题或记录中间。"),
    rules.POINTER_LOOP: Text(
        "压缩的名字绕回自己",
        "第 {at} 字节处的名字在第 {pointer} 字节处继续，而那里就在这个名字里面。跟随这个指针永远到不了头。",
    ),
    rules.POINTER_FORWARD: Text(
        "指针没有指向前面",
        "第 {at} 字节处的名字在第 {pointer} 字节处继续。指针只能指向前面已经出现过的名字。",
    ),
    rules.LABEL_TYPE: Text(
        "未知的标签类型",
        "第 {at} 字节处的标签以 {octet} 开头。这个字节的前两位既不是 00（标签），也不是 11（指针）。",
    ),
    rules.NAME_TOO_LONG: Text("名字太长", "第 {at} 字节处的名字超过 255 字节，而名字最多只能有 255 字节。"),
    rules.BAD_RDLENGTH: Text(
        "记录的长度不对",
        "第 {at} 字节处的记录说它的数据有 {length} 字节。类型 {rtype} 的数据不可能是这个长度。",
    ),
    rules.TRAILING: Text("报文后面还有字节", "首部声明的问题和记录比字节少：最后一条记录后面还有 {octets} 字节。"),
    rules.BAD_TCP_LENGTH: Text(
        "前面的长度不对",
        "在 TCP 上，报文前面的两个字节说明报文有多长。它们说 {length}，而实际有 {present} 字节。",
    ),
}
