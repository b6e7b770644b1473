"""TCP 的数据：到达、确认、发送和等待。"""

from sim.transport.tcp import data_rules as rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.IN_ORDER: Text(
        "正是期望的数据",
        "这段数据正好接在已收到的数据之后，程序立即可以读取。[现在有 {unread} 字节等待读取，"
        "期望的下一个序号是 {rcv_nxt}。]",
    ),
    rules.OUT_OF_ORDER: Text(
        "前面有缺口的数据",
        "这个报文段之前缺少数据[：期望的序号是 {rcv_nxt}]。本机先保留它，并立即发送 ACK，重复说明期望的序号。",
    ),
    rules.GAP_FILLED: Text(
        "补上缺口",
        "缺的正是这段数据。程序现在可以读取它，以及缺口后面早已到达的数据[：序号 {rcv_nxt} 之前的都已到齐]。"
        "本机立即用 ACK 告诉对方。",
    ),
    rules.PARTLY_OLD: Text(
        "一部分已经收到过",
        "报文段的前 {octets} 字节已经收到过。只有其余的是新的。",
    ),
    rules.BEYOND_WINDOW: Text(
        "超出接收窗口",
        "接收窗口是 {window} 字节，报文段里有 {octets} 字节放不下。这些字节被截掉，对方要重传它们。",
    ),
    rules.OLD_SEGMENT: Text(
        "重复的报文段",
        "序号为 {seq} 的报文段里的内容都已经收到过。丢弃这个重复的报文段，并用 ACK 说明期望的序号。",
    ),
    rules.OUTSIDE_WINDOW: Text(
        "在接收窗口之外",
        "序号 {seq} 在 {window} 字节的接收窗口之外。丢弃报文段，并用 ACK 说明期望的序号。",
    ),
    rules.WITHOUT_ACK: Text(
        "没有 ACK 的报文段",
        "除了第一个 SYN，每个报文段都必须带 ACK。这个报文段没有，所以丢弃。",
    ),
    rules.URGENT: Text(
        "紧急数据不插队",
        "报文段标着紧急。程序仍按顺序读取它的数据：很少有程序使用这个标记。",
    ),
    rules.TIMESTAMP_MISSING: Text(
        "缺少时间戳",
        "双方约定使用时间戳，而这个报文段没有，所以丢弃。",
    ),
    rules.TIMESTAMP_OLD: Text(
        "时间戳太旧",
        "时间戳 {value} 比已经到达的 {recent} 还旧。报文段迟到太久，或者它的序号来自上一轮。丢弃报文段，"
        "并用 ACK 应答。",
    ),
    rules.ACKNOWLEDGED: Text(
        "数据得到确认",
        "新的数据得到确认[：序号 {snd_una} 之前的都已到达]。本机不必再为重传保留这些数据，发送缓冲区有了空间。",
    ),
    rules.DUPLICATE_ACK: Text(
        "重复的 ACK",
        "后面的数据已经发出，确认号 {ack} 却又到了一次（第 {dup_acks} 个重复 ACK）。对方收到了报文段，"
        "但缺少这个序号的报文段。",
    ),
    rules.DUPLICATE_REPORTED: Text(
        "对方收到两次",
        "第一个 SACK 块（D-SACK）说明第 {seq} 到 {end} 字节又到达了一次。它们没有丢失：是本机多余的重传，"
        "或者网络把它们复制了。",
    ),
    rules.ACK_OF_UNSENT: Text(
        "确认还没有发送的数据",
        "确认号 {ack} 确认的数据本机还没有发送。丢弃报文段，并用 ACK 告诉对方正确的序号。",
    ),
    rules.ACK_TOO_OLD: Text(
        "确认号太旧",
        "确认号 {ack} 比至今最大的窗口还要靠后，报文段是旧的或者伪造的。丢弃报文段，并用 ACK 应答。",
    ),
    rules.WINDOW_MOVED: Text(
        "发送窗口改变",
        "对方通告了新的窗口[：未确认的数据最多可以有 {snd_wnd} 字节]。",
    ),
    rules.WINDOW_OPENED: Text(
        "窗口重新打开",
        "对方又有空间了[：{snd_wnd} 字节]。本机继续发送。",
    ),
    rules.DATA: Text(
        "发送一个满的报文段",
        "数据够一个满的报文段，对方的窗口和拥塞窗口也都容得下[：从序号 {seq} 起的 {octets} 字节]。",
    ),
    rules.DATA_PUSHED: Text(
        "最后一段数据",
        "这个报文段带着程序至今写入的最后一段数据[：从序号 {seq} 起的 {octets} 字节]。PSH 标志告诉对方不必再等。",
    ),
    rules.DATA_AND_FIN: Text(
        "最后的数据带上 FIN",
        "程序已经关闭自己这一侧，所以带最后数据的报文段同时带上 FIN[：从序号 {seq} 起的 {octets} 字节]。",
    ),
    rules.FIN: Text(
        "数据已发完：FIN",
        "程序已经关闭自己这一侧，数据也都已发出，所以本机发送 FIN[，序号为 {seq}]。FIN 占用一个序号，"
        "所以像数据一样被确认和重传。",
    ),
    rules.ACK: Text(
        "立即确认",
        "本机立即确认已经到达的数据[：序号 {ack} 之前的都已到齐，窗口字段是 {window}]。",
    ),
    rules.ACK_DELAYED: Text(
        "发送延迟的 ACK",
        "ACK 一直在等可以捎带它的数据，或者等第二个要确认的报文段。两者都没有按时出现，所以单独发送 ACK。",
    ),
    rules.WINDOW_UPDATE: Text(
        "通告更大的窗口",
        "程序读走了很多数据，又容得下 {window} 字节。本机用 ACK 通告更大的窗口，让对方继续发送。",
    ),
    rules.WRITTEN: Text(
        "写入的数据都已发出",
        "程序写入发送缓冲区的数据都可以立即发出。得到确认之前，数据仍留在缓冲区里。",
    ),
    rules.WAITS_FOR_HANDSHAKE: Text(
        "数据等待握手",
        "连接还没有建立，程序就写了数据。数据在发送缓冲区里等待三次握手完成。",
    ),
    rules.WAITS_FOR_NAGLE: Text(
        "Nagle：凑满再发",
        "数据不够一个满的报文段，先前的数据又还没有得到确认。Nagle 算法等待那个 ACK，把零碎的数据一起发送。",
    ),
    rules.WAITS_FOR_CORK: Text(
        "程序说：还有数据",
        "数据不够一个满的报文段，而程序说还有数据（TCP_CORK 或 MSG_MORE）。这些数据等待其余部分，最多等 200 毫秒。",
    ),
    rules.CORK_OVER: Text(
        "其余数据没有及时来",
        "程序说还有数据，但 {timeout}之内什么也没有来。本机把已有的数据发送出去。",
    ),
    rules.WAITS_FOR_WINDOW: Text(
        "数据等待窗口",
        "对方的窗口[（{snd_wnd} 字节）]容不下全部数据。其余的在发送缓冲区里等待。",
    ),
    rules.WAITS_FOR_CWND: Text(
        "数据等待拥塞窗口",
        "途中的数据已经占满拥塞窗口[（{cwnd} 字节）]。其余的数据在发送缓冲区里等待确认。",
    ),
    rules.READ: Text(
        "程序读取",
        "程序从接收缓冲区读走数据[，还剩 {unread} 字节]。缓冲区有了更多空间。",
    ),
    rules.WINDOW_CLOSED: Text(
        "窗口关闭",
        "对方的窗口为零，途中也没有等待确认的报文段可以带回更大的窗口。如果在 {timeout}之内没有收到更大的窗口，"
        "本机就发送探测。",
    ),
    rules.WINDOW_PROBE: Text(
        "探测零窗口",
        "本机检查对方的窗口是否仍为零。它发送一个字节，对这个字节的 ACK 会给出窗口。下一次探测在 {interval}之后。",
    ),
    rules.PROBES_UNANSWERED: Text(
        "对方不应答探测",
        "窗口为零，而且 {ns}没有收到对方的任何报文段。对方已经不在了，程序得到差错。",
    ),
    rules.WINDOW_SILLY: Text(
        "窗口太小不值得用",
        "只容得下 {window} 字节，而许多很小的报文段会浪费网络（糊涂窗口综合征）。数据等待更大的窗口，"
        "最多等 {timeout}。",
    ),
    rules.WINDOW_OVERRIDE: Text(
        "还是发送小报文段",
        "窗口在 {timeout}之内没有变大，所以本机发送一个小报文段，占满窗口的 {window} 字节。",
    ),
    rules.TIMED_OUT: Text(
        "没有按时确认：重传",
        "最早的报文段没有按时得到确认（连续第 {attempt} 次超时），所以算作丢失。下一次的超时时间加倍：{timeout}。",
    ),
    rules.R1_REACHED: Text(
        "检查下一跳",
        "同一个报文段重传了 {attempts} 次（门限 R1），路径可能出了问题。TCP 告诉 IP，由 IP 检查下一跳是否还在。",
    ),
    rules.GAVE_UP: Text(
        "放弃连接",
        "发送了 {attempts} 次，{ns}没有得到任何确认（门限 R2）。本机放弃连接，程序得到差错。",
    ),
    rules.KEEPALIVE_ON: Text(
        "打开保活",
        "程序想知道对方是否还在。如果 {timeout}没有收到对方的任何报文段，本机就发送保活探测。",
    ),
    rules.KEEPALIVE_OFF: Text(
        "关闭保活",
        "程序不再需要保活探测。",
    ),
    rules.KEEPALIVE: Text(
        "发送保活探测",
        "很久没有收到报文段。本机发送一个序号陈旧的空报文段（第 {attempt} 次探测，共 {of} 次）。对方只要还在，"
        "就必须应答。",
    ),
    rules.KEEPALIVE_NOT_NEEDED: Text(
        "不需要保活探测",
        "这段时间里有过收发，所以不需要保活探测。定时器重新开始。",
    ),
    rules.KEEPALIVE_UNANSWERED: Text(
        "对方不在了",
        "对方没有应答 {attempts} 次保活探测，可见已经不在了。连接结束，程序得到差错。",
    ),
}
