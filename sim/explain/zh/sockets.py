"""套接字：程序的调用对它做了什么。"""

from sim.explain.rule import Text

TEXTS = {
    "socket.opened": Text("打开套接字", "程序打开 {protocol} 套接字 {socket}：它还没有地址和端口。"),
    "socket.closed": Text("关闭套接字", "套接字 {socket} 关闭：程序不能再用它。"),
    "socket.bound": Text(
        "占用端口",
        "套接字 {socket} 占用地址 {ip} 上的端口 {local_port}（0.0.0.0 表示本设备的所有地址）：发到那里的都归它。",
    ),
    "socket.bound-ephemeral": Text(
        "由主机选端口", "套接字 {socket} 没有指定端口，本设备给它下一个空闲的临时端口：{local_port}。"
    ),
    "socket.bound-raw": Text("占用地址", "原始套接字 {socket} 从现在起只收发往 {ip} 的数据报。"),
    "socket.connected-raw": Text("选定对方", "原始套接字 {socket} 从现在起发往 {dst}，也只收来自那里的数据报。"),
    "socket.sent-raw": Text("程序发送", "程序通过原始套接字 {socket} 向 {dst} 发送 {length} 字节，前面加上 IP 首部。"),
    "socket.received-raw": Text(
        "原始套接字得到副本", "原始套接字 {socket} 得到来自 {src} 的数据报的副本，连同 IP 首部共 {length} 字节。"
    ),
    "socket.read": Text("程序读取", "程序从套接字 {socket} 的缓冲区取走来自 {src} 的 {length} 字节。"),
    "socket.read-cut": Text(
        "读取的长度不够",
        "程序最多只向套接字 {socket} 要 {limit} 字节，而来自 {src} 的数据报有 {length} 字节：数据报只能一次读完，"
        "其余的丢失。",
    ),
    "socket.buffer-full": Text(
        "接收缓冲区已满",
        "套接字 {socket} 里还有 {held} 字节（含首部）没有读走，上限是 {limit} 字节：带 {length} 字节数据的数据报被丢弃"
        "，谁也不会得到通知。",
    ),
    "socket.error-told": Text("告诉程序", "套接字 {socket} 里等待着的差错 {error} 告诉程序，只告诉一次。"),
}
