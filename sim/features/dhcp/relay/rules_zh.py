"""DHCP 中继代理为什么转发报文，或者不转发。"""

from sim.features.dhcp.relay import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NOT_A_REQUEST: Text("不是客户端的报文", "接口 {port} 收到的应答没有这个中继代理的地址，与中继代理无关。"),
    rules.TOO_MANY_HOPS: Text(
        "经过的中继太多", "{client} 的报文已经经过 {passed} 个中继代理，可能在绕圈子，所以到此为止。"
    ),
    rules.NO_ADDRESS: Text("中继在这里没有地址", "接口 {port} 没有地址，不能告诉服务器 {client} 在哪里。"),
    rules.FORGED_INFORMATION: Text(
        "选项 82 不来自中继", "{client} 自己写了只有中继代理才能写的选项 82。接口 {port} 上的中继代理不相信它。"
    ),
    rules.OWN_MESSAGE: Text("中继自己发的报文", "{giaddr} 就是接口 {port} 的地址：报文又回到了发出它的中继代理。"),
    rules.FORWARDS: Text(
        "把报文转给服务器",
        "路由器不转发 {client} 的广播。中继代理把报文发给 {servers}，并在 giaddr 字段写上 {giaddr}，"
        "让服务器知道客户端在哪个网络、应答发到哪里。",
    ),
    rules.NOT_RELAYED_HERE: Text("给别的中继的应答", "{giaddr} 不是这个中继代理的地址。"),
    rules.DELIVERS: Text("把应答送给客户端", "giaddr 字段说明 {client} 在接口 {port} 上。中继代理把应答从那里发出。"),
}
