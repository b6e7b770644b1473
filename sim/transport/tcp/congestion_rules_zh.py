"""TCP 的拥塞控制与丢失恢复。"""

from sim.transport.tcp import congestion_rules as rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.SLOW_START_OVER: Text(
        "慢启动结束",
        "拥塞窗口现在是 {cwnd} 字节，已达到慢启动门限 ssthresh（{ssthresh} 字节）。从现在起窗口缓慢增长："
        "进入拥塞避免。",
    ),
    rules.HALVED: Text(
        "丢失即拥塞：门限减半",
        "TCP 把丢失看作拥塞的信号。当时途中有 {flight} 字节，所以 ssthresh 降为它的一半，但不少于两个报文段："
        "{ssthresh} 字节。",
    ),
    rules.WINDOW_HALVED: Text(
        "门限为窗口的一半",
        "TCP 把丢失看作拥塞的信号。按教科书的算法，ssthresh 降为拥塞窗口 {cwnd} 字节的一半，取整报文段，且不少于两个："
        "{ssthresh} 字节。",
    ),
    rules.CUBIC_REDUCED: Text(
        "CUBIC 降低门限",
        "TCP 把丢失看作拥塞的信号。当时途中有 {flight} 字节，CUBIC 把 ssthresh 降为它的 70%，但不少于两个报文段："
        "{ssthresh} 字节。",
    ),
    rules.FAST_RETRANSMIT: Text(
        "快速重传",
        "{dup_acks} 个重复 ACK 都要第 {seq} 字节，所以它的报文段算作丢失，立即重传。快速恢复开始，"
        "拥塞窗口为 ssthresh 加三个报文段：{cwnd} 字节。",
    ),
    rules.FAST_RETRANSMIT_BY_THE_BOOK: Text(
        "快速重传（按考试算法）",
        "{dup_acks} 个重复 ACK 都要第 {seq} 字节，所以它的报文段算作丢失，立即重传。不重新慢启动："
        "从现在起拥塞窗口为 {cwnd} 字节，本轮和下一轮都是如此。",
    ),
    rules.LOSS_RECOVERY: Text(
        "用 SACK 恢复丢失",
        "{dup_acks} 个重复 ACK 报告了第 {seq} 字节之后的数据，所以第 {seq} 字节处的报文段算作丢失。SACK 恢复开始，"
        "拥塞窗口为 ssthresh：{cwnd} 字节。",
    ),
    rules.PROPORTIONAL_RECOVERY: Text(
        "按比例恢复丢失",
        "{dup_acks} 个重复 ACK 报告了第 {seq} 字节之后的数据，所以第 {seq} 字节处的报文段算作丢失。SACK 恢复开始，"
        "拥塞窗口随着数据到达逐步降到 ssthresh（{ssthresh} 字节）。",
    ),
    rules.PROPORTION: Text(
        "现在可以发多少",
        "ACK 说明又有 {delivered} 字节到达。按比例，现在可以发送 {sndcnt} 字节。所以拥塞窗口是 {cwnd} 字节："
        "途中的数据加上可以发送的数据。",
    ),
    rules.RECOVERY_BY_TIME: Text(
        "后发先到：算作丢失",
        "SACK 报告了比第 {seq} 字节处的报文段更晚发出的报文段，而它早该到达了，所以算作丢失（RACK）。"
        "拥塞窗口逐步降到 ssthresh（{ssthresh} 字节）。",
    ),
    rules.PERHAPS_REORDERED: Text(
        "也许只是乱序",
        "确认号 {ack} 又到了（至今重复 {dup_acks} 次）。这条路径上曾有报文段后发先到，所以本机稍等一会儿，"
        "再判断第 {ack} 字节是否丢失。",
    ),
    rules.REORDERING_OVER: Text(
        "等待时间已够",
        "第 {seq} 字节之后发出的数据早已到达，即使被超越，第 {seq} 字节现在也该到了。所以它丢失了。",
    ),
    rules.RESEND_BY_TIME: Text(
        "按时间判断已丢失",
        "更晚发出的报文段已经到达，所以第 {seq} 字节处的报文段算作丢失，重传它。",
    ),
    rules.TAIL_PROBE: Text(
        "探测数据的末尾",
        "两个往返时间（{timeout}）内没有 ACK。如果最后的报文段丢失了，后面没有数据能显示出来。"
        "所以本机不等重传定时器，先发一个报文段（第 {seq} 字节）。应答会说明缺少什么。",
    ),
    rules.TAIL_PROBE_SKIPPED: Text(
        "没有测量，不再探测",
        "该发探测了，但自上次探测以来没有测量过往返时间。没有测量，探测可能一再发得太早，所以这次不发。重传定时器继续运行。",
    ),
    rules.TAIL_PROBE_REPAIRED: Text(
        "探测补上了丢失",
        "对方确认了探测的报文段，没有报告重复，可见最后的报文段确实丢失过。拥塞窗口减半，成为 {cwnd} 字节。",
    ),
    rules.TAHOE_RESTART: Text(
        "Tahoe 从头开始",
        "{dup_acks} 个重复 ACK 都要第 {seq} 字节，所以它的报文段算作丢失。Tahoe 没有快速恢复："
        "拥塞窗口回到一个报文段（{cwnd} 字节），重新慢启动。",
    ),
    rules.LIMITED_TRANSMIT: Text(
        "重复 ACK：有限传送",
        "确认号 {ack} 又到了（至今重复 {dup_acks} 次），可见一个报文段已离开网络。即使窗口已满，"
        "也可以再发一个新报文段，让第三个重复 ACK 早些到来。",
    ),
    rules.DUPLICATES_AFTER_RECOVERY: Text(
        "多余重传引起的重复",
        "确认号 {ack} 又到了（至今重复 {dup_acks} 次），但上次恢复之后的数据还没有得到确认。"
        "多余的重传也会引起这样的 ACK，所以拥塞窗口不变。",
    ),
    rules.INFLATED: Text(
        "又有一个报文段到达",
        "快速恢复中又收到一个重复 ACK，可见又有一个报文段离开了网络。拥塞窗口增加一个报文段，成为 {cwnd} 字节。",
    ),
    rules.PARTIAL_ACK: Text(
        "部分确认：还丢了一个",
        "确认号 {ack} 是新的，但没有达到快速恢复之前发出的最后一个字节 {end}。第 {ack} 字节处的报文段也丢失了，"
        "重传它。拥塞窗口为 {cwnd} 字节。",
    ),
    rules.RECOVERED: Text(
        "丢失已恢复",
        "发现丢失时途中的数据，直到第 {end} 字节，都已得到确认。恢复结束。拥塞窗口现在是 {cwnd} 字节：等于 ssthresh，"
        "途中数据很少时更小。",
    ),
    rules.RECOVERED_BY_THE_BOOK: Text(
        "丢失已恢复",
        "发现丢失时途中的数据，直到第 {end} 字节，都已得到确认。下一轮的拥塞窗口为 {cwnd} 字节，"
        "之后每轮增加一个报文段。",
    ),
    rules.ECN_AGREED: Text(
        "双方使用 ECN",
        "SYN 提出了 ECN（标志 ECE 和 CWR），双方都使用它：队列变长的路由器可以给这个连接的数据报打标记，不必丢弃它们。",
    ),
    rules.ECN_GIVEN_UP: Text(
        "重发，不带 ECN",
        "提出 ECN 的 SYN 没有得到应答。有的设备会丢弃这样的 SYN，所以本机重发一个不提出 ECN 的 SYN。",
    ),
    rules.ECHO_BEGINS: Text(
        "收到拥塞标记",
        "数据报带着 CE 标记到达：途中有一个队列变长了。从现在起，本机的每个 ACK 都带标志 ECE，直到对方用标志 CWR "
        "报告它已经减速。",
    ),
    rules.ECHO_ENDS: Text(
        "对方已减速",
        "报文段带有标志 CWR（拥塞窗口已减小）：对方已得知拥塞。此后的 ACK 不再带标志 ECE。",
    ),
    rules.SLOWED_BY_ECHO: Text(
        "ECE：没有丢失也减速",
        "ACK 带有标志 ECE：路由器标记了本机的数据。本机像丢失之后那样减速，每个窗口的数据只减一次，但不重传任何数据。"
        "拥塞窗口现在是 {cwnd} 字节。",
    ),
    rules.SPURIOUS_BY_TIMESTAMP: Text(
        "只是迟到，没有丢失",
        "ACK 回显的时间戳早于重传，说明第一份已经到达，只是迟到。本机撤销这次恢复：拥塞窗口 {cwnd} 字节，"
        "ssthresh {ssthresh}。",
    ),
    rules.SPURIOUS_BY_DUPLICATES: Text(
        "所有重传都不必要",
        "对方把每次重传都报告为重复（D-SACK），说明什么也没有丢失。本机撤销这次恢复：拥塞窗口 {cwnd} 字节，"
        "ssthresh {ssthresh}。",
    ),
    rules.ALREADY_SLOWED: Text(
        "已经减过速了",
        "这次丢失属于本机已经为之减速的那个窗口的数据。一个窗口的数据只减速一次，所以 ssthresh 仍是 {ssthresh} 字节。",
    ),
    rules.ECHO_AT_ONE_SEGMENT: Text(
        "ECE：等定时器到期",
        "ACK 带有标志 ECE，而拥塞窗口已经只有一个报文段（{cwnd} 字节）。不能发得更少，只能发得更晚："
        "下一个报文段要等重传定时器到期。",
    ),
    rules.ECHO_WAIT_OVER: Text(
        "定时器放行一个报文段",
        "拥塞窗口只有一个报文段时收到了 ECE，所以本机一直在等重传定时器。现在定时器到期，可以发送一个报文段。",
    ),
    rules.TIMEOUT: Text(
        "超时：退回一个报文段",
        "第 {seq} 字节没有按时得到确认。TCP 不再知道途中还有什么，所以拥塞窗口降为一个报文段（{cwnd} 字节），"
        "重新慢启动。",
    ),
    rules.TIMEOUT_AGAIN: Text(
        "重传又超时",
        "第 {seq} 字节已重传，仍没有按时得到确认。拥塞窗口为一个报文段（{cwnd} 字节）。"
        "ssthresh 已经为这个报文段降低过，仍是 {ssthresh} 字节。",
    ),
    rules.SACK_FORGOTTEN: Text(
        "忘掉 SACK 的报告",
        "超时之后，SACK 报告过的 {octets} 字节不再算作收到：确认号还没有确认的数据，对方可以丢弃。",
    ),
    rules.RESTART: Text(
        "停顿之后慢启动",
        "距上次发送已过 {ns}，超过了重传超时时间。旧的拥塞窗口可能不再适合现在的网络，所以从 {cwnd} 字节重新开始发送。",
    ),
    rules.RESEND_FIRST: Text(
        "重传第一个缺失的报文段",
        "第 {seq} 字节是对方缺少的第一个字节。本机不等定时器，立即重传它的报文段。",
    ),
    rules.RESEND_LOST: Text(
        "SACK 表明已丢失",
        "SACK 已报告了第 {seq} 字节之后足够多的数据，所以第 {seq} 字节处的报文段算作丢失，重传它。",
    ),
    rules.RESEND_UNREPORTED: Text(
        "可能丢失，重传",
        "窗口还有空间，又没有新数据要发。SACK 报告了第 {seq} 字节之后的数据，却没有报告第 {seq} 字节，"
        "它的报文段可能丢失了，所以重传。",
    ),
    rules.RESEND_RESCUE: Text(
        "救援重传",
        "第 {seq} 字节之后没有发送数据，所以看不出它是否丢失。每次恢复中可以把途中最后一个报文段重传一次，"
        "不必等定时器。",
    ),
    rules.RESEND_AGAIN: Text(
        "从缺失处依次重传",
        "重新开始之后，未确认的数据从第一个缺失的字节起，随窗口增长依次重传。现在轮到第 {seq} 字节。",
    ),
}
