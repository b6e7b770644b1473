"""ARP：同一链路上，IP 地址对应哪个 MAC 地址。"""

from sim.ip.arp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.REQUEST: Text(
        "广播询问 MAC 地址",
        "{ip} 就在接口 {port} 的链路上，但还不知道它的 MAC 地址：广播问链路上的所有站点，谁有 {ip}。",
    ),
    rules.REQUEST_AGAIN: Text(
        "再次广播询问",
        "{ip} 还没有回答，所以在接口 {port} 的链路上再广播问一次（共 {of} 次，这是第 {attempt} 次）。",
    ),
    rules.NO_ANSWER: Text(
        "无人应答",
        "为 {ip} 问了 {requests} 次，没有人回答：接口 {port} 的链路上似乎没有这台主机，"
        "等待它的 MAC 地址的数据报只好放弃。",
    ),
    rules.FAILED_LATELY: Text(
        "刚才无人应答",
        "{ip} 刚才没有应答，所以暂时不再询问，数据报立即放弃。",
    ),
    rules.FAILED_FORGOTTEN: Text(
        "可以重新询问",
        "{ip} 无人应答已经过去一段时间：下一个数据报可以重新询问。",
    ),
    rules.DATAGRAM_WAITS: Text(
        "等待 MAC 地址",
        "发往 {dst} 的数据报先等着，直到知道 {ip} 的 MAC 地址，因为没有它就不能发送帧。",
    ),
    rules.QUEUE_FULL: Text(
        "等待的数据报太多",
        "等待 {ip} 的 MAC 地址的数据报太多：丢弃其中最早的一个（发往 {dst}），因为最新的更有用。",
    ),
    rules.RESOLVED: Text(
        "得到所缺的 MAC 地址",
        "{ip} 说自己的 MAC 地址是 {mac}：缺的正是它，这一行完整了。",
    ),
    rules.REFRESHED: Text(
        "MAC 地址得到确认",
        "又收到 {ip} 的消息，它的 MAC 地址仍是 {mac}：这一行重新算作最新。",
    ),
    rules.CHANGED: Text(
        "MAC 地址变了",
        "{ip} 原来的 MAC 地址是 {old_mac}，现在说是 {mac}。以最新的为准，所以修改这一行。",
    ),
    rules.LEARNED_FROM_REQUEST: Text(
        "从询问中学习",
        "{ip} 在询问本设备，双方马上就要通信：从它的询问里就能学到它的 MAC 地址 {mac}。",
    ),
    rules.LEARNED_UNASKED: Text(
        "没有问也学到",
        "{ip} 说自己的 MAC 地址是 {mac}。没有人问过它，但 ARP 听到什么就信什么：所以它才会被欺骗。",
    ),
    rules.LEARNED_GRATUITOUS: Text(
        "从通告中学习",
        "{ip} 通告自己的 MAC 地址是 {mac}，而本设备配置为给通告者添加一行。",
    ),
    rules.SENDER_ELSEWHERE: Text(
        "发送方不在本链路",
        "{ip} 不在接口 {port} 的任何网络里，永远不会直接发给它，记下 {mac} 也没有用。",
    ),
    rules.STATIC: Text(
        "手工配置的表项",
        "手工配置了 {ip} 的 MAC 地址是 {mac}：这一行不会过期，也没有报文能改变它。",
    ),
    rules.STATIC_KEPT: Text(
        "静态表项不变",
        "收到 {ip} 的报文，MAC 地址是 {heard_mac}，但这一行是手工配置的 {mac}，没有报文能改变它。",
    ),
    rules.REPLY: Text(
        "单播应答",
        "{sender_ip} 问谁有 {ip}。这是接口 {port} 的地址，所以只向 {sender_ip} 单播应答：“我的 MAC 地址是 {mac}”。",
    ),
    rules.REPLY_TO_PROBE: Text(
        "应答地址检查",
        "有人还没有地址，想知道 {ip} 是否空闲。它并不空闲：接口 {port} 正在使用，于是用 {mac} 应答。",
    ),
    rules.PROXY_REPLY: Text(
        "代别人应答",
        "{sender_ip} 询问 {ip}，而本路由器从另一个接口可以到达它：于是用自己的 {mac} 应答，收到后再转发。"
        "这叫作代理 ARP。",
    ),
    rules.ANNOUNCE: Text(
        "通告自己的地址",
        "没有人问，接口 {port} 主动告诉所有站点 {ip} 的 MAC 地址是 {mac}，好让旧的表项得到更正。这叫作免费 ARP。",
    ),
    rules.ANNOUNCEMENT: Text(
        "无需应答",
        "{sender_ip} 在通告自己的 MAC 地址。这可以更正已有的表项，但不是询问，所以谁也不应答。",
    ),
    rules.PROBE_ANSWERED: Text(
        "探测得到应答",
        "{mac} 应答了一次探测：{ip} 是它的地址。探测报文还没有自己的地址，所以这个应答不会改动任何 ARP 表。",
    ),
    rules.NOT_FOR_ME: Text(
        "问的是别人",
        "{sender_ip} 的 ARP 报文是给 {ip} 的，这不是接口 {port} 的地址：本设备无需应答。",
    ),
    rules.NO_QUESTION: Text(
        "无需应答",
        "只有请求才需要应答，而这个 ARP 报文的操作码是 {operation}：到此为止。",
    ),
    rules.STALE: Text(
        "表项不再新鲜",
        "好一阵没有 {ip} 的消息：{mac} 还能用，但下次用到时要问一问是否仍然正确。",
    ),
    rules.DOUBTED: Text(
        "表项可疑",
        "TCP 得不到经过 {ip} 的应答，{mac} 也许已经不对了：下次用到时要问一问。",
    ),
    rules.POLL: Text(
        "问问是否还在",
        "{ip} 的表项已经旧了。它照样使用，同时单播问 {mac}：你还有 {ip} 吗？得到应答就恢复为最新。",
    ),
    rules.POLL_AGAIN: Text(
        "再问一次",
        "{ip} 还没有确认自己的 MAC 地址，所以再问一次（共 {of} 次，这是第 {attempt} 次）。",
    ),
    rules.POLL_UNANSWERED: Text(
        "已经不在了",
        "单播问了 {mac} {polls} 次，没有应答：{ip} 换了位置或已关机，所以删除这一行。",
    ),
    rules.EXPIRED: Text(
        "旧表项被删除",
        "很久没有 {ip} 的消息，也没有用到它，所以删除这一行。",
    ),
    rules.FLUSHED: Text(
        "学到的全部忘掉",
        "接口 {port} 的链路断开，或者有命令要求，所以从它学到的全部忘掉：{ip} 的表项也删除。",
    ),
    rules.DELETED: Text(
        "命令删除表项",
        "一条命令删除了 {ip} 的表项：下一个发给它的数据报要重新询问。",
    ),
    rules.OWN_PACKET: Text(
        "自己的报文回来了",
        "发送方 {mac} 就是本设备：自己发的报文又回到接口 {port}，从中没有什么可学的。",
    ),
    rules.BAD_SENDER_MAC: Text(
        "发送方 MAC 地址不可能",
        "发送方自称 MAC 地址是 {mac}，任何一个站点都不可能有这样的地址，所以报文里的话一概不信。",
    ),
    rules.BAD_SENDER_IP: Text(
        "发送方 IP 地址不可能",
        "{mac} 自称 IP 地址是 {ip}，任何一台主机都不可能有这样的地址，所以报文里的话一概不信。",
    ),
    rules.MY_ADDRESS: Text(
        "有人用了我的地址",
        "{mac} 自称有 {ip}，可那正是接口 {port} 自己的地址：两台设备用了同一个地址。不为它建立表项。",
    ),
    rules.TRUNCATED: Text(
        "ARP 报文被截断",
        "IPv4 的 ARP 报文有 {needed} 字节，这里只有 {present} 字节，所以丢弃。",
    ),
    rules.UNKNOWN_HARDWARE_TYPE: Text(
        "与以太网无关",
        "报文问的是硬件类型 {hardware_type}，而本设备只懂类型 1（以太网），所以丢弃。",
    ),
    rules.UNKNOWN_PROTOCOL_TYPE: Text(
        "与 IPv4 无关",
        "报文问的是协议 {protocol_type} 的地址，而本设备只懂 0x0800（IPv4），所以丢弃。",
    ),
    rules.MALFORMED: Text(
        "地址长度不对",
        "报文里的地址长 {hardware_length} 和 {protocol_length} 字节；以太网和 IPv4 必须是 6 和 4 字节，所以丢弃。",
    ),
    rules.NOT_UNDERSTOOD: Text(
        "不是 ARP 报文",
        "帧说自己装的是 ARP，但里面的 {length} 字节不成 ARP 报文，所以丢弃。",
    ),
}
