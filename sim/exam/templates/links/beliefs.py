"""What learners believe about how long links take."""

from sim.exam.question import Misconception

BITS_AS_OCTETS = Misconception(
    "link.bits-as-octets",
    {"en": "A rate in bit/s is divided by octets.", "zh": "用比特率直接除以字节数。"},
    {
        "en": "The rate counts bits: {octets:octet is|octets are} {bits} bits.",
        "zh": "速率按比特计：{octets} 字节是 {bits} 比特。",
    },
)
DELAY_ONLY = Misconception(
    "link.delay-only",
    {"en": "Only the length of the cable counts.", "zh": "只计传播时延。"},
    {
        "en": "Before a frame is on its way as a whole, all its bits have to be put on the link: {ns} here.",
        "zh": "整个帧发出之前，要把所有比特送上链路：这里是 {ns}。",
    },
)
TRANSMISSION_ONLY = Misconception(
    "link.transmission-only",
    {"en": "Only putting the bits on the link counts.", "zh": "只计发送时延。"},
    {
        "en": "The last bit is still under way for the delay of each link.",
        "zh": "最后一个比特还要经过每段链路的传播时延。",
    },
)
NO_STORE_AND_FORWARD = Misconception(
    "link.no-store-and-forward",
    {"en": "A frame is put on a link only once.", "zh": "只在第一段链路上有发送时延。"},
    {
        "en": "A router or switch receives the frame as a whole before it sends it on: each link takes its own time.",
        "zh": "路由器或交换机收完整个帧才转发：每段链路都有自己的发送时延。",
    },
)
WINDOW_OVER_ONE_WAY = Misconception(
    "window.one-way",
    {"en": "A window is sent each time the way takes to the receiver.", "zh": "每个单程时延可以发送一个窗口。"},
    {
        "en": "The sender waits until the ACK is back: a window for each round trip, not for each way.",
        "zh": "发送方要等确认返回：每个往返时间一个窗口，不是单程。",
    },
)
