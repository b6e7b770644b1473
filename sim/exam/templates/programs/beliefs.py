"""What learners believe about programs with sockets."""

from sim.exam.question import Misconception

ONE_SEND_ONE_RECV = Misconception(
    "stream.one-send-one-recv",
    {"en": "Each recv returns what one send has sent.", "zh": "每次 recv 返回一次 send 的内容。"},
    {
        "en": "TCP carries a stream of octets without marks between sends. recv takes what is there.",
        "zh": "TCP 传送字节流，send 之间没有界限。recv 取出已到达的数据。",
    },
)
RECV_WAITS_FOR_ALL = Misconception(
    "stream.recv-waits-for-all",
    {"en": "recv waits until all that was asked for is there.", "zh": "recv 会等到所要的字节数全部到达。"},
    {
        "en": "recv returns as soon as anything is there; {asked} is only the most that it returns.",
        "zh": "只要有数据 recv 就返回；{asked} 只是最多返回的字节数。",
    },
)
RECV_TAKES_ALL = Misconception(
    "stream.recv-takes-all",
    {"en": "recv returns everything, whatever its argument.", "zh": "recv 返回全部数据，不管参数是多少。"},
    {
        "en": "recv({asked}) returns {asked} octets at most. The rest waits for the next recv.",
        "zh": "recv({asked}) 最多返回 {asked} 字节，其余等待下一次 recv。",
    },
)
REST_IS_LOST = Misconception(
    "stream.rest-is-lost",
    {"en": "What does not fit one recv is lost.", "zh": "一次 recv 放不下的数据会丢失。"},
    {
        "en": "That is so with UDP. A stream keeps the rest for the next recv.",
        "zh": "UDP 才是这样。字节流把余下的留给下一次 recv。",
    },
)
BIND_BLOCKS = Misconception(
    "blocking.bind-or-listen",
    {"en": "A server waits for clients in bind or listen.", "zh": "服务器在 bind 或 listen 处等待客户端。"},
    {
        "en": "{call} only tells the system something, and returns at once. Servers wait in accept.",
        "zh": "{call} 只是告诉系统一些信息，立刻返回。服务器在 accept 处等待。",
    },
)
SEND_BLOCKS = Misconception(
    "blocking.send-waits-for-ack",
    {"en": "send waits until the other end has the data.", "zh": "send 要等对方收到数据。"},
    {
        "en": "{call} puts the data into the send buffer, where there is room, and returns at once.",
        "zh": "{call} 把数据放入有空间的发送缓冲区就立刻返回。",
    },
)
CLOSE_BLOCKS = Misconception(
    "blocking.close-waits",
    {"en": "close waits until the connection is closed.", "zh": "close 要等连接关闭。"},
    {
        "en": "{call} returns at once. The system closes the connection on its own.",
        "zh": "{call} 立刻返回，由系统自己完成关闭。",
    },
)
SYN_WAKES_ACCEPT = Misconception(
    "blocking.syn-wakes-accept",
    {"en": "accept returns when the SYN comes.", "zh": "收到 SYN 时 accept 就返回。"},
    {
        "en": "With the SYN a connection only begins. accept gets connections that are established.",
        "zh": "SYN 只是连接的开始。accept 得到的是已建立的连接。",
    },
)
DATA_WAKES_ACCEPT = Misconception(
    "blocking.data-wakes-accept",
    {"en": "accept returns when the client sends data.", "zh": "客户端发送数据时 accept 才返回。"},
    {
        "en": "The connection is established before any data comes, and then accept returns.",
        "zh": "数据到来之前连接已建立，那时 accept 就返回了。",
    },
)
THIRD_WAKES_CONNECT = Misconception(
    "blocking.third-wakes-connect",
    {"en": "connect returns after all three segments have arrived.", "zh": "三个报文段都到达后 connect 才返回。"},
    {
        "en": "{node} sends the third segment itself. For {node} the connection is established before.",
        "zh": "第三个报文段由 {node} 自己发送。对 {node} 来说，连接在那之前已建立。",
    },
)
OWN_WAKES = Misconception(
    "blocking.own-wakes",
    {"en": "A call returns when its own segment has been sent.", "zh": "自己的报文段发出后调用就返回。"},
    {
        "en": "{node} has sent this segment itself. A call that waits needs something from the other end.",
        "zh": "这个报文段是 {node} 自己发送的。等待的调用需要对方的数据。",
    },
)
ACK_WAKES_RECV = Misconception(
    "blocking.ack-wakes-recv",
    {"en": "recv returns when any segment comes.", "zh": "收到任何报文段 recv 都会返回。"},
    {
        "en": "This segment brings no data and no end of the stream, so there is nothing to return.",
        "zh": "这个报文段既没有数据，也不是流的结束，recv 没有可返回的内容。",
    },
)
LATER_WAKES = Misconception(
    "blocking.later-wakes",
    {"en": "A call returns only when all has come.", "zh": "全部到达后调用才返回。"},
    {
        "en": "The call has returned before: what came first was enough.",
        "zh": "调用在此之前已返回：先到的内容已经足够。",
    },
)
ACCEPT_RETURNS_LISTENER = Misconception(
    "sockets.accept-returns-listener",
    {"en": "accept returns the listening socket.", "zh": "accept 返回监听套接字。"},
    {
        "en": "{fd} is the listening socket, which goes on to listen. Each connection has a socket of its own.",
        "zh": "{fd} 是监听套接字，它继续监听。每个连接有自己的套接字。",
    },
)
ACCEPT_TELLS_OWN_ADDRESS = Misconception(
    "sockets.accept-tells-own-address",
    {"en": "accept tells the server's own address.", "zh": "accept 给出服务器自己的地址。"},
    {
        "en": "The server knows its own address. accept tells the address of the other end.",
        "zh": "服务器知道自己的地址，accept 给出的是对方的地址。",
    },
)
CLIENT_NEEDS_BIND = Misconception(
    "sockets.client-needs-bind",
    {"en": "A client needs bind before connect.", "zh": "客户端在 connect 之前必须调用 bind。"},
    {
        "en": "connect gives a socket without a port one of the free ports of {client}: {client_port} here.",
        "zh": "对没有端口的套接字，connect 会从 {client} 的空闲端口中取一个，这里是 {client_port}。",
    },
)
