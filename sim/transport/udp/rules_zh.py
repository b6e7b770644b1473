"""UDP 和校验和。"""

from sim.transport.udp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NO_LISTENER: Text(
        "没有程序在监听",
        "{src} 发往 UDP 端口 {dst_port}，而本设备上没有程序在那里监听：丢弃数据报。",
    ),
    rules.CONNECTED: Text(
        "选定对方",
        "套接字 {socket} 从现在起发往 {dst} 端口 {dst_port}，只收对方的数据报，也会得知差错。UDP 为此不发送任何分组。",
    ),
    rules.SENT: Text(
        "程序发送",
        "程序通过套接字 {socket} 向 {dst} 端口 {dst_port} 发送 {length} 字节：一个数据报，立即发送，不会重发。",
    ),
    rules.RECEIVED: Text(
        "给程序的数据报",
        "来自 {src} 端口 {src_port} 的 {length} 字节的数据报归套接字 {socket}，在那里等待读取。",
    ),
    rules.BROADCAST_HEARD_HERE: Text(
        "所有人也包括自己",
        "发往 {dst} 的数据报是给所有人的，本设备上也有程序在监听：它得到一份副本。",
    ),
    rules.ERROR: Text(
        "给程序的差错",
        "{src} 报告套接字 {socket} 发送的数据没有送达：程序的下一次调用会引发 {error}。",
    ),
    rules.ERROR_UNHEARD: Text(
        "没有连接，不通知",
        "差错 {error} 说的是套接字 {socket} 发送的一个数据报。它没有连接到某一个对方，所以不通知程序。",
    ),
    rules.ERROR_MAY_PASS: Text(
        "差错可能会过去",
        "差错 {error} 说的是套接字 {socket} 发送的一个数据报，但原因可能很快就消失：不通知程序。",
    ),
    rules.TRUNCATED: Text(
        "UDP 首部被截断",
        "UDP 首部有 {needed} 字节，这里只有 {present} 字节，所以丢弃数据报。",
    ),
    rules.BAD_LENGTH: Text(
        "UDP 长度错误",
        "UDP 首部说有 {length} 字节，这里却有 {present} 字节，所以丢弃数据报。",
    ),
    rules.BAD_CHECKSUM: Text(
        "UDP 校验和错误",
        "UDP 校验和是 {found}，按数据报计算应该是 {expected}：它在途中损坏了，所以丢弃。",
    ),
    rules.NOT_UNDERSTOOD: Text(
        "不是 UDP 数据报",
        "数据报说自己装的是 UDP，但里面的 {length} 字节不成 UDP 数据报，所以丢弃。",
    ),
}
