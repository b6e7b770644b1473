"""What learners believe about how fast TCP may send, and when it sends again."""

from sim.exam.question import Misconception

LINEAR_FROM_START = Misconception(
    "cwnd.linear-from-start",
    {"en": "cwnd grows by one segment each round from the start.", "zh": "拥塞窗口从一开始就每轮加一。"},
    {
        "en": "Below ssthresh ({ssthresh} segments) each ACK adds a segment, so that cwnd doubles in a round.",
        "zh": "低于 ssthresh（{ssthresh} 个报文段）时每个 ACK 加一个报文段，所以每轮翻倍。",
    },
)
ALWAYS_DOUBLES = Misconception(
    "cwnd.always-doubles",
    {"en": "cwnd doubles each round without end.", "zh": "拥塞窗口每轮一直翻倍。"},
    {
        "en": "From ssthresh ({ssthresh} segments) on, cwnd grows by one segment each round.",
        "zh": "达到 ssthresh（{ssthresh} 个报文段）之后，每轮只加一个报文段。",
    },
)
HALF_OF_SSTHRESH = Misconception(
    "cwnd.half-of-ssthresh",
    {"en": "The new ssthresh is half of the old one.", "zh": "新的 ssthresh 是旧 ssthresh 的一半。"},
    {
        "en": "The new ssthresh is half of what was under way, here of cwnd: {cwnd} octets. The old one does not "
        "count.",
        "zh": "新的 ssthresh 是在途数据（这里是拥塞窗口 {cwnd} 字节）的一半，与旧值无关。",
    },
)
RESTART_AT_SSTHRESH = Misconception(
    "cwnd.restart-at-ssthresh",
    {"en": "After a time-out cwnd starts again from ssthresh.", "zh": "超时后拥塞窗口从 ssthresh 开始。"},
    {
        "en": "After a time-out cwnd is one segment. From ssthresh it goes on only after three duplicate ACKs.",
        "zh": "超时后拥塞窗口为一个报文段。只有三个重复 ACK 之后才从 ssthresh 继续。",
    },
)
UNCHANGED = Misconception(
    "cwnd.unchanged",
    {"en": "A loss does not change the window.", "zh": "丢失不改变窗口。"},
    {
        "en": "A loss is a sign of congestion: the sender slows down.",
        "zh": "丢失是拥塞的信号：发送方要减速。",
    },
)
TAHOE = Misconception(
    "cwnd.as-after-a-timeout",
    {"en": "Three duplicate ACKs are as bad as a time-out.", "zh": "三个重复 ACK 与超时同样处理。"},
    {
        "en": "ACKs still come, so the network still carries segments: cwnd goes on from ssthresh, not from one "
        "segment.",
        "zh": "仍有 ACK 到来，说明网络还能传送：拥塞窗口从 ssthresh 继续，而不是从一个报文段开始。",
    },
)
FIRST_SAMPLE_RULE = Misconception(
    "rto.last-sample-only",
    {"en": "The last sample replaces the average.", "zh": "最新样本直接取代平均值。"},
    {
        "en": "The new value counts {share} only, so that a single late ACK does not change much.",
        "zh": "新的值只占 {share}，单个迟到的 ACK 影响不大。",
    },
)
WEIGHTS_SWAPPED = Misconception(
    "rto.weights-swapped",
    {"en": "The new sample counts seven eighths.", "zh": "新样本占八分之七。"},
    {
        "en": "The weights are the other way round: seven eighths of the old SRTT, one eighth of the new sample.",
        "zh": "权重相反：旧 SRTT 占八分之七，新样本占八分之一。",
    },
)
NO_FACTOR_FOUR = Misconception(
    "rto.without-factor-four",
    {"en": "RTO is SRTT plus RTTVAR.", "zh": "RTO 等于 SRTT 加 RTTVAR。"},
    {
        "en": "The variation counts four times: RTO = SRTT + 4 RTTVAR.",
        "zh": "偏差要乘以四：RTO = SRTT + 4 RTTVAR。",
    },
)
TWICE_SRTT = Misconception(
    "rto.twice-srtt",
    {"en": "RTO is twice the round trip time.", "zh": "RTO 等于往返时间的两倍。"},
    {
        "en": "That was RFC 793. Today the variation of the samples counts as well: RTO = SRTT + 4 RTTVAR.",
        "zh": "那是 RFC 793 的做法。现在还要计入样本的偏差：RTO = SRTT + 4 RTTVAR。",
    },
)
NO_BACKOFF = Misconception(
    "rto.no-backoff",
    {"en": "The time-out is the same each time.", "zh": "每次超时时间相同。"},
    {
        "en": "Each time-out doubles the next one, so that a crowded network gets rest.",
        "zh": "每次超时后时间加倍，让拥塞的网络得到缓解。",
    },
)
LAST_WAIT_ONLY = Misconception(
    "rto.last-wait-only",
    {"en": "Only the last wait counts.", "zh": "只计最后一次等待。"},
    {
        "en": "This is how long the last wait is. The waits before are to be added.",
        "zh": "这是最后一次等待的时间，还要加上之前的等待。",
    },
)
ONE_TOO_MANY = Misconception(
    "rto.one-too-many",
    {"en": "The first sending counts as a retransmission.", "zh": "第一次发送也算重传。"},
    {
        "en": "The first SYN is no retransmission: the first retransmission comes after the first wait.",
        "zh": "第一个 SYN 不是重传：第一次等待之后才是第一次重传。",
    },
)
DOUBLES_EACH_ACK = Misconception(
    "cwnd.doubles-each-ack",
    {"en": "cwnd doubles with each ACK.", "zh": "每个 ACK 使拥塞窗口翻倍。"},
    {
        "en": "Each ACK adds one segment. Only all ACKs of a round together double cwnd.",
        "zh": "每个 ACK 只加一个报文段，一轮的全部 ACK 合起来才翻倍。",
    },
)
