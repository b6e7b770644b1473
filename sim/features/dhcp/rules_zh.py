"""为什么这些字节不是 DHCP 报文。"""

from sim.features.dhcp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CUT_OFF: Text("DHCP 报文不完整", "DHCP 报文至少有 {needed} 字节，这个只有 {present} 字节。"),
    rules.NO_COOKIE: Text("报文没有魔术字", "DHCP 报文的选项以字节 63 82 53 63 开头，这里是 {found}。"),
    rules.BAD_OPERATION: Text(
        "既不是请求也不是应答", "客户端报文的 op 字段是 1，服务器报文的是 2，这里是 {operation}。"
    ),
    rules.BAD_ADDRESS_LENGTH: Text(
        "硬件地址太长", "hlen 字段说客户端的硬件地址有 {length} 字节，而 chaddr 字段只能放 16 字节。"
    ),
    rules.OPTION_CUT: Text("选项超出了末尾", "选项 {dhcp_option} 声称的长度超过了字段 {field} 剩下的部分。"),
    rules.OPTION_LENGTH: Text(
        "选项的字节有错", "选项 {dhcp_option} 有 {length} 字节，不可能是这种选项：长度或者值有错。"
    ),
    rules.BAD_NAMES: Text(
        "选项里的域名有错",
        "选项 {dhcp_option} 里的域名没有结尾：标签不完整，或者指针没有指向前面，或者域名超过 255 字节。",
    ),
    rules.OVERLOAD_LOOP: Text(
        "重载选项的位置不对",
        "说明其余选项在哪里的选项出现在字段 {field} 里，而这个字段自己就放着其余选项。它只能出现在 options 字段里。",
    ),
    rules.NO_TYPE: Text(
        "没有 DHCP 报文类型", "选项 53 说明这是八种 DHCP 报文中的哪一种。这里没有它，所以这是 BOOTP 报文。"
    ),
}
