"""窥探 DHCP 的交换机让什么通过，记下什么。"""

from sim.features.dhcp_snooping import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.SERVER_UNTRUSTED: Text(
        "不可信端口上的服务器",
        "这是 DHCP 服务器的报文，而端口 {port} 不可信：那里只能有客户端。"
        "交换机丢弃这个报文，所以假服务器影响不到任何人。",
    ),
    rules.OTHER_CLIENT: Text(
        "报文里是别的客户端",
        "这一帧来自 {mac}，但其中的 DHCP 报文写着客户端 {client}。在不可信的端口 {port} 上，交换机丢弃这样的报文。",
    ),
    rules.BOUND: Text(
        "记下租约",
        "可信的服务器把 {ip} 分配给端口 {port} 后面的客户端 {client}。交换机记下这个绑定。",
    ),
    rules.RELEASED: Text("租约已归还", "客户端 {client} 归还了地址，所以交换机删除这个绑定。"),
}
