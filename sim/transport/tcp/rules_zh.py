"""TCP 连接：怎样建立、被拒绝、复位和关闭。"""

from sim.transport.tcp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.LISTEN: Text(
        "等待连接",
        "程序等待连接到端口 {local_port}（被动打开）。状态变为 LISTEN。",
    ),
    rules.CONNECT: Text(
        "第一次握手",
        "程序要连接到端口 {dst_port}。本机发送 SYN，其中带有本机的初始序号 {iss}。",
    ),
    rules.SYN_RECEIVED: Text(
        "第二次握手",
        "监听端收到序号为 {irs} 的 SYN。本机用 SYN-ACK 应答：既确认对方的 SYN，又带有本机的初始序号 {iss}。",
    ),
    rules.SYN_ACKNOWLEDGED: Text(
        "第三次握手",
        "SYN-ACK 确认了本机的 SYN（确认号 {ack} 等于 SYN 的序号加一），并带有对方的初始序号 {irs}。对本机来说，"
        "连接已经建立。本机发送第三个报文段：ACK。",
    ),
    rules.ESTABLISHED: Text(
        "三次握手完成",
        "确认号 {ack} 表明本机的 SYN 已经到达。双方都知道对方的序号，连接建立。",
    ),
    rules.SIMULTANEOUS_OPEN: Text(
        "双方同时打开",
        "对方的 SYN（{irs}）与本机的 SYN 在途中交错。本机再次发送自己的 SYN，这次带上 ACK。"
        "两个 SYN 合起来建立一个连接。",
    ),
    rules.SYN_AGAIN: Text(
        "重传 SYN-ACK",
        "序号为 {irs} 的 SYN 又到了一次，可见 SYN-ACK 丢失了。本机重传 SYN-ACK。",
    ),
    rules.SYN_TIMED_OUT: Text(
        "重传 SYN",
        "本机的 SYN 没有按时得到确认，所以本机重传它（第 {attempt} 次重传）。",
    ),
    rules.NOBODY_LISTENS: Text(
        "没有这个连接：复位",
        "报文段不属于任何连接，也没有程序监听端口 {local_port}。本机用 RST 应答。",
    ),
    rules.RST_FOR_NOBODY: Text(
        "从不应答 RST",
        "发往端口 {local_port} 的 RST 不属于任何连接，所以丢弃。主机从不用 RST 应答 RST。",
    ),
    rules.RST_FOR_LISTENER: Text(
        "监听端忽略 RST",
        "端口 {local_port} 上的监听端收到 RST。监听端没有可以复位的连接，所以忽略它。",
    ),
    rules.ACK_FOR_LISTENER: Text(
        "确认未知的连接",
        "报文段带有 ACK，但端口 {local_port} 上的监听端没有发送过可以确认的内容。这里没有这个连接，"
        "所以本机用 RST 应答。",
    ),
    rules.ACK_OF_OTHER_SYN: Text(
        "确认别的 SYN：复位",
        "确认号 {ack} 确认的不是本机发送的 SYN，而是属于另一个更早的连接。本机用序号为 {ack} 的 RST 结束那个连接。",
    ),
    rules.RST_FOR_OTHER_SYN: Text(
        "与本连接无关的 RST",
        "RST 的确认号是 {ack}，与本机的 SYN 不符。这个 RST 不是给本连接的，所以忽略。",
    ),
    rules.RST_WITHOUT_ACK: Text(
        "RST 没有 ACK",
        "应答 SYN 的 RST 必须确认 SYN。这个 RST 没有 ACK，任何主机都可能发出它，所以忽略。",
    ),
    rules.NOT_SYNCHRONIZED: Text(
        "既无 SYN 也无 RST",
        "本机在等待对方的 SYN。这个报文段既没有 SYN 也没有 RST，所以丢弃。",
    ),
    rules.REFUSED: Text(
        "连接被拒绝",
        "对方用 RST 应答 SYN：那个端口上没有程序监听。本机的程序得知连接被拒绝。",
    ),
    rules.RESET_TO_LISTEN: Text(
        "回到监听",
        "对方用 RST 取消它的 SYN。连接还没有建立，所以不通知程序。本机删除这个连接，监听端继续等待。",
    ),
    rules.SYN_RETURNS_TO_LISTEN: Text(
        "又一个 SYN：重新开始",
        "握手还没有完成，又到了一个 SYN（{seq}），可见第一个 SYN 已经无效。本机删除这个连接，监听端继续等待。",
    ),
    rules.RESET: Text(
        "连接被对方复位",
        "对方的 RST 的序号正是期望的序号，所以连接立即结束。途中的数据丢失，程序得到差错。",
    ),
    rules.ACCEPT_DEFERRED: Text(
        "监听端等待数据",
        "这个 ACK 本可完成握手，但没有带数据。监听的程序要求有数据到达才唤醒它（TCP_DEFER_ACCEPT），"
        "所以本机不理会这个 ACK。客户端认为连接已经建立。",
    ),
    rules.STILL_DEFERRED: Text(
        "还在等待数据",
        "客户端已经确认了 SYN-ACK，但还没有发送数据（TCP_DEFER_ACCEPT），所以不重发 SYN-ACK。{timeout}后再看。",
    ),
    rules.TIME_WAIT_ASSASSINATED: Text(
        "TIME-WAIT 暗杀",
        "对方的 RST 的序号正是期望的序号，所以 TIME-WAIT 现在结束，不通知程序。本连接的旧报文段可能还会到达，"
        "被当作同样两个端口之间下一个连接的报文段：RFC 1337 称之为 TIME-WAIT 暗杀。",
    ),
    rules.RST_IN_TIME_WAIT: Text(
        "不理会 RST",
        "在 TIME-WAIT 状态收到 RST（{seq}）。本机不理会它，继续等待（设置 rfc1337），"
        "这样本连接的旧报文段不会危害下一个连接。",
    ),
    rules.RST_OUTSIDE_WINDOW: Text(
        "RST 在窗口之外",
        "RST 的序号 {seq} 在接收窗口之外。它是旧的，或者是猜的，所以丢弃。",
    ),
    rules.CHALLENGE_RST: Text(
        "质询可疑的 RST",
        "RST 的序号 {seq} 在窗口之内，但不是期望的序号，可能是伪造的。本机发送一个 ACK，"
        "真正的对方可以再发序号正确的 RST。",
    ),
    rules.CHALLENGE_SYN: Text(
        "已建立却收到 SYN",
        "连接已经建立，却收到 SYN（{seq}）：对方重新启动过，或者 SYN 是伪造的。本机用 ACK 应答。"
        "重新启动过的对方会用 RST 应答这个 ACK。",
    ),
    rules.CHALLENGE_LIMITED: Text(
        "质询 ACK 太多",
        "本机在五秒之内最多发送 {limit} 个质询 ACK，所以不应答这个报文段。",
    ),
    rules.CLOSE: Text(
        "程序关闭连接",
        "程序关闭自己这一侧，没有更多数据要发送。本机在发送缓冲区里剩下的数据之后发送 FIN。",
    ),
    rules.CLOSE_LISTENER: Text(
        "关闭监听套接字",
        "程序关闭监听套接字。从现在起，新的连接会被拒绝。这不会发送任何报文段，程序已经接受的连接继续存在。",
    ),
    rules.CLOSE_UNOPENED: Text(
        "连接建立之前就关闭",
        "对方还没有应答，程序就关闭了套接字。这次连接尝试结束，不发送 FIN。",
    ),
    rules.CLOSE_QUEUED: Text(
        "FIN 排在数据之后",
        "程序关闭自己这一侧，但还有数据没有发出。FIN 跟在这些数据之后。",
    ),
    rules.CLOSE_UNREAD: Text(
        "关闭时还有未读数据",
        "程序关闭连接时还有 {octets} 字节没有读。本机用 RST 告诉对方：这些数据丢失了。",
    ),
    rules.DATA_AFTER_CLOSE: Text(
        "没有程序会读的数据",
        "程序关闭连接之后又到了 {octets} 字节，没有程序会读它们。本机用 RST 告诉对方：这些数据丢失了。",
    ),
    rules.FIN_RECEIVED: Text(
        "对方发送完毕",
        "收到对方的 FIN，它之前的数据也都到齐了：对方不会再发送数据。本机确认这个 FIN，程序会读到文件结束。",
    ),
    rules.FIN_RECEIVED_AFTER_CLOSE: Text(
        "对方也发送完毕",
        "收到对方的 FIN，它之前的数据也都到齐了：对方也不会再发送数据。本机确认这个 FIN。本机的程序早已关闭套接字。",
    ),
    rules.FIN_ACKNOWLEDGED: Text(
        "FIN 得到确认",
        "对方确认了本机的 FIN：对方知道本机不会再发送数据。",
    ),
    rules.LAST_ACK_RECEIVED: Text(
        "收到最后的 ACK",
        "对方确认了本机的 FIN，而且对方早已关闭自己那一侧。连接结束。",
    ),
    rules.TIME_WAIT_OVER: Text(
        "2 MSL 已过",
        "两倍的最长报文段寿命（2 MSL）已经过去。网络里不可能还有这个连接的报文段，所以它的端口可以再用。",
    ),
    rules.TIME_WAIT_RESTARTED: Text(
        "又收到 FIN",
        "又收到对方的 FIN，可见最后的 ACK 丢失了。本机再次发送 ACK，TIME-WAIT 重新计时：{timeout}。",
    ),
    rules.TIME_WAIT_ANSWERED: Text(
        "不再期待任何数据",
        "双方都已关闭，序号为 {seq} 的报文段不会带来新内容。本机丢弃它，并用 ACK 说明对方应到的序号。",
    ),
    rules.TIME_WAIT_REOPENED: Text(
        "提前重新连接",
        "收到的 SYN（{seq}）肯定比旧连接的所有报文段都新。TIME-WAIT 提前结束，新的连接开始。",
    ),
    rules.FIN_WAIT_2_LIMITED: Text(
        "没有程序等待 FIN",
        "程序已经关闭套接字。如果对方在 {timeout}之内不关闭连接，本机就删除它。",
    ),
    rules.FIN_WAIT_2_OVER: Text(
        "FIN 一直没有到",
        "没有程序再使用这个连接，对方也没有按时关闭它。本机删除这个连接。",
    ),
    rules.ABORT: Text(
        "程序中止连接",
        "程序立即结束连接。缓冲区里的数据丢失；如果对方还保持着这个连接，本机就用 RST 告诉对方。",
    ),
    rules.NOT_CONNECTED: Text(
        "没有连接",
        "程序要做的事需要连接，但现在没有连接。程序得到差错。",
    ),
    rules.SEND_AFTER_CLOSE: Text(
        "已经不能再发",
        "连接的这一侧已经关闭，程序不能再发送数据。程序得到差错。",
    ),
    rules.ICMP_HARD: Text(
        "ICMP 差错：放弃",
        "收到关于本机的 SYN 的 ICMP 差错（{type}、{code}）。等待也没有用，所以这次连接尝试结束。",
    ),
    rules.ICMP_ENDS_CONNECT: Text(
        "ICMP 差错：连接失败",
        "收到关于本机的 SYN 的 ICMP 差错（{type}、{code}）。和 Linux 一样，这次尝试立即结束。"
        "RFC 9293 要求继续尝试：由 soft_errors_end_connect 选择。",
    ),
    rules.ICMP_SOFT_OPENING: Text(
        "ICMP 差错：继续尝试",
        "收到关于本机的 SYN 的 ICMP 差错（{type}、{code}）。这里关闭了 soft_errors_end_connect，所以主机"
        "继续尝试（MUST-56）。如果始终没有成功，程序会得知这个差错。",
    ),
    rules.ICMP_SOFT: Text(
        "ICMP 差错：继续",
        "收到关于这个连接的 ICMP 差错（{type}、{code}）。原因可能很快消失，所以连接继续。如果连接以后失败，"
        "程序会得知这个差错。",
    ),
    rules.ICMP_NOT_IN_FLIGHT: Text(
        "不相信 ICMP 差错",
        "ICMP 差错引用的序号是 {seq}，但途中没有这个序号的报文段。这个差错是旧的或者伪造的，所以忽略。",
    ),
    rules.MSS_REDUCED: Text(
        "报文段变小",
        "路径 MTU 是 {mtu} 字节，所以从现在起每个报文段最多带 {smss} 字节数据。",
    ),
    rules.RESEND_SMALLER: Text(
        "用更小的报文段重传",
        "途中的报文段超过了路径 MTU，已经丢失。本机立即重传其中的数据，每个报文段 {smss} 字节。这不是拥塞，"
        "所以拥塞窗口不变。",
    ),
    rules.TRUNCATED: Text(
        "TCP 首部被截断",
        "TCP 首部应有 {needed} 字节，这里只有 {present} 字节，所以丢弃报文段。",
    ),
    rules.BAD_DATA_OFFSET: Text(
        "数据偏移不可能",
        "数据偏移说 TCP 首部长 {header_length} 字节，但 TCP 首部至少有 20 字节。丢弃报文段。",
    ),
    rules.BAD_CHECKSUM: Text(
        "TCP 校验和错误",
        "TCP 校验和是 {found}，按报文段计算应该是 {expected}。报文段在途中损坏了，所以丢弃，如同在途中丢失一样。",
    ),
    rules.BAD_OPTION: Text(
        "TCP 选项长度错误",
        "TCP 首部第 {octet} 字节处的选项给出的长度不可能是对的，所以忽略这个选项。",
    ),
}
