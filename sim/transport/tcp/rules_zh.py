"""TCP 连接：怎样建立、被拒绝、复位和关闭。"""

from sim.transport.tcp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.LISTEN: Text(
        "等待连接",
        "程序等待别人连接到端口 {local_port}（被动打开）：状态为 LISTEN。",
    ),
    rules.CONNECT: Text(
        "第一次握手",
        "程序要连接到端口 {dst_port}。为此发出 SYN，并告诉对方本端的初始序号：{iss}。",
    ),
    rules.SYN_RECEIVED: Text(
        "第二次握手",
        "监听者收到序号为 {irs} 的 SYN。用同时带 SYN 和 ACK 的报文段回答：既确认它，又给出本端的初始序号 {iss}。",
    ),
    rules.SYN_ACKNOWLEDGED: Text(
        "第三次握手",
        "对方确认了本端的 SYN（确认号 {ack}，即序号加一），它的初始序号是 {irs}。对本端来说连接已经建立，再发一个 ACK "
        "告诉对方。",
    ),
    rules.ESTABLISHED: Text(
        "握手完成",
        "确认号 {ack} 表明本端的 SYN 已经到达：双方都知道对方的序号，连接建立。",
    ),
    rules.SIMULTANEOUS_OPEN: Text(
        "双方同时打开",
        "对方的 SYN（{irs}）与本端的 SYN 在途中相遇：双方同时打开。确认它，并重发自己的 SYN；结果只有一个连接，"
        "而不是两个。",
    ),
    rules.SYN_AGAIN: Text(
        "重发 SYN 和 ACK",
        "SYN {irs} 又来了一次，可见对它的回答丢失了：重发 SYN 和 ACK。",
    ),
    rules.SYN_TIMED_OUT: Text(
        "重发 SYN",
        "SYN 没有按时得到确认，所以再发一次（第 {attempt} 次重传）。",
    ),
    rules.NOBODY_LISTENS: Text(
        "没有这个连接：复位",
        "没有连接属于这个报文段，端口 {local_port} 上也没有监听者，所以用 RST 告诉发送方：这里没有人。",
    ),
    rules.RST_FOR_NOBODY: Text(
        "从不回答 RST",
        "发往端口 {local_port} 的 RST 不属于任何连接。把它丢弃：从不用 RST 回答 RST。",
    ),
    rules.RST_FOR_LISTENER: Text(
        "监听者不理会 RST",
        "端口 {local_port} 上的监听者收到 RST，但它什么也没有发过，没有什么可复位：不予理会。",
    ),
    rules.ACK_FOR_LISTENER: Text(
        "确认未知的连接",
        "这个报文段确认了什么，但端口 {local_port} 上的监听者什么也没有发过：它属于一个并不存在的连接，"
        "用 RST 告诉对方。",
    ),
    rules.ACK_OF_OTHER_SYN: Text(
        "确认别的 SYN：复位",
        "确认号 {ack} 不是本端所发 SYN 的，对方说的是另一个更早的连接。用序号正是它的 RST 结束那个连接。",
    ),
    rules.RST_FOR_OTHER_SYN: Text(
        "与本连接无关的 RST",
        "RST 的确认号是 {ack}，不是本端的 SYN，可见不是给这个连接的：不予理会。",
    ),
    rules.RST_WITHOUT_ACK: Text(
        "RST 没有确认",
        "回答 SYN 的 RST 必须确认它。这个 RST 什么也没有确认，谁都可能发出：不予理会。",
    ),
    rules.NOT_SYNCHRONIZED: Text(
        "既无 SYN 也无 RST",
        "本端在等对方的 SYN，而这个报文段既没有 SYN 也没有 RST：丢弃。",
    ),
    rules.REFUSED: Text(
        "连接被拒绝",
        "对 SYN 的回答是 RST：那里没有人监听。程序得知连接被拒绝。",
    ),
    rules.RESET_TO_LISTEN: Text(
        "回到监听",
        "对方用 RST 收回了它的 SYN。连接还没有建立，所以不用告诉程序：忘掉这个连接，监听者继续等待。",
    ),
    rules.SYN_RETURNS_TO_LISTEN: Text(
        "又一个 SYN：重新开始",
        "握手还没有完成又来了一个 SYN（{seq}），可见前一个并不算数：忘掉这个连接，监听者继续等待。",
    ),
    rules.RESET: Text(
        "连接被对方复位",
        "RST 的序号正是期望的下一个，连接立即结束。还在途中的数据丢失，程序得到差错。",
    ),
    rules.RESET_WHILE_CLOSING: Text(
        "正在关闭时被复位",
        "RST 的序号正是期望的下一个，连接就此结束。它本来就在关闭，所以不用告诉程序。",
    ),
    rules.RST_OUTSIDE_WINDOW: Text(
        "RST 在窗口之外",
        "RST 的序号 {seq} 在窗口之外：它是旧的，或者是猜的。丢弃。",
    ),
    rules.CHALLENGE_RST: Text(
        "质询可疑的 RST",
        "RST 的序号 {seq} 在窗口之内，但不是期望的那个：可能是伪造的。用一个 ACK 反问；对方若是当真，"
        "会再发来序号正确的 "
        "RST。",
    ),
    rules.CHALLENGE_SYN: Text(
        "已建立却收到 SYN",
        "连接已经建立，却收到 SYN（{seq}）。要么对方重新启动过，要么有人伪造：用一个 ACK 说明连接的现状，忘了它的一方会"
        "回答 RST。",
    ),
    rules.CHALLENGE_LIMITED: Text(
        "这种回答已经够多",
        "五秒之内这样的回答有 {limit} 个就够了：这个报文段不再回答。",
    ),
    rules.CLOSE: Text(
        "程序发送完毕",
        "程序关闭自己这一侧：再没有要发的。发送缓冲区里剩下的数据后面跟着 FIN。",
    ),
    rules.CLOSE_LISTENER: Text(
        "不再有人监听",
        "程序关闭监听套接字：之后再来请求的都会被拒绝。这不会发送任何报文，程序已经接受的连接继续存在。",
    ),
    rules.CLOSE_UNOPENED: Text(
        "连接建立之前就放弃",
        "对方还没有应答，程序就关闭了套接字：这次尝试被丢弃，不发送 FIN。",
    ),
    rules.CLOSE_QUEUED: Text(
        "FIN 排在数据之后",
        "程序关闭自己这一侧，但它的数据还没有全部发出：FIN 跟在它们后面。",
    ),
    rules.CLOSE_UNREAD: Text(
        "关闭时还有未读数据",
        "程序关闭连接时还有 {octets} 字节没有读。用 RST 告诉对方：这些数据丢了。",
    ),
    rules.DATA_AFTER_CLOSE: Text(
        "没有人会读的数据",
        "程序关闭连接之后又来了 {octets} 字节，没有人会读它们。用 RST 告诉对方：它们丢了。",
    ),
    rules.FIN_RECEIVED: Text(
        "对方发送完毕",
        "收到对方的 FIN，它前面的数据也都到齐了：对方不会再发什么。确认这个 FIN，程序会读到文件结束。",
    ),
    rules.FIN_RECEIVED_AFTER_CLOSE: Text(
        "双方都已发送完毕",
        "收到对方的 FIN，它前面的数据也都到齐了：对方也不会再发什么。确认这个 FIN；程序早已关闭套接字，没有谁在等它。",
    ),
    rules.FIN_ACKNOWLEDGED: Text(
        "FIN 已到达",
        "本端的 FIN 得到确认：对方知道不会再有数据了。",
    ),
    rules.LAST_ACK_RECEIVED: Text(
        "最后的 ACK",
        "FIN 得到确认，而对方早已关闭：连接结束。",
    ),
    rules.TIME_WAIT_OVER: Text(
        "2 MSL 已过",
        "两倍的最长报文段寿命已经过去：网络里不可能还有这个连接的报文段，它的端口可以再用了。",
    ),
    rules.TIME_WAIT_RESTARTED: Text(
        "FIN 又来了",
        "对方的 FIN 又来了一次，可见最后的 ACK 丢失了。再发一次，TIME-WAIT 重新计时：{timeout}。",
    ),
    rules.TIME_WAIT_REOPENED: Text(
        "提前重新连接",
        "SYN（{seq}）肯定比旧连接的一切都新，所以提前结束 TIME-WAIT：新的连接开始。",
    ),
    rules.FIN_WAIT_2_LIMITED: Text(
        "没有程序等 FIN",
        "程序已经放开这个连接。对方如果在 {timeout}之内还不关闭，就忘掉它。",
    ),
    rules.FIN_WAIT_2_OVER: Text(
        "FIN 一直没有来",
        "没有程序持有这个连接，对方也没有按时关闭：忘掉它。",
    ),
    rules.ABORT: Text(
        "程序中止连接",
        "程序立即结束连接：缓冲区里的数据都丢弃，对方如果还指望着这个连接，就用 RST 告诉它。",
    ),
    rules.NOT_CONNECTED: Text(
        "没有连接",
        "没有可以这样做的连接：程序得到差错。",
    ),
    rules.SEND_AFTER_CLOSE: Text(
        "已经不能再发",
        "连接的这一侧已经关闭，不能再发送：程序得到差错。",
    ),
    rules.ICMP_HARD: Text(
        "ICMP：再试也没用",
        "对 SYN 的回答是 ICMP 差错（{type}、{code}），等待也不会好：放弃连接。",
    ),
    rules.ICMP_SOFT: Text(
        "ICMP：也许会过去",
        "收到关于这个连接的 ICMP 差错（{type}、{code}）。故障也许会过去，所以连接继续；以后如果失败，程序会得知原因。",
    ),
    rules.ICMP_NOT_IN_FLIGHT: Text(
        "不相信 ICMP 差错",
        "ICMP 差错引用的序号是 {seq}，但途中没有这个序号：它是旧的或者伪造的，不予理会。",
    ),
    rules.MSS_REDUCED: Text(
        "报文段变小",
        "这条路径上的数据报最多 {mtu} 字节，所以从现在起每个报文段带 {smss} 字节数据。",
    ),
    rules.RESEND_SMALLER: Text(
        "用更小的报文段重发",
        "途中的报文段对这条路径来说太长，已经丢失。立即按每段 {smss} 字节重发；这不是拥塞，所以窗口不变。",
    ),
    rules.TRUNCATED: Text(
        "TCP 首部被截断",
        "TCP 首部应有 {needed} 字节，这里只有 {present} 字节，所以丢弃报文段。",
    ),
    rules.BAD_DATA_OFFSET: Text(
        "数据偏移不可能",
        "数据偏移说 TCP 首部长 {header_length} 字节，但它至少有 20 字节：丢弃报文段。",
    ),
    rules.BAD_CHECKSUM: Text(
        "TCP 校验和错误",
        "TCP 校验和是 {found}，按报文段计算应该是 {expected}：它在途中损坏了，所以丢弃，就像丢失了一样。",
    ),
    rules.BAD_OPTION: Text(
        "TCP 选项长度错误",
        "TCP 首部第 {octet} 字节处的选项，长度不可能是对的：不予理会。",
    ),
}
