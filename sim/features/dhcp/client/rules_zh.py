"""DHCP 客户端为什么这样做。"""

from sim.features.dhcp.client import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.BEGINS: Text("主机寻找服务器", "接口 {port} 没有地址。主机向链路上的所有设备询问，谁是 DHCP 服务器。"),
    rules.REMEMBERS: Text(
        "主机记得原来的地址", "接口 {port} 以前用过 {ip}。主机询问能不能再用这个地址，不去寻找别的提供。"
    ),
    rules.LINK_LOST: Text(
        "链路断开", "接口 {port} 的链路断开了。再接通时可能是另一个网络，所以主机要先再问一次，然后才使用地址。"
    ),
    rules.RENEW_BY_HAND: Text("手动续租", "一条命令要求现在就续租接口 {port} 的地址。"),
    rules.RELEASES: Text("主机归还租约", "接口 {port} 不再需要地址。[主机告诉 {server}，{ip} 可以给别人用。]"),
    rules.NOT_ASKED: Text("没有人询问过", "来了一个 DHCP {message} 报文，但是接口 {port} 没有问过什么。"),
    rules.NO_REPLY: Text("不是服务器的报文", "接口 {port} 收到的是请求报文。客户端只接收应答。"),
    rules.OTHER_CLIENT: Text(
        "给别的客户端的应答", "chaddr 字段是 {client}，不是接口 {port} 的 MAC 地址：报文是给别的客户端的。"
    ),
    rules.OTHER_XID: Text("不是这次询问的应答", "报文的事务号与接口 {port} 的请求不同，所以不是对它的应答。"),
    rules.NOT_NOW: Text("现在不需要的报文", "接口 {port} 处于 {state} 状态，DHCP {message} 报文没有用处。"),
    rules.BAD_OFFER: Text("提供不能用", "接口 {port} 收到的提供没有服务器标识，或者没有主机能用的地址。"),
    rules.OFFERED: Text(
        "服务器提供一个地址",
        "{server} 向接口 {port} 提供 {ip}。主机请求它，并且用广播，让别的服务器知道没有选它们。",
    ),
    rules.COLLECTS: Text("等待更多的提供", "可能还有别的服务器，所以主机用 {ns}等待它们的提供。"),
    rules.CHOSEN: Text(
        "选定一个提供", "来了 {count} 个提供。接口 {port} 选择 {server} 提供的 {ip}，并且告诉所有设备。"
    ),
    rules.BAD_ACK: Text("确认不能用", "接口 {port} 收到的确认缺少租期、服务器标识，或者主机能用的地址。"),
    rules.LATE_ACK: Text("到达前租约已结束", "租约从请求的时刻算起。接口 {port} 上的确认在路上的时间比租期还长。"),
    rules.OTHER_SERVER: Text("别的服务器的应答", "接口 {port} 询问的是服务器 {wanted}，这个应答来自 {server}。"),
    rules.ACKNOWLEDGED: Text("服务器给出租约", "{server} 把 {ip} 租给接口 {port}。"),
    rules.OTHER_ADDRESS: Text("租约换了地址", "接口 {port} 的租约现在是 {ip}，所以主机不再使用 {was}。"),
    rules.FREE: Text("租约开始", "没有别的设备使用 {ip}。从现在起到租约结束，接口 {port} 使用这个地址。"),
    rules.DECLINES: Text(
        "地址已被占用：拒绝", "别的设备在使用 {ip}，所以接口 {port} 不能用。主机告诉服务器，{ns}后重新开始。"
    ),
    rules.SERVER_CAME: Text(
        "放弃链路本地地址", "服务器给了接口 {port} 一个在链路之外也能用的地址，主机放弃链路本地地址。"
    ),
    rules.T1_SET: Text("什么时候续租", "到 T1 时，主机向给接口 {port} 租约的服务器要求延长时间。"),
    rules.T2_SET: Text("什么时候问所有服务器", "如果到 T2 那个服务器还没有应答，主机就为接口 {port} 询问所有服务器。"),
    rules.EXPIRY_SET: Text("租约什么时候结束", "如果到那时还没有服务器应答，接口 {port} 的租约就结束。"),
    rules.REFUSED: Text(
        "服务器不同意这个地址",
        "{server} 说接口 {port} 在这里不能用 {ip}。[服务器说：{said}。]主机不用任何地址，重新开始。",
    ),
    rules.T1_REACHED: Text("到了 T1：续租", "接口 {port} 上 {ip} 的租约到了 T1。主机用单播向 {server} 要求延长时间。"),
    rules.T2_REACHED: Text(
        "到了 T2：问所有服务器", "{server} 没有续租 {ip}。接口 {port} 现在向链路上的所有服务器要求延长时间。"
    ),
    rules.EXPIRED: Text("租约结束", "没有服务器及时续租。接口 {port} 不能再使用 {ip}。"),
    rules.ASKS_AGAIN: Text("没有应答：再发一次", "接口 {port} 没有收到应答。主机再发一次（第 {attempt} 次）。"),
    rules.WAITS: Text(
        "等待应答", "如果 {ns}内没有应答，就再发一次。每次等得更久，还带一点随机，以免许多客户端同时发送。"
    ),
    rules.NOBODY_ANSWERS: Text(
        "没有服务器应答", "接口 {port} 问了 {attempts} 次，没有 DHCP 服务器应答。主机 {ns}后再试。"
    ),
    rules.LINK_LOCAL: Text(
        "选择链路本地地址", "没有服务器，接口 {port} 就从 169.254.0.0/16 里随机选一个地址。它只在这条链路上有用。"
    ),
    rules.LINK_LOCAL_AGAIN: Text("另选一个", "别的设备有 {ip}，所以接口 {port} 另选一个链路本地地址。"),
    rules.USES_UNCONFIRMED: Text(
        "没有应答也用租约", "没有服务器应答，但是 {ip} 原来的租约还没有结束。在那之前，接口 {port} 可以使用它。"
    ),
    rules.BEGINS_ANEW: Text("没有应答：重新开始", "接口 {port} 请求 {ip}，没有服务器应答，所以主机重新寻找提供。"),
    rules.INFORMS: Text("询问地址以外的一切", "接口 {port} 已经有地址 {ip}。主机向服务器询问其余的信息。"),
    rules.INFORMED: Text("服务器告知其余信息", "{server} 把其余的信息告诉了接口 {port}。这里没有租约。"),
    rules.NOBODY_INFORMS: Text("没有服务器告知", "没有服务器应答接口 {port}。主机就用现有的信息。"),
    rules.MTU_TOLD: Text("服务器告知 MTU", "服务器说接口 {port} 的 MTU 是 {mtu}。"),
}
