"""DHCP 服务器为什么这样应答。"""

from sim.features.dhcp.server import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NOT_FOR_SERVERS: Text("不是给服务器的报文", "DHCP {message} 是服务器发的报文。服务器只接收客户端的报文。"),
    rules.NO_POOL: Text(
        "没有这个网络的地址", "这个服务器没有客户端 {client} 所在网络的地址池[（中继代理 {giaddr} 的网络）]。"
    ),
    rules.EXHAUSTED: Text(
        "地址用完了", "{network} 地址池里的每个地址都有了客户端。服务器没有地址给 {client}，保持沉默。"
    ),
    rules.STILL_PROBING: Text("还在探测地址", "服务器还在等 {ip} 有没有应答，然后才把它提供给 {client}。"),
    rules.PROBES: Text(
        "提供之前先 ping", "服务器把 {ip} 提供给 {client} 之前，先 ping 这个地址：如果有应答，就有人在用 {ip}。"
    ),
    rules.OFFERS: Text("提供空闲地址", "服务器向 {client} 提供 {ip}，并且为它保留 {ns}。"),
    rules.ANSWERED: Text(
        "有设备在用这个地址", "ping 有了应答，说明 {ip} 没有租约就被使用了。{ns}内服务器不把它给任何客户端。"
    ),
    rules.NOT_CHOSEN: Text("客户端选了别的服务器", "{client} 接受了 {server} 的提供。这个服务器提供过的地址又空闲了。"),
    rules.NOTHING_REQUESTED: Text("请求没有写地址", "{client} 的请求没有写地址：选项 50 和 ciaddr 字段里都没有。"),
    rules.NOT_AVAILABLE: Text(
        "不能用这个地址", "服务器不能把 {ip} 租给 {client}：别的客户端有它，或者它不在地址池里。服务器用 NAK 应答。"
    ),
    rules.WRONG_NETWORK: Text(
        "别的网络的地址", "{client} 请求 {ip}，但这里的网络是 {network}。服务器用 NAK 应答，让客户端重新开始。"
    ),
    rules.OTHER_LEASE: Text("客户端租的是别的地址", "{client} 请求 {ip}，但它租的是另一个地址。服务器用 NAK 应答。"),
    rules.UNKNOWN_CLIENT: Text(
        "没有客户端的记录", "服务器不知道 {client} 和 {ip}。别的服务器也许知道，所以它保持沉默。"
    ),
    rules.INFORMS: Text("告知地址以外的信息", "{client} 已经有地址。服务器告诉它其余的信息，不给租约。"),
    rules.LEASES: Text("出租地址", "服务器把 {ip} 租给 {client}，记录下来并且确认。"),
    rules.TAKES_OVER: Text(
        "接管租约",
        "服务器从来没有把 {ip} 租给 {client}。它的设置是掌握这个网络的全部租约，而且 {ip} 空闲，所以接管这个租约。",
    ),
    rules.RELEASED: Text(
        "客户端归还了地址", "{client} 不再需要 {ip}。服务器记住这个客户端，也可以把 {ip} 给别的客户端。"
    ),
    rules.DECLINED: Text("客户端发现地址被占用", "{client} 说有设备在用 {ip}。{ns}内服务器不把这个地址给任何客户端。"),
    rules.NOT_ITS_LEASE: Text(
        "客户端没有这个租约", "{client} 在这个服务器上没有 {ip} 的租约，所以 DHCP {message} 不改变什么。"
    ),
    rules.EXPIRED: Text("租约到期", "{client} 没有及时续租 {ip}。别的客户端可以得到这个地址。"),
    rules.OFFER_OVER: Text("提供没有被接受", "{client} 没有及时请求 {ip}，所以这个地址又空闲了。"),
    rules.USABLE_AGAIN: Text("地址可以再次提供", "{ip} 曾被没有租约的设备使用。时间够久了，可以再试一次。"),
    rules.PROBE_UNANSWERED: Text("ping 没有应答", "{ip} 上没有应答，所以服务器认为这个地址空闲。"),
    rules.NOT_SERVED: Text("这里没有服务器和中继", "这台设备在接口 {port} 上既不出租地址，也不把报文转给服务器。"),
}
