"""网线、端口和集线器。"""

from sim.explain.rule import Text

TEXTS = {
    "link.configured": Text("网线已接好", "网线 {link} 从一开始就接着。"),
    "link.pulled": Text("网线被拔出", "网线 {link} 被拔出：重新插上之前，什么也传不过去。"),
    "link.plugged": Text("网线重新插上", "网线 {link} 重新插上：从现在起又可以传送帧了。"),
    "link.cut": Text("随链路中断丢失", "帧还在路上，链路 {link} 就断开了，所以它永远不会到达。"),
    "link.down": Text("没有可用链路", "端口 {port} 没有可用的链路，帧发不出去，只好丢弃。"),
    "link.lost": Text("随机丢失", "链路 {link} 会随机丢失 {chance} 的帧，这一帧正好是其中之一。"),
    "link.duplicated": Text(
        "帧被重复传送",
        "链路 {link} 把这一帧传送了两次。以太网帧没有编号，所以接收方看不出第二个只是副本。",
    ),
    "link.bit-flipped": Text(
        "途中一个比特翻转",
        "经过 {link} 时，第 {octet} 个字节的第 {bit} 位翻转了（字节从 0 数起，第 7 位在最左边）："
        "到达的内容和发出的不一样。",
    ),
    "link.too-long": Text(
        "帧太长",
        "在 14 字节的以太网首部之后，链路 {link} 最多只能承载 {mtu} 字节。这一帧共有 {length} 字节，所以丢失。",
    ),
    "link.busy": Text("排队等候", "端口 {port} 还在发送前面的帧，所以这一帧进入队列，前面还有 {ahead} 个帧在等。"),
    "link.queue-full": Text(
        "队列已满，丢弃",
        "端口 {port} 的队列里已有 {capacity} 个帧，满了，所以丢弃新来的帧。这叫作尾部丢弃。",
    ),
    "fault.dropped": Text("有意丢弃", "场景规定链路 {link} 要丢失“{fault}”，正是这一帧。"),
    "fault.bit-flipped-inside": Text(
        "设备内部一个比特翻转",
        "帧离开 {node} 之前，在设备内部第 {octet} 个字节的第 {bit} 位翻转了（字节从 0 数起，第 7 位在最左边）。"
        "帧校验序列是在这之后才计算的，所以它是对的。",
    ),
    "port.configured": Text("端口初始配置", "端口 {port} 按场景的配置开始工作[，地址是 {addresses}]。"),
    "port.up": Text("端口有链路", "端口 {port} 的链路可用：可以收发帧了。"),
    "port.down": Text("端口失去链路", "端口 {port} 的链路不再可用：既不能发送，也不能接收。"),
    "port.set": Text("命令设置端口", "一条命令把端口 {port} 设为{up}。链路两端的端口都启用时，链路才通。"),
    "nic.for-me": Text("发给本接口", "帧的目的地址是 {mac}，正是接口 {port} 的 MAC 地址，所以收下。"),
    "nic.for-group": Text(
        "发给许多站点",
        "帧发给链路上的所有站点或某个组[：{dst_mac}]。接口 {port} 也听这个地址，所以收下。",
    ),
    "nic.not-mine": Text(
        "发给别的站点",
        "接口 {port} 的 MAC 地址是 {mac}[，而帧的目的地址是 {dst_mac}]：这一帧是发给别人的，所以丢弃。",
    ),
    "nic.promiscuous": Text(
        "混杂模式下收到",
        "接口 {port} 处于混杂模式，什么帧都收，连这个发往 {mac}、本来给别人的帧也收下。",
    ),
    "nic.bad-fcs": Text(
        "帧校验出错",
        "帧最后四个字节的帧校验序列（FCS）和其余部分对不上：它在途中损坏了，所以端口 {port} 把它丢弃。",
    ),
    "hub.heard": Text("集线器收到信号", "集线器不认识地址：从端口 {port} 进来的，对它来说只是要转发的信号。"),
    "hub.repeat": Text("集线器向各端口转发", "不管发给谁，集线器都把端口 {port} 收到的内容从其他所有端口转发出去。"),
    "ethernet.truncated": Text("帧被截断", "以太网首部有 {needed} 字节，这里只有 {present} 字节，所以不成帧。"),
    "ethernet.type-unknown": Text("不认识的内容类型", "类型字段是 {ethertype}，本设备不支持这种协议，所以丢弃该帧。"),
    "lone.fed": Text("从外部送入", "这一帧来自模拟之外：驱动该设备的程序把它送到端口 {port}。"),
    "lone.emitted": Text("交给外部", "这一帧在端口 {port} 离开模拟，交给驱动该设备的程序。"),
}
