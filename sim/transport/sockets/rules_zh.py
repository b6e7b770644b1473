"""套接字：程序的调用对它做了什么。"""

from sim.transport.sockets import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.OPENED: Text(
        "打开套接字",
        "程序打开 {transport} 套接字 {socket}。它还没有地址和端口。",
    ),
    rules.OPENED_RAW: Text(
        "打开原始套接字",
        "程序打开原始套接字 {socket}。它用于协议字段为 {protocol} 的数据报。",
    ),
    rules.CLOSED: Text(
        "关闭套接字",
        "套接字 {socket} 已关闭。程序不能再使用它。",
    ),
    rules.BOUND: Text(
        "套接字占用端口",
        "套接字 {socket} 占用地址 {ip} 上的端口 {local_port}（0.0.0.0 表示本设备的所有地址）。"
        "发往这个地址和端口的内容都属于它。",
    ),
    rules.BOUND_EPHEMERAL: Text(
        "由主机选端口",
        "程序没有给套接字 {socket} 指定端口，所以本设备给它下一个空闲的临时端口：{local_port}。",
    ),
    rules.BOUND_RAW: Text(
        "原始套接字占用地址",
        "原始套接字 {socket} 从现在起只接收发往 {ip} 的数据报。",
    ),
    rules.CONNECTED_RAW: Text(
        "选定对方",
        "原始套接字 {socket} 从现在起发往 {dst}，也只接收来自 {dst} 的数据报。",
    ),
    rules.SENT_RAW: Text(
        "程序发送",
        "程序通过原始套接字 {socket} 向 {dst} 发送 {length} 字节。设备在前面加上 IP 首部。",
    ),
    rules.SENT_WHOLE: Text(
        "程序自己写首部",
        "程序通过原始套接字 {socket} 向 {dst} 发送 {length} 字节的完整数据报，IP 首部由程序自己写（IP_HDRINCL）。"
        "设备填写长度和校验和。",
    ),
    rules.RECEIVED_RAW: Text(
        "原始套接字得到副本",
        "原始套接字 {socket} 得到来自 {src} 的数据报的副本，连同 IP 首部共 {length} 字节。",
    ),
    rules.READ: Text(
        "程序读取",
        "程序从套接字 {socket} 的接收缓冲区读走来自 {src} 的 {length} 字节。",
    ),
    rules.READ_CUT: Text(
        "数据报只读了一部分",
        "程序最多只向套接字 {socket} 要 {limit} 字节，而来自 {src} 的数据报有 {length} 字节。一个数据报只能读一次，"
        "所以其余的丢失。",
    ),
    rules.BUFFER_FULL: Text(
        "接收缓冲区已满",
        "套接字 {socket} 里有 {held} 字节（含首部）还没有读走，上限是 {limit} 字节。"
        "带 {length} 字节数据的数据报被丢弃，也不报告差错。",
    ),
    rules.ERROR_TOLD: Text(
        "把差错告诉程序",
        "套接字 {socket} 为程序保留着差错 {error}。现在告诉程序，只告诉一次。",
    ),
    rules.LISTENING: Text(
        "程序等待连接",
        "套接字 {socket} 从现在起监听端口 {local_port}。最多 {backlog} 个连接可以排队，等待程序接受。",
    ),
    rules.UNLISTENING: Text(
        "不再接受连接",
        "套接字 {socket} 不再监听。从现在起，客户不能再连接到它。",
    ),
    rules.CONNECTING: Text(
        "程序请求连接",
        "程序请求把套接字 {socket} 连接到 {dst} 端口 {dst_port}。三次握手开始。",
    ),
    rules.CONNECTION_MADE: Text(
        "连接得到套接字",
        "与 {src} 端口 {src_port} 的三次握手完成。这个连接得到自己的套接字 {socket}。监听套接字继续等待别的客户。",
    ),
    rules.TO_ACCEPT: Text(
        "连接等待接受",
        "套接字 {child} 进入等待程序接受的连接队列。队列里现在有 {waiting} 个连接。",
    ),
    rules.ACCEPTED: Text(
        "程序接受连接",
        "程序从套接字 {socket} 的队列中取出来自 {src} 端口 {src_port} 的连接。程序用套接字 {child} 与这个客户通信。",
    ),
    rules.UNCONNECTED: Text(
        "程序得知失败",
        "套接字 {socket} 的连接失败了，程序得知差错 {error}。这个套接字可以再试。",
    ),
    rules.GAVE_UP: Text(
        "放弃连接",
        "程序在连接建立之前就关闭了套接字 {socket} 的收发。这次连接尝试结束。",
    ),
    rules.TCP_BACKLOG_FULL: Text(
        "等待接受的太多",
        "{src} 请求连接，但套接字 {socket} 只让 {backlog} 个再加一个连接排队等待程序。丢弃 SYN，客户会重传它。",
    ),
    rules.TCP_ACCEPT_QUEUE_FULL: Text(
        "接受队列已满",
        "{src} 完成了握手，但套接字 {socket} 的队列里已有 {backlog} 个再加一个连接。在程序接受一个连接之前，"
        "忽略这个 ACK。",
    ),
    rules.TCP_TO_GROUP: Text(
        "TCP 只有一个对方",
        "报文段的目的地址 {dst} 是一组设备。TCP 连接只有两端，所以丢弃报文段。",
    ),
    rules.TCP_NOT_UNDERSTOOD: Text(
        "不是 TCP 报文段",
        "数据报的协议字段是 TCP，但里面的 {length} 字节不是 TCP 报文段，所以丢弃。",
    ),
    rules.TCP_ERROR_ABOUT_NOTHING: Text(
        "没有这个连接",
        "差错是关于发往 {dst} 的报文段的，但本设备没有（或不再有）这个连接。不通知任何程序。",
    ),
    rules.TCP_RETRANSMISSION_DUE: Text(
        "没有按时确认",
        "重传定时器到期：最早发出的报文段还没有得到确认。",
    ),
    rules.TCP_PROBE_DUE: Text(
        "该探测窗口了",
        "持续定时器到期：对方的窗口仍然是零，所以本机探测它。",
    ),
    rules.TCP_REORDERING_DUE: Text(
        "迟到时间已过",
        "乱序定时器到期：如果报文段只是被超越，现在也该到了。",
    ),
    rules.TCP_TAIL_PROBE_DUE: Text(
        "该探测末尾了",
        "探测定时器到期：最后发出的数据还没有得到确认。",
    ),
    rules.TCP_ACK_DUE: Text(
        "延迟的 ACK 到期",
        "延迟的 ACK 不能再等：没有发出可以捎带它的报文段。",
    ),
    rules.TCP_WAIT_OVER: Text(
        "等待时间已到",
        "连接必须在这个状态里等待一段时间。这段时间已到，可以删除连接了。",
    ),
    rules.TCP_KEEPALIVE_DUE: Text(
        "对方很久没有消息",
        "很久没有收到对方的任何报文段，所以本机询问对方是否还在。",
    ),
    rules.TCP_CONTINUED: Text(
        "连接继续",
        "这是连接上刚才发生的事情的结果。",
    ),
}
