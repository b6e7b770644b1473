"""UDP：程序之间的数据报，以及关于它们的差错。"""

from sim.transport.udp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NO_LISTENER: Text(
        "没有程序在监听",
        "{src} 发往 UDP 端口 {dst_port}，但本设备上没有程序监听这个端口。丢弃数据报。",
    ),
    rules.CONNECTED: Text(
        "选定对方",
        "套接字 {socket} 从现在起发往 {dst} 端口 {dst_port}，只接收来自对方的数据报，也会得知差错。"
        "UDP 为此不发送任何报文。",
    ),
    rules.SENT: Text(
        "程序发送",
        "程序通过套接字 {socket} 向 {dst} 端口 {dst_port} 发送 {length} 字节。UDP 立即发送一个数据报，不会重传。",
    ),
    rules.MORE_FOLLOWS: Text(
        "数据报还没写完",
        "程序说后面还有数据（MSG_MORE 或 UDP_CORK）。套接字 {socket} 先留着 {length} 字节，"
        "等其余数据一起作为一个数据报发出。",
    ),
    rules.RECEIVED: Text(
        "给程序的数据报",
        "来自 {src} 端口 {src_port} 的 {length} 字节的数据报属于套接字 {socket}。它在套接字里等待程序读取。",
    ),
    rules.BROADCAST_HEARD_HERE: Text(
        "广播也发给本机",
        "发往 {dst} 的数据报是给所有主机的。本设备上也有程序在监听，所以它得到一份副本。",
    ),
    rules.ERROR: Text(
        "给程序的差错",
        "{src} 报告套接字 {socket} 发送的数据没有送达。程序的下一次调用会引发 {error}。",
    ),
    rules.ERROR_UNHEARD: Text(
        "没有连接，不通知",
        "差错 {error} 是关于套接字 {socket} 发送的一个数据报的。这个套接字没有连接到某个对方，所以不通知程序。",
    ),
    rules.ERROR_MAY_PASS: Text(
        "差错可能会消失",
        "差错 {error} 是关于套接字 {socket} 发送的一个数据报的。差错的原因可能很快消失，所以不通知程序。",
    ),
    rules.TRUNCATED: Text(
        "UDP 首部被截断",
        "UDP 首部有 {needed} 字节，这里只有 {present} 字节，所以丢弃数据报。",
    ),
    rules.BAD_LENGTH: Text(
        "UDP 长度错误",
        "UDP 首部的长度字段是 {length} 字节，这里却有 {present} 字节，所以丢弃数据报。",
    ),
    rules.BAD_CHECKSUM: Text(
        "UDP 校验和错误",
        "UDP 校验和是 {found}，按数据报计算应该是 {expected}。数据报在途中损坏了，所以丢弃。",
    ),
    rules.NOT_UNDERSTOOD: Text(
        "不是 UDP 数据报",
        "数据报的协议字段是 UDP，但里面的 {length} 字节不是 UDP 数据报，所以丢弃。",
    ),
}
