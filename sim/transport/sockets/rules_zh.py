"""套接字：程序的调用对它做了什么。"""

from sim.transport.sockets import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.OPENED: Text(
        "打开套接字",
        "程序打开 {protocol} 套接字 {socket}：它还没有地址和端口。",
    ),
    rules.CLOSED: Text(
        "关闭套接字",
        "套接字 {socket} 关闭：程序不能再用它。",
    ),
    rules.BOUND: Text(
        "占用端口",
        "套接字 {socket} 占用地址 {ip} 上的端口 {local_port}（0.0.0.0 表示本设备的所有地址）：发到那里的都归它。",
    ),
    rules.BOUND_EPHEMERAL: Text(
        "由主机选端口",
        "套接字 {socket} 没有指定端口，本设备给它下一个空闲的临时端口：{local_port}。",
    ),
    rules.BOUND_RAW: Text(
        "占用地址",
        "原始套接字 {socket} 从现在起只收发往 {ip} 的数据报。",
    ),
    rules.CONNECTED_RAW: Text(
        "选定对方",
        "原始套接字 {socket} 从现在起发往 {dst}，也只收来自那里的数据报。",
    ),
    rules.SENT_RAW: Text(
        "程序发送",
        "程序通过原始套接字 {socket} 向 {dst} 发送 {length} 字节，前面加上 IP 首部。",
    ),
    rules.RECEIVED_RAW: Text(
        "原始套接字得到副本",
        "原始套接字 {socket} 得到来自 {src} 的数据报的副本，连同 IP 首部共 {length} 字节。",
    ),
    rules.READ: Text(
        "程序读取",
        "程序从套接字 {socket} 的缓冲区取走来自 {src} 的 {length} 字节。",
    ),
    rules.READ_CUT: Text(
        "读取的长度不够",
        "程序最多只向套接字 {socket} 要 {limit} 字节，而来自 {src} 的数据报有 {length} 字节：数据报只能一次读完，"
        "其余的丢失。",
    ),
    rules.BUFFER_FULL: Text(
        "接收缓冲区已满",
        "套接字 {socket} 里还有 {held} 字节（含首部）没有读走，上限是 {limit} 字节：带 {length} 字节数据的数据报被丢弃"
        "，谁也不会得到通知。",
    ),
    rules.ERROR_TOLD: Text(
        "告诉程序",
        "套接字 {socket} 里等待着的差错 {error} 告诉程序，只告诉一次。",
    ),
    rules.LISTENING: Text(
        "程序等待连接",
        "套接字 {socket} 从现在起在端口 {local_port} 上监听：最多 {backlog} 个连接可以排队，等程序接受。",
    ),
    rules.UNLISTENING: Text(
        "不再接受连接",
        "套接字 {socket} 不再监听：从现在起谁也不能连接到它。",
    ),
    rules.CONNECTING: Text(
        "程序请求连接",
        "程序请求把套接字 {socket} 连接到 {dst} 端口 {dst_port}：握手开始。",
    ),
    rules.CONNECTION_MADE: Text(
        "连接得到套接字",
        "与 {src} 端口 {src_port} 的握手完成。这个连接成为套接字 {socket}：除了监听的那个，每个客户都有自己的套接字。",
    ),
    rules.TO_ACCEPT: Text(
        "连接等待接受",
        "套接字 {child} 进入等待程序接受的连接队列，队列里现在有 {waiting} 个。",
    ),
    rules.ACCEPTED: Text(
        "程序接受连接",
        "程序从套接字 {socket} 的队列中取出来自 {src} 端口 {src_port} 的连接，用套接字 {child} 和这个客户通信。",
    ),
    rules.UNCONNECTED: Text(
        "程序得知失败",
        "程序得知套接字 {socket} 的连接没有建立：{error}。这个套接字可以再试。",
    ),
    rules.GAVE_UP: Text(
        "放弃尝试",
        "程序在套接字 {socket} 连接成功之前就关闭了它，这次尝试什么也没留下。",
    ),
    rules.TCP_BACKLOG_FULL: Text(
        "等待接受的太多",
        "{src} 请求连接，但套接字 {socket} 最多只让 {backlog} 个再加一个排队等待程序：丢弃 SYN，客户稍后会再试。",
    ),
    rules.TCP_ACCEPT_QUEUE_FULL: Text(
        "接受队列已满",
        "{src} 完成了握手，但套接字 {socket} 的队列里已有 {backlog} 个再加一个连接：不理会这个 ACK，直到程序接受一个。",
    ),
    rules.TCP_TO_GROUP: Text(
        "TCP 只和一方通信",
        "报文段的目的地址 {dst} 是一组设备，而 TCP 只连接两方：丢弃。",
    ),
    rules.TCP_NOT_UNDERSTOOD: Text(
        "不是 TCP 报文段",
        "数据报说自己装的是 TCP，但里面的 {length} 字节不成报文段，所以丢弃。",
    ),
    rules.TCP_ERROR_ABOUT_NOTHING: Text(
        "没有这个连接",
        "差错说的是发往 {dst} 的报文段，而本设备没有（或不再有）那个连接：不通知任何程序。",
    ),
    rules.TCP_RETRANSMISSION_DUE: Text(
        "没有按时确认",
        "重传定时器到期：最早发出的数据还没有得到确认。",
    ),
    rules.TCP_PROBE_DUE: Text(
        "该探测窗口了",
        "持续定时器到期：对方的窗口仍然是零，所以探测它。",
    ),
    rules.TCP_ACK_DUE: Text(
        "ACK 等够了",
        "推迟的 ACK 不能再等：没有出现可以捎带它的报文段。",
    ),
    rules.TCP_WAIT_OVER: Text(
        "连接等够了",
        "连接在这个状态里必须等待的时间已到，现在可以忘掉它。",
    ),
    rules.TCP_KEEPALIVE_DUE: Text(
        "很久没有消息",
        "很久没有收到对方的任何消息，所以问它是否还在。",
    ),
    rules.TCP_CONTINUED: Text(
        "连接继续",
        "这是刚才连接上发生的事情的结果。",
    ),
}
