"""What learners believe about TCP."""

from sim.exam.question import Misconception

SYN_TAKES_NONE = Misconception(
    "tcp.syn-takes-none",
    {"en": "A SYN takes no sequence number.", "zh": "SYN 不占序号。"},
    {
        "en": "A SYN counts as one octet, so that it can be acknowledged: the next number is one higher.",
        "zh": "SYN 占一个序号，这样才能被确认：下一个序号加一。",
    },
)
SYN_AFTER_ISN = Misconception(
    "tcp.syn-after-isn",
    {"en": "The SYN has the number after the first one.", "zh": "SYN 的序号是初始序号加一。"},
    {
        "en": "The SYN itself has the first sequence number. What follows it has the next one.",
        "zh": "SYN 本身使用初始序号，它之后的内容才使用下一个序号。",
    },
)
FIN_TAKES_NONE = Misconception(
    "tcp.fin-takes-none",
    {"en": "A FIN takes no sequence number.", "zh": "FIN 不占序号。"},
    {
        "en": "A FIN counts as one octet behind the data, so the ACK is one higher.",
        "zh": "FIN 在数据之后占一个序号，所以确认号加一。",
    },
)
ONE_SPACE = Misconception(
    "tcp.one-number-space",
    {"en": "Both directions count in one sequence.", "zh": "两个方向共用一套序号。"},
    {
        "en": "Each side counts its own octets from a number of its own choice. {number} belongs to the other "
        "direction.",
        "zh": "双方各自从自选的初始序号开始计数。{number} 属于另一个方向。",
    },
)
NUMBERS_SWAPPED = Misconception(
    "tcp.numbers-swapped",
    {"en": "Sequence and acknowledgement number are confused.", "zh": "混淆序号和确认号。"},
    {
        "en": "The sequence number counts what this side sends, the ACK what it expects from the other.",
        "zh": "序号表示本方发送的数据，确认号表示期待对方的数据。",
    },
)
ACK_TAKES_ONE = Misconception(
    "tcp.ack-takes-one",
    {"en": "An ACK takes a sequence number.", "zh": "ACK 占一个序号。"},
    {
        "en": "A segment without data, SYN and FIN takes no number: the next octet has the same number.",
        "zh": "没有数据、SYN 和 FIN 的报文段不占序号：下一个字节仍用这个序号。",
    },
)
ACK_IS_LAST = Misconception(
    "tcp.ack-is-last-octet",
    {"en": "The ACK is the number of the last octet that came.", "zh": "确认号是最后收到的字节的序号。"},
    {
        "en": "The ACK is the number of the next octet that is expected, one behind the last that came.",
        "zh": "确认号是期待的下一个字节的序号，比最后收到的大一。",
    },
)
ACK_IS_COUNT = Misconception(
    "tcp.ack-is-count",
    {"en": "The ACK is the number of octets in the segment.", "zh": "确认号是该报文段的字节数。"},
    {
        "en": "{octets:octet|octets} came, to be counted on from the sequence number of the segment.",
        "zh": "收到 {octets} 字节，要从该报文段的序号往后数。",
    },
)
ACK_REPEATS_SEQ = Misconception(
    "tcp.ack-repeats-seq",
    {"en": "The ACK repeats the sequence number of the segment.", "zh": "确认号等于所确认报文段的序号。"},
    {
        "en": "This is where the segment begins. The ACK tells where the next one has to begin.",
        "zh": "这是该报文段的起点，确认号表示下一个报文段应从哪里开始。",
    },
)
STATE_STAYS = Misconception(
    "tcp.state-stays",
    {"en": "The segment does not change the state.", "zh": "这个报文段不改变状态。"},
    {
        "en": "{node} was in {state}, and this segment is what {state} waits for.",
        "zh": "{node} 原在 {state}，而这个报文段正是 {state} 所等待的。",
    },
)
STATE_SKIPPED = Misconception(
    "tcp.state-skipped",
    {"en": "The connection is at its goal at once.", "zh": "连接立刻到达最终状态。"},
    {
        "en": "Something is still missing: {node} has to see more before it can be in that state.",
        "zh": "还缺少一步：{node} 要看到更多的报文段才能进入该状态。",
    },
)
STATE_OF_PEER = Misconception(
    "tcp.state-of-peer",
    {"en": "Both ends are in the same state.", "zh": "两端处于同一状态。"},
    {
        "en": "This is a state of the other end: the two go through different states.",
        "zh": "这是另一端的状态：两端经过不同的状态。",
    },
)
TIME_WAIT_SERVER = Misconception(
    "tcp.time-wait-server",
    {"en": "TIME-WAIT is always on the server.", "zh": "TIME-WAIT 总在服务器上。"},
    {
        "en": "TIME-WAIT is where the first FIN came from, which is {node} here, server or not.",
        "zh": "TIME-WAIT 在先发 FIN 的一方，这里是 {node}，与是不是服务器无关。",
    },
)
TIME_WAIT_CLIENT = Misconception(
    "tcp.time-wait-client",
    {"en": "TIME-WAIT is always on the client.", "zh": "TIME-WAIT 总在客户端上。"},
    {
        "en": "TIME-WAIT is where the first FIN came from, which is {node} here, client or not.",
        "zh": "TIME-WAIT 在先发 FIN 的一方，这里是 {node}，与是不是客户端无关。",
    },
)
TIME_WAIT_BOTH = Misconception(
    "tcp.time-wait-both",
    {"en": "Both ends wait in TIME-WAIT.", "zh": "两端都进入 TIME-WAIT。"},
    {
        "en": "Only who sends the last ACK waits, so that it can send it again. The other end goes from LAST-ACK to "
        "CLOSED.",
        "zh": "只有发送最后一个 ACK 的一方等待，以便重发它。另一端从 LAST-ACK 直接到 CLOSED。",
    },
)
TIME_WAIT_NONE = Misconception(
    "tcp.time-wait-none",
    {"en": "After the last ACK everything is over at once.", "zh": "最后一个 ACK 之后一切立刻结束。"},
    {
        "en": "The last ACK may be lost, and old segments may still be under way. So one end waits for a while.",
        "zh": "最后一个 ACK 可能丢失，旧的报文段也可能还在途中，所以有一端要等待一段时间。",
    },
)
WINDOWS_ADDED = Misconception(
    "tcp.windows-added",
    {"en": "cwnd and the receiver's window are added.", "zh": "拥塞窗口与接收窗口相加。"},
    {
        "en": "Both are limits. The smaller one holds: {limit} octets.",
        "zh": "两者都是上限，以较小者为准：{limit} 字节。",
    },
)
FLIGHT_FORGOTTEN = Misconception(
    "tcp.flight-forgotten",
    {"en": "The whole window may be sent, whatever is under way.", "zh": "不管已发出多少，都可以再发一个窗口。"},
    {
        "en": "{flight:octet is|octets are} under way and not acknowledged. That has taken a part of the window.",
        "zh": "已有 {flight} 字节发出而未确认，它们已占用窗口。",
    },
)
ONLY_RWND = Misconception(
    "tcp.only-rwnd",
    {"en": "Only the receiver's window limits the sender.", "zh": "只有接收窗口限制发送方。"},
    {
        "en": "The congestion window is smaller here: {cwnd} octets.",
        "zh": "这里拥塞窗口更小：{cwnd} 字节。",
    },
)
ONLY_CWND = Misconception(
    "tcp.only-cwnd",
    {"en": "Only the congestion window limits the sender.", "zh": "只有拥塞窗口限制发送方。"},
    {
        "en": "The receiver's window is smaller here: {rwnd} octets.",
        "zh": "这里接收窗口更小：{rwnd} 字节。",
    },
)
SILENCE = Misconception(
    "tcp.silence",
    {"en": "A host says nothing where no program listens.", "zh": "没有程序监听时主机不作回答。"},
    {
        "en": "Silence would mean a filter or a host that is off. A host without a listener answers at once with RST.",
        "zh": "不作回答说明有过滤器或主机关机。没有监听程序的主机立刻用 RST 回答。",
    },
)
ALWAYS_ACCEPTS = Misconception(
    "tcp.always-accepts",
    {"en": "Every host accepts connections.", "zh": "每台主机都接受连接。"},
    {
        "en": "No program listens on port {port} of {server}, so there is nobody to accept.",
        "zh": "{server} 的端口 {port} 没有程序监听，所以没有谁来接受连接。",
    },
)
ICMP_FOR_TCP = Misconception(
    "tcp.icmp-for-tcp",
    {"en": "A closed TCP port is reported by ICMP.", "zh": "关闭的 TCP 端口用 ICMP 报告。"},
    {
        "en": "ICMP port unreachable is for UDP. TCP has its own answer for the same purpose, RST.",
        "zh": "ICMP 端口不可达用于 UDP。TCP 有自己的回答：RST。",
    },
)
REFUSES = Misconception(
    "tcp.refuses",
    {"en": "A port below 1024 refuses strangers.", "zh": "1024 以下的端口拒绝外来连接。"},
    {
        "en": "A program listens on port {port} of {server}, so the SYN is answered and not reset.",
        "zh": "{server} 的端口 {port} 有程序监听，所以 SYN 得到应答而不是复位。",
    },
)
ACK_ONLY = Misconception(
    "tcp.ack-only",
    {"en": "A SYN is answered by a mere ACK.", "zh": "SYN 只用 ACK 回答。"},
    {
        "en": "The server has to tell a sequence number of its own, too: its answer has SYN and ACK.",
        "zh": "服务器也要告知自己的初始序号：回答同时带 SYN 和 ACK。",
    },
)
SAME_PORTS = Misconception(
    "ports.not-swapped",
    {"en": "The answer has the ports as the question has them.", "zh": "应答的端口与请求相同，不交换。"},
    {
        "en": "The answer goes back: its source port is the destination port of the question, and the other way round.",
        "zh": "应答往回发：它的源端口是请求的目的端口，反之亦然。",
    },
)
CLIENT_PORT_KNOWN = Misconception(
    "ports.client-uses-server-port",
    {"en": "The client's port is the server's.", "zh": "客户端的端口和服务器一样。"},
    {
        "en": "{port} is the port of the service. The client has a port of its own, which its system has chosen.",
        "zh": "{port} 是服务的端口，客户端用系统为它选择的端口。",
    },
)
SERVER_NEW_PORT = Misconception(
    "ports.server-takes-new-port",
    {"en": "The server answers from a new port.", "zh": "服务器用新的端口回答。"},
    {
        "en": "A server keeps its port for all of its connections; the pair of both ends tells them apart.",
        "zh": "服务器的所有连接都用同一个端口，由双方的地址和端口区分连接。",
    },
)
SYN_ESTABLISHES = Misconception(
    "tcp.established-too-early",
    {"en": "The connection is there before the handshake is over.", "zh": "握手结束前连接就已建立。"},
    {
        "en": "After this segment {node} does not know yet that its own SYN has arrived.",
        "zh": "这个报文段之后，{node} 还不知道自己的 SYN 是否到达。",
    },
)
DATA_ESTABLISHES = Misconception(
    "tcp.established-by-data",
    {"en": "Only data makes the connection.", "zh": "收到数据才算建立连接。"},
    {
        "en": "The handshake was over before. Data may flow because the connection is there.",
        "zh": "握手此前已经完成，连接建立后才能传数据。",
    },
)
NOT_SENT_AGAIN = Misconception(
    "tcp.not-a-retransmission",
    {"en": "What comes late is a retransmission.", "zh": "后发的报文段就是重传。"},
    {
        "en": "Its sequence number {seq} was not sent before: it carries new octets.",
        "zh": "序号 {seq} 以前没有发送过：它带的是新数据。",
    },
)
DUP_ACK_HIGHEST = Misconception(
    "tcp.duplicate-ack-highest",
    {"en": "A receiver acknowledges the highest octet that it has.", "zh": "接收方确认收到的最高字节。"},
    {
        "en": "An ACK is cumulative: it says that everything before has come. The octets from {missing} on are "
        "missing.",
        "zh": "确认是累积的：表示之前的都已收到。从 {missing} 起的字节还缺着。",
    },
)
DUP_ACK_NEXT = Misconception(
    "tcp.duplicate-ack-counts",
    {"en": "Each segment that comes raises the ACK.", "zh": "每收到一个报文段，确认号就增加。"},
    {
        "en": "The segment that came is behind a gap. Until the gap is filled, the ACK stays.",
        "zh": "收到的报文段在缺口之后。缺口补上之前，确认号不变。",
    },
)
ROUNDED_DOWN = Misconception(
    "tcp.segments-rounded-down",
    {"en": "The rest does not need a segment.", "zh": "余下的数据不需要再发一个报文段。"},
    {
        "en": "{rest:octet remains|octets remain} behind the full segments: one segment more.",
        "zh": "装满的报文段之外还剩 {rest} 字节，需要再发一个报文段。",
    },
)
MSS_WITH_HEADER = Misconception(
    "tcp.mss-with-headers",
    {"en": "The MSS counts the headers, too.", "zh": "MSS 包括首部。"},
    {
        "en": "The MSS is the most data in a segment, without the headers of TCP and IP.",
        "zh": "MSS 是一个报文段中数据的最大长度，不含 TCP 和 IP 首部。",
    },
)
EXTRA_SEGMENT = Misconception(
    "tcp.one-send-one-segment",
    {"en": "Each send makes one segment.", "zh": "每次 send 产生一个报文段。"},
    {
        "en": "A segment carries {mss} octets of data at most, so one send makes as many segments as it needs.",
        "zh": "一个报文段最多装 {mss} 字节数据，一次 send 需要几个报文段就发几个。",
    },
)
WINDOW_FULL = Misconception(
    "tcp.window-does-not-shrink",
    {"en": "The window is always the whole buffer.", "zh": "窗口总等于整个缓冲区。"},
    {
        "en": "{unread:octet has|octets have} come and not been read yet, so the room for more is smaller.",
        "zh": "已收到 {unread} 字节而未被读取，剩余空间变小。",
    },
)
WINDOW_IS_UNREAD = Misconception(
    "tcp.window-is-unread",
    {"en": "The window tells how much has come.", "zh": "窗口表示已收到多少。"},
    {
        "en": "The window tells how much may still come, not how much waits to be read.",
        "zh": "窗口表示还能接收多少，而不是有多少等待读取。",
    },
)
SEQ_STAYS = Misconception(
    "tcp.seq-stays",
    {"en": "The sequence number stays until an ACK comes.", "zh": "收到 ACK 之前序号不变。"},
    {
        "en": "The {octets:octet that was sent has its number|octets that were sent have their numbers}, whether an "
        "ACK has come or not.",
        "zh": "已发送的 {octets} 字节已占用序号，与是否收到 ACK 无关。",
    },
)
SEQ_COUNTS_SEGMENTS = Misconception(
    "tcp.seq-counts-segments",
    {"en": "The sequence number counts segments.", "zh": "序号是报文段的编号。"},
    {
        "en": "The sequence number counts octets, not segments: this segment has {octets} of them.",
        "zh": "序号按字节计数而不是按报文段计数：这个报文段有 {octets} 字节。",
    },
)
SEQ_IS_LAST = Misconception(
    "tcp.seq-is-last-octet",
    {"en": "The next segment begins at the last octet that was sent.", "zh": "下一个报文段从最后发送的字节开始。"},
    {
        "en": "This is the number of the last octet of the segment. The next segment begins one behind it.",
        "zh": "这是该报文段最后一个字节的序号，下一个报文段从它的后一个字节开始。",
    },
)
PROTOCOL_IS_PORT = Misconception(
    "ports.protocol-is-port",
    {"en": "The protocol number is a port.", "zh": "协议号就是端口号。"},
    {
        "en": "{protocol} is the protocol number in the IP header. It names TCP itself, and no program.",
        "zh": "IP 首部中的协议号是 {protocol}，它标明 TCP 本身，不标明程序。",
    },
)
