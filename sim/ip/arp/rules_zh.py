"""ARP：同一链路上，IP 地址对应哪个 MAC 地址。"""

from sim.ip.arp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REQUEST: Text(
        "广播 ARP 请求",
        "{ip} 就在接口 {port} 的链路上，但还不知道它的 MAC 地址。设备广播询问链路上的所有站点，谁有 {ip}。",
    ),
    rules.REQUEST_AGAIN: Text(
        "再次广播请求",
        "{ip} 还没有应答，所以设备在接口 {port} 的链路上再次广播请求（共 {of} 次，这是第 {attempt} 次）。",
    ),
    rules.NO_ANSWER: Text(
        "无人应答",
        "为 {ip} 发出了 {requests} 次请求，都没有应答：接口 {port} 的链路上似乎没有这台主机。"
        "等待它的 MAC 地址的数据报被丢弃。",
    ),
    rules.FAILED_LATELY: Text(
        "刚才无人应答",
        "{ip} 刚才没有应答，所以设备暂时不再询问，立即丢弃数据报。",
    ),
    rules.FAILED_FORGOTTEN: Text(
        "删除失败的表项",
        "{ip} 无人应答已经过去足够长的时间。删除这个表项，下一个发往 {ip} 的数据报可以重新询问。",
    ),
    rules.DATAGRAM_WAITS: Text(
        "等待 MAC 地址",
        "发往 {dst} 的数据报等待 {ip} 的 MAC 地址。不知道目的 MAC 地址，就不能发送帧。",
    ),
    rules.QUEUE_FULL: Text(
        "等待的数据报太多",
        "等待 {ip} 的 MAC 地址的数据报太多。设备丢弃其中最早的一个（发往 {dst}），因为较新的数据报更有用。",
    ),
    rules.RESOLVED: Text(
        "得到所缺的 MAC 地址",
        "{ip} 说自己的 MAC 地址是 {mac}。设备正在等这个 MAC 地址，现在表项完整了。",
    ),
    rules.REFRESHED: Text(
        "MAC 地址得到确认",
        "又收到 {ip} 的 ARP 报文，它的 MAC 地址仍是 {mac}。表项重新算作最新。",
    ),
    rules.CHANGED: Text(
        "MAC 地址变了",
        "{ip} 原来的 MAC 地址是 {old_mac}，现在说自己的 MAC 地址是 {mac}。以最新的为准，所以设备修改表项。",
    ),
    rules.LEARNED_FROM_REQUEST: Text(
        "从请求中学习",
        "{ip} 的请求是发给本设备的，双方马上就要通信。设备从这个请求里就能学到 {ip} 的 MAC 地址 {mac}。",
    ),
    rules.LEARNED_UNASKED: Text(
        "没有询问也学到",
        "{ip} 说自己的 MAC 地址是 {mac}。本设备没有询问过，但 ARP 不要求证明就相信应答。"
        "攻击者可以利用这一点发送假的应答。",
    ),
    rules.LEARNED_GRATUITOUS: Text(
        "从通告中学习",
        "{ip} 通告自己的 MAC 地址是 {mac}。本设备配置为给每个通告地址的主机添加表项。",
    ),
    rules.SENDER_ELSEWHERE: Text(
        "发送方不在本链路",
        "{ip} 不在接口 {port} 的任何网络里。本设备不会直接向 {ip} 发送帧，所以不需要记录 {mac}。",
    ),
    rules.STATIC: Text(
        "手工配置的表项",
        "{ip} 对应 MAC 地址 {mac} 的表项是手工配置的。它不会过期，也没有报文能改变它。",
    ),
    rules.STATIC_KEPT: Text(
        "静态表项不变",
        "一个 ARP 报文说 {ip} 的 MAC 地址是 {heard_mac}，但 {ip} 的表项是手工配置的 {mac}。报文不能改变这样的表项。",
    ),
    rules.REPLY: Text(
        "单播应答",
        "{sender_ip} 询问谁有 {ip}。这是接口 {port} 的地址，所以设备只向 {sender_ip} 单播应答：MAC 地址是 {mac}。",
    ),
    rules.REPLY_TO_ALL: Text(
        "广播应答",
        "接口 {port} 有地址 {ip}，所以设备向 {sender_ip} 应答 MAC 地址 {mac}。{ip} 是链路本地地址，"
        "所以应答是广播：有相同地址的设备也能听到。",
    ),
    rules.REPLY_TO_PROBE: Text(
        "应答地址探测",
        "一台还没有地址的设备想知道 {ip} 是否空闲。它并不空闲：接口 {port} 有这个地址，"
        "并用自己的 MAC 地址 {mac} 应答。",
    ),
    rules.REPLY_FOR_OTHER_INTERFACE: Text(
        "代替另一个接口应答",
        "{sender_ip} 询问谁有 {ip}。{ip} 是本设备另一个接口的地址。地址属于整台设备，"
        "所以接口 {port} 用自己的 MAC 地址 {mac} 应答。",
    ),
    rules.PROXY_REPLY: Text(
        "代替别的主机应答",
        "{sender_ip} 询问谁有 {ip}。本路由器从另一个接口可以到达 {ip}，所以用自己的 MAC 地址 {mac} 应答，"
        "并转发收到的数据报。这叫作代理 ARP。",
    ),
    rules.POOL_REPLY: Text(
        "代替外部地址应答",
        "{sender_ip} 询问谁有 {ip}。本路由器把自己网络中的地址转换成 {ip}，所以用自己的 MAC 地址 {mac} 应答。",
    ),
    rules.ANNOUNCE: Text(
        "通告自己的地址",
        "虽然没有人询问，接口 {port} 仍告诉链路上的所有站点：{ip} 的 MAC 地址是 {mac}。别的设备可以更正旧的表项。"
        "这叫作免费 ARP。",
    ),
    rules.ANNOUNCEMENT: Text(
        "通告无需应答",
        "{sender_ip} 通告自己的 MAC 地址。通告可以更正已有的表项，但不是询问，所以本设备不应答。",
    ),
    rules.PROBE_ANSWERED: Text(
        "探测得到应答",
        "{mac} 应答 ARP 探测，说自己有 {ip}。发送探测的设备还没有地址，所以这个应答不改变任何 ARP 表。",
    ),
    rules.NOT_FOR_ME: Text(
        "问的是别的设备",
        "{sender_ip} 的 ARP 报文是给 {ip} 的。这不是接口 {port} 的地址，所以本设备不应答。",
    ),
    rules.NO_QUESTION: Text(
        "不是 ARP 请求",
        "只有 ARP 请求才需要应答。这个 ARP 报文的操作码是 {operation}，所以设备不应答。",
    ),
    rules.STALE: Text(
        "表项变旧",
        "已有一段时间没有收到 {ip} 的 ARP 报文。设备仍使用 {mac}，但下次用到时要向 {ip} 确认 {mac} 是否正确。",
    ),
    rules.DOUBTED: Text(
        "表项可疑",
        "经过下一跳 {ip} 的 TCP 得不到确认，所以 {mac} 可能是错的。设备下次用到时要向 {ip} 确认 {mac}。",
    ),
    rules.POLL: Text(
        "检查旧表项",
        "{ip} 的表项已经旧了。设备仍使用这个表项，同时向 {mac} 单播询问：{mac} 是否仍有 {ip}。",
    ),
    rules.POLL_BY_BROADCAST: Text(
        "用广播检查旧表项",
        "{ip} 的表项旧了。设备仍使用该表项，并询问 {mac} 是否还有 {ip}。设备自己的地址是链路本地地址，所以请求是广播。",
    ),
    rules.POLL_AGAIN: Text(
        "再检查一次",
        "{ip} 还没有确认自己的 MAC 地址，所以设备再问一次（共 {of} 次，这是第 {attempt} 次）。",
    ),
    rules.POLL_UNANSWERED: Text(
        "旧表项没有得到确认",
        "向 {mac} 单播询问了 {polls} 次，都没有应答。{ip} 可能换了位置或已关机，所以设备删除这个表项。",
    ),
    rules.EXPIRED: Text(
        "删除旧表项",
        "很久没有收到 {ip} 的 ARP 报文，也没有数据报用到这个表项，所以设备删除它。",
    ),
    rules.FLUSHED: Text(
        "删除学到的表项",
        "接口 {port} 的链路断开，或者有命令要求，所以设备删除从接口 {port} 学到的所有表项，{ip} 的表项是其中之一。",
    ),
    rules.DELETED: Text(
        "命令删除表项",
        "一条命令删除了 {ip} 的表项。下一个发往 {ip} 的数据报要重新询问 MAC 地址。",
    ),
    rules.OWN_PACKET: Text(
        "自己的报文回来了",
        "发送方 {mac} 就是本设备：自己发的报文又回到接口 {port}。设备丢弃这个报文。",
    ),
    rules.BAD_SENDER_MAC: Text(
        "发送方 MAC 地址不可能",
        "报文里发送方的 MAC 地址是 {mac}。任何一个站点都不可能有这个地址，所以设备丢弃这个报文。",
    ),
    rules.BAD_SENDER_IP: Text(
        "发送方 IP 地址不可能",
        "{mac} 说自己的 IP 地址是 {ip}。任何一台主机都不可能有这个地址，所以设备丢弃这个报文。",
    ),
    rules.MY_ADDRESS: Text(
        "别的设备用了我的地址",
        "{mac} 说自己有 {ip}，但这是接口 {port} 的地址：两台设备用了同一个地址。设备不为 {mac} 添加表项。",
    ),
    rules.TRUNCATED: Text(
        "ARP 报文被截断",
        "IPv4 的 ARP 报文有 {needed} 字节，这里只有 {present} 字节，所以丢弃。",
    ),
    rules.UNKNOWN_HARDWARE_TYPE: Text(
        "与以太网无关",
        "报文的硬件类型是 {hardware_type}。本设备只支持类型 1（以太网），所以丢弃。",
    ),
    rules.UNKNOWN_PROTOCOL_TYPE: Text(
        "与 IPv4 无关",
        "报文的协议类型是 {protocol_type}。本设备只支持 0x0800（IPv4），所以丢弃。",
    ),
    rules.MALFORMED: Text(
        "地址长度不对",
        "报文里的地址长度是 {hardware_length} 和 {protocol_length} 字节。以太网和 IPv4 的地址是 6 和 4 字节，"
        "所以丢弃报文。",
    ),
    rules.NOT_UNDERSTOOD: Text(
        "不是 ARP 报文",
        "帧的类型字段是 ARP，但里面的 {length} 字节不是 ARP 报文，所以丢弃。",
    ),
}
