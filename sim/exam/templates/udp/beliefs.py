"""What learners believe about UDP."""

from sim.exam.question import Misconception

LENGTH_IS_DATA = Misconception(
    "udp.length-is-data",
    {"en": "The length field counts the data only.", "zh": "长度字段只计数据。"},
    {"en": "The field counts the UDP header of 8 octets, too.", "zh": "该字段也包括 8 字节的 UDP 首部。"},
)
NO_IP_HEADER = Misconception(
    "udp.total-without-header",
    {"en": "The total length leaves the IP header out.", "zh": "总长度不含 IP 首部。"},
    {"en": "The total length counts the IP header of 20 octets, too.", "zh": "总长度也包括 20 字节的 IP 首部。"},
)
WHOLE_DATAGRAM = Misconception(
    "udp.whole-datagram",
    {"en": "recvfrom returns the whole datagram, however long.", "zh": "recvfrom 总能返回整个数据报。"},
    {
        "en": "recvfrom returns {most} octets at most, as the program said. The rest is lost.",
        "zh": "recvfrom 最多返回程序指定的 {most} 字节，其余部分丢失。",
    },
)
REST_COMES_NEXT = Misconception(
    "udp.rest-comes-next",
    {"en": "The rest comes with the next recvfrom.", "zh": "余下的部分由下一次 recvfrom 返回。"},
    {
        "en": "UDP is no stream: what does not fit the buffer is thrown away with its datagram.",
        "zh": "UDP 不是字节流：放不进缓冲区的部分随数据报一起丢弃。",
    },
)
ALL_TOGETHER = Misconception(
    "udp.all-together",
    {"en": "Datagrams stick together like the octets of a stream.", "zh": "数据报会像字节流一样粘在一起。"},
    {
        "en": "Each recvfrom returns one datagram: UDP keeps the boundaries.",
        "zh": "每次 recvfrom 返回一个数据报：UDP 保留边界。",
    },
)
