"""TCP 的数据：到达、确认、发送和等待。"""

from sim.transport.tcp import data_rules as rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.IN_ORDER: Text(
        "正是期望的数据",
        "数据正好接在上次的后面，程序立即可以读。[现在有 {unread} 字节等待读取，期望的下一个序号是 {rcv_nxt}。]",
    ),
    rules.OUT_OF_ORDER: Text(
        "前面有缺口的数据",
        "这段数据前面还缺一些[：期望的序号是 {rcv_nxt}]。先把它留着，并立即用 ACK 重复说缺的是哪个序号。",
    ),
    rules.GAP_FILLED: Text(
        "补上缺口",
        "缺的正是这段数据。它和后面早已到达的一起交给程序[，序号 {rcv_nxt} 之前的都到齐了]，并立即用 ACK 告诉对方。",
    ),
    rules.PARTLY_OLD: Text(
        "一部分已经有了",
        "报文段的前 {octets} 字节早已收到：只有其余的是新的。",
    ),
    rules.BEYOND_WINDOW: Text(
        "超出窗口",
        "窗口只有 {window} 字节，报文段里有 {octets} 字节放不下：把它们截掉，发送方要重发。",
    ),
    rules.OLD_SEGMENT: Text(
        "都已经收到过",
        "序号为 {seq} 的报文段里的一切都已经收到过：它是重复的。丢弃它，并用 ACK 说明期望的序号。",
    ),
    rules.OUTSIDE_WINDOW: Text(
        "在接收窗口之外",
        "序号 {seq} 在 {window} 字节的接收窗口之外：丢弃报文段，并用 ACK 说明期望的序号。",
    ),
    rules.WITHOUT_ACK: Text(
        "没有 ACK 的报文段",
        "除了第一个 SYN，每个报文段都要确认什么。这个没有，所以丢弃。",
    ),
    rules.URGENT: Text(
        "紧急数据不插队",
        "报文段标着紧急。它的数据照样按顺序读：很少有程序用这个标记。",
    ),
    rules.TIMESTAMP_MISSING: Text(
        "缺少时间戳",
        "双方约定使用时间戳，而这个报文段没有：丢弃。",
    ),
    rules.TIMESTAMP_OLD: Text(
        "时间戳太旧",
        "时间戳 {value} 比先前的 {recent} 还旧：报文段来自上一轮序号，或者迟到太久。丢弃它，用 ACK 回答。",
    ),
    rules.ACKNOWLEDGED: Text(
        "数据已到达",
        "新的数据得到确认[：序号 {snd_una} 之前的都已到达]。不必再为重传留着它，缓冲区有了空位。",
    ),
    rules.DUPLICATE_ACK: Text(
        "重复的 ACK",
        "后面的数据早已发出，确认号 {ack} 却又来了：对方收到了报文段，但缺这个序号的（第 {dup_acks} 个重复 ACK）。",
    ),
    rules.ACK_OF_UNSENT: Text(
        "确认还没有发的数据",
        "确认号 {ack} 指的是本端还没有发过的：丢弃报文段，用 ACK 说明连接的现状。",
    ),
    rules.ACK_TOO_OLD: Text(
        "确认号太旧",
        "确认号 {ack} 比任何窗口能到的还早：它是旧的或者伪造的。丢弃报文段，用 ACK 回答。",
    ),
    rules.WINDOW_MOVED: Text(
        "发送窗口改变",
        "对方通告了另一个窗口[：途中最多可以有 {snd_wnd} 字节]。",
    ),
    rules.WINDOW_OPENED: Text(
        "窗口重新打开",
        "对方又有空位了[：{snd_wnd} 字节]。继续发送。",
    ),
    rules.DATA: Text(
        "可以发一个满的报文段",
        "要发的数据够一个满的报文段，对方的窗口和拥塞窗口也都容得下[：从序号 {seq} 起的 {octets} 字节]。",
    ),
    rules.DATA_PUSHED: Text(
        "最后一段数据",
        "程序到现在写的全部随这个报文段发出[：从序号 {seq} 起的 {octets} 字节]。PSH 告诉接收方不必再等。",
    ),
    rules.DATA_AND_FIN: Text(
        "FIN 随最后的数据",
        "程序已经发送完毕，所以 FIN 随最后的数据一起发出[：从序号 {seq} 起的 {octets} 字节]。",
    ),
    rules.FIN: Text(
        "发送完毕：FIN",
        "程序已经发送完毕，数据也都发出了，于是发 FIN[，序号为 {seq}]：它占一个序号，所以像数据一样被确认、被重传。",
    ),
    rules.ACK: Text(
        "立即确认",
        "立即确认已经到达的[：序号 {ack} 之前的都到齐了，还容得下 {window} 字节（窗口字段的值）]。",
    ),
    rules.ACK_DELAYED: Text(
        "确认不再推迟",
        "ACK 一直在等可以捎带它的数据，或者第二个报文段。都没有按时来，所以单独发出。",
    ),
    rules.WINDOW_UPDATE: Text(
        "通告更大的窗口",
        "程序读走了很多，又容得下 {window} 字节。这值得单独发一个 ACK，好让对方继续发送。",
    ),
    rules.WRITTEN: Text(
        "写入的都已发出",
        "程序写入发送缓冲区的数据都可以立即发出。在得到确认之前，缓冲区里还留着它。",
    ),
    rules.WAITS_FOR_HANDSHAKE: Text(
        "数据等待握手",
        "连接还没有建立，程序就写了数据：数据在发送缓冲区里等握手完成。",
    ),
    rules.WAITS_FOR_NAGLE: Text(
        "Nagle：凑满再发",
        "数据不够一个满的报文段，先前发的又还没有得到确认。Nagle 算法等那个 ACK，好让零碎的数据一起发出。",
    ),
    rules.WAITS_FOR_WINDOW: Text(
        "数据等待窗口",
        "对方的窗口[（{snd_wnd} 字节）]容不下全部数据：其余的在发送缓冲区里等待。",
    ),
    rules.WAITS_FOR_CWND: Text(
        "数据等待拥塞窗口",
        "途中的数据已经达到拥塞窗口[（{cwnd} 字节）]：其余的在发送缓冲区里等待确认。",
    ),
    rules.READ: Text(
        "程序读取",
        "程序从接收缓冲区取走数据[，还剩 {unread} 字节]，又有了空位。",
    ),
    rules.WINDOW_CLOSED: Text(
        "窗口关闭",
        "对方的窗口为零，途中也没有数据会带回更大窗口的消息。如果 {timeout}之内没有消息，本端就去探问。",
    ),
    rules.WINDOW_PROBE: Text(
        "探测零窗口",
        "窗口还关着吗？照样发一个字节：它的 ACK 会告诉我们。下一次探测在 {interval}之后。",
    ),
    rules.PROBES_UNANSWERED: Text(
        "没有人回答探测",
        "窗口关着，而且 {ns}没有听到任何消息：对方不在了，程序得到差错。",
    ),
    rules.WINDOW_SILLY: Text(
        "窗口太小不值得用",
        "只容得下 {window} 字节，而许多很小的报文段会浪费网络（糊涂窗口综合征）。等窗口变大，最多等 {timeout}。",
    ),
    rules.WINDOW_OVERRIDE: Text(
        "还是发小报文段",
        "窗口在 {timeout}之内没有变大，所以发一个填满它 {window} 字节的报文段。",
    ),
    rules.TIMED_OUT: Text(
        "没有按时确认",
        "最早的报文段没有按时得到确认（连续第 {attempt} 次超时）：它一定丢失了。下一次等待的时间加倍：{timeout}。",
    ),
    rules.R1_REACHED: Text(
        "也许该换一条路",
        "同一个报文段重传了 {attempts} 次，问题可能出在路上：告诉 IP（门限 R1），由它问下一跳是否还在。",
    ),
    rules.GAVE_UP: Text(
        "放弃连接",
        "{ns}没有得到任何确认，一共发了 {attempts} 次：放弃连接（门限 R2），程序得到差错。",
    ),
    rules.KEEPALIVE_ON: Text(
        "打开保活",
        "程序想知道对方是否离开：{timeout}没有动静，就去问一问。",
    ),
    rules.KEEPALIVE_OFF: Text(
        "关闭保活",
        "程序不再需要保活探测。",
    ),
    rules.KEEPALIVE: Text(
        "对方还在吗",
        "很久没有动静。空报文段的序号早已确认过，对方只要还在，就必须回答（第 {attempt} 次探测，共 {of} 次）。",
    ),
    rules.KEEPALIVE_NOT_NEEDED: Text(
        "对方有动静",
        "这期间有过收发，不必探测：定时器重新开始。",
    ),
    rules.KEEPALIVE_UNANSWERED: Text(
        "对方不在了",
        "探测了 {attempts} 次都没有回答：对方不在了。连接结束，程序得到差错。",
    ),
}
