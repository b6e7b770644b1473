"""TCP 的拥塞控制与丢失恢复。"""

from sim.transport.tcp import congestion_rules as rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.SLOW_START_OVER: Text(
        "慢开始结束",
        "拥塞窗口现在是 {cwnd} 字节，已达到门限 ssthresh（{ssthresh}）。从此增长放缓：进入拥塞避免。",
    ),
    rules.HALVED: Text(
        "丢失即拥塞：门限减半",
        "丢失被看作拥塞的信号。当时有 {flight} 字节在途中，所以 ssthresh 降为它的一半，但不少于两个报文段："
        "{ssthresh}。",
    ),
    rules.WINDOW_HALVED: Text(
        "门限为窗口的一半",
        "丢失被看作拥塞的信号。按教科书的算法，ssthresh 降为拥塞窗口 {cwnd} 字节的一半，取整报文段，且不少于两个："
        "{ssthresh}。",
    ),
    rules.CUBIC_REDUCED: Text(
        "CUBIC 降低门限",
        "丢失被看作拥塞的信号。当时有 {flight} 字节在途中，CUBIC 把 ssthresh 降为它的 70%，但不少于两个报文段："
        "{ssthresh}。",
    ),
    rules.FAST_RETRANSMIT: Text(
        "快重传",
        "已有 {dup_acks} 个重复 ACK 要第 {seq} 字节，可见那个报文段丢了：立即重传。快恢复开始，窗口为 ssthresh 加三个"
        "报文段：{cwnd} 字节。",
    ),
    rules.LOSS_RECOVERY: Text(
        "用 SACK 恢复丢失",
        "已有 {dup_acks} 个重复 ACK 报告了后面的数据，可见第 {seq} 字节处的报文段丢了。按 SACK 恢复开始，窗口为 "
        "ssthresh：{cwnd} 字节。",
    ),
    rules.TAHOE_RESTART: Text(
        "Tahoe 从头开始",
        "已有 {dup_acks} 个重复 ACK 要第 {seq} 字节，可见那个报文段丢了。Tahoe 没有快恢复：窗口回到一个报文段（{cwnd}"
        " 字节），重新慢开始。",
    ),
    rules.LIMITED_TRANSMIT: Text(
        "重复 ACK：有限传送",
        "ACK {ack} 又来了（至今 {dup_acks} 次）：有一个报文段已到达，离开了网络。所以窗口满了也可以再发一个新报文段，"
        "好让第三个重复 ACK 早点来。",
    ),
    rules.DUPLICATES_AFTER_RECOVERY: Text(
        "多余重传引起的重复",
        "ACK {ack} 又来了（至今 {dup_acks} 次），但确认还没有越过上次恢复的终点：多余的重传也会引起这样的 ACK。窗口不"
        "变。",
    ),
    rules.INFLATED: Text(
        "又到了一个报文段",
        "快恢复中又来一个重复 ACK：又有一个报文段离开了网络，所以窗口加一个报文段，成为 {cwnd} 字节。",
    ),
    rules.PARTIAL_ACK: Text(
        "部分确认：还丢了一个",
        "ACK {ack} 是新的，却没有到快恢复之前发出的最后一个字节 {end}：{ack} 处的报文段也丢了，再发一次。窗口为 "
        "{cwnd} 字节。",
    ),
    rules.RECOVERED: Text(
        "丢失已补上",
        "发现丢失时在途中的数据，直到第 {end} 字节，都已确认：恢复结束。拥塞窗口现在是 {cwnd} 字节："
        "等于 ssthresh，或者在途数据很少时更小，免得一下子涌出一批。",
    ),
    rules.TIMEOUT: Text(
        "超时：退回一个报文段",
        "第 {seq} 字节没有按时得到确认。途中还有什么已无从知道，所以拥塞窗口降为一个报文段（{cwnd} 字节），"
        "重新慢开始。",
    ),
    rules.TIMEOUT_AGAIN: Text(
        "重传的又超时",
        "第 {seq} 字节重传过，仍没有按时得到确认。拥塞窗口为一个报文段（{cwnd} 字节）；ssthresh 已为这个报文段降过，"
        "仍是 {ssthresh}。",
    ),
    rules.SACK_FORGOTTEN: Text(
        "忘掉 SACK 的报告",
        "超时之后，SACK 报告过的 {octets} 字节不再算作收到：只要没有正式确认，对方就可以丢掉它们。",
    ),
    rules.RESTART: Text(
        "停顿之后慢开始",
        "距上次发送已过 {ns}，超过了超时时间：旧的窗口说明不了现在的网络。从 {cwnd} 字节开始发送。",
    ),
    rules.RESEND_FIRST: Text(
        "重传第一个缺失的",
        "第 {seq} 字节是对方缺的第一个字节：不等定时器，重传它的报文段。",
    ),
    rules.RESEND_LOST: Text(
        "SACK 表明已丢失",
        "SACK 已报告了第 {seq} 字节之后足够多的数据：这个报文段丢了，重传。",
    ),
    rules.RESEND_UNREPORTED: Text(
        "可能丢了，重传",
        "窗口还有余地，又没有新数据可发。SACK 没有报告第 {seq} 字节，却报告了后面的：它的报文段可能丢了，重传。",
    ),
    rules.RESEND_RESCUE: Text(
        "救援重传",
        "第 {seq} 字节之后没有发过别的数据，丢了也无从得知。每次恢复中可以把途中最后一个报文段重传一次，免得等定时器。",
    ),
    rules.RESEND_AGAIN: Text(
        "退回去重发",
        "从头开始之后，未确认的数据从第一个缺失的字节起，随窗口增长依次重发：现在轮到第 {seq} 字节。",
    ),
}
