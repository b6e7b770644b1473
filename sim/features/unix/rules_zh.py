"""UNIX 套接字：程序的调用对它们做了什么。"""

from sim.features.unix import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.OPENED: Text(
        "打开 UNIX 套接字",
        "程序打开 UNIX 套接字 {socket}（{kind}）。它只能到达本主机上的程序：主机在内存中复制这些字节，不发送任何分组。",
    ),
    rules.PAIRED: Text(
        "两个套接字成为一对",
        "主机建立 UNIX 套接字 {socket} 和 {peer}，并把它们互相连接。从一个发送的，就到达另一个。",
    ),
    rules.BOUND: Text(
        "套接字取得名字",
        "UNIX 套接字 {socket} 取得名字 {name}。本主机上的程序可以用这个名字找到它。",
    ),
    rules.LISTENING: Text(
        "程序等待连接",
        "UNIX 套接字 {socket} 开始监听。在程序接受之前，最多可以有 {backlog} 个连接再加一个在排队。",
    ),
    rules.CONNECTED: Text(
        "立即连接",
        "UNIX 套接字 {socket} 已连接到 {name}。两端都在本主机上，不需要握手：在另一个程序接受之前，连接就已经打开。",
    ),
    rules.TO_ACCEPT: Text(
        "连接等待被接受",
        "套接字 {child} 进入监听的 UNIX 套接字 {socket} 的队列。队列中现在有 {waiting} 个连接。",
    ),
    rules.ACCEPTED: Text(
        "程序接受连接",
        "程序从 UNIX 套接字 {socket} 的队列中取出套接字 {child}。",
    ),
    rules.RECEIVED: Text(
        "主机转交字节",
        "主机把套接字 {sender} 发送的 {length} 个字节放进 UNIX 套接字 {socket} 的接收队列。",
    ),
    rules.READ: Text(
        "程序读取",
        "程序从 UNIX 套接字 {socket} 的接收队列中读取 {length} 个字节。",
    ),
    rules.SHUT: Text(
        "套接字被关断",
        "程序关断 UNIX 套接字 {socket}。对端会得知数据流结束。",
    ),
    rules.PEER_CLOSED: Text(
        "对端关闭套接字",
        "套接字 {peer} 已关闭，因此 UNIX 套接字 {socket} 再也收不到数据，发送的数据也没有人读。",
    ),
    rules.PEER_CLOSED_UNREAD: Text(
        "对端没有读完就关闭",
        "套接字 {peer} 已关闭，而它的程序没有读完收到的数据。UNIX 套接字 {socket} 的程序会得知这一损失：下一次调用以 "
        "ECONNRESET 失败。",
    ),
    rules.CLOSED: Text(
        "关闭 UNIX 套接字",
        "UNIX 套接字 {socket} 已关闭，程序不能再使用它。如果它有路径，路径会保留到程序把它删除为止。",
    ),
    rules.ERROR_TOLD: Text(
        "把错误告诉程序",
        "UNIX 套接字 {socket} 为程序保存着错误 {error}。现在告诉程序，只告诉一次。",
    ),
}
