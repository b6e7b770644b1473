"""TCP 首部的字段。"""

from sim.explain.language import FieldText
from sim.transport.port_words_zh import PORT_CASES

FIELDS: dict[str, dict[str, FieldText]] = {
    "tcp": {
        "": FieldText("传输控制协议", "把字节流从程序送到程序：一个不少，一个不重，顺序不乱。"),
        "src_port": FieldText(
            "源端口",
            "连接在发送方的一端：它的 IP 地址上的端口 {src_port}。两个端口和两个地址合起来标识这个连接。",
            PORT_CASES,
        ),
        "dst_port": FieldText("目的端口", "连接在接收方的一端：它的 IP 地址上的端口 {dst_port}。", PORT_CASES),
        "seq": FieldText(
            "序号",
            "这个报文段在发送方字节流里的位置。",
            {
                "syn": "SYN 本身占用序号 {seq}，所以数据的第一个字节是 {next}。",
                "data": "如果有数据，第一个字节的序号是 {seq}。",
            },
        ),
        "ack": FieldText(
            "确认号",
            "发送这个报文段的一方期望从对方接着收到什么。",
            {
                "set": "{ack} 之前的都已收到；期望的下一个序号是 {ack}。",
                "unset": "ACK 标志没有置位，所以这个数没有意义。",
            },
        ),
        "data_offset": FieldText(
            "数据偏移",
            "首部的长度，以 4 字节为单位，所以是 {octets} 字节：数据从那里开始。",
            {"plain": "5 是最小值：没有选项。", "options": "其中 {options} 字节是选项。"},
        ),
        "flags": FieldText(
            "标志",
            "每一位是给对方的一个信号。",
            {
                0: "这里都没有置位。",
                1: "FIN：发送方没有更多数据了。",
                2: "SYN：连接开始，从这个序号起。",
                4: "RST：连接立即终止。",
                8: "PSH：把数据交给程序，不必等更多。",
                16: "ACK：确认号有效。",
                32: "URG：紧急指针有效。",
                64: "ECE：路由器报告了拥塞，或者提议使用 ECN（RFC 3168）。",
                128: "CWR：发送方已经放慢，或者提议使用 ECN（RFC 3168）。",
                256: "AE：更精确的拥塞报告（RFC 9768）。",
            },
        ),
        "window": FieldText(
            "窗口",
            "发送这个报文段的一方还能收多少：{window}[，从序号 {ack} 起]。",
            {
                "octets": "在 SYN 里单位是字节。",
                "zero": "0 表示对方必须等待，并不时询问有没有空位。",
                "scaled": "单位是字节；如果两个 SYN 都有窗口扩大选项，单位更大：这里看不出来。",
                "reset": "在 RST 之后没有意义。",
            },
        ),
        "checksum": FieldText(
            "校验和", "保护首部、数据和两个 IP 地址。如果不对，就不声不响地丢弃报文段，如同丢失了一样。"
        ),
        "urgent": FieldText(
            "紧急指针",
            "紧急数据到哪里为止，从序号数起。现在很少有程序使用。",
            {"set": "这里到序号 {end_of_urgent} 之前为止。", "unset": "URG 标志没有置位，所以没有意义。"},
        ),
        "end_of_option_list": FieldText("选项结束", "后面没有选项了：剩下的把首部补足到 4 字节的倍数。"),
        "no_operation": FieldText("无操作", "一个什么也不说的字节：让下一个选项落在更合适的位置。"),
        "mss": FieldText(
            "最大报文段长度（MSS）",
            "发送这个 SYN 的一方在一个报文段里最多收多少字节数据[：{mss}]。双方各说各的；首部不算在内。",
        ),
        "window_scale": FieldText(
            "窗口扩大因子",
            "如果两个 SYN 都有这个选项，发送方以后的窗口就按单位计数[：每单位 {unit} 字节]。只用 16 位最大才 65535。",
        ),
        "sack_permitted": FieldText(
            "允许选择确认", "发送这个 SYN 的一方能读懂 SACK：对方可以告诉它缺口后面哪些数据已经收到。"
        ),
        "sack": FieldText("选择确认（SACK）", "缺口后面已经收到的部分，这样只需重发缺口[：{blocks}]。"),
        "timestamps": FieldText(
            "时间戳",
            "发送方的时钟[ {clock}]，以及它最近从对方得到的时间戳[ {echo}]。自己的时间戳回来时，就知道往返一次要多久。",
            {"none": "在第一个 SYN 里还没有对方的。"},
        ),
        "md5_signature": FieldText("MD5 签名", "证明报文段来自知道共同口令的一方。"),
        "user_timeout": FieldText("用户超时", "数据等待 ACK 多久之后，发送方就放弃连接。"),
        "authentication": FieldText("认证（TCP-AO）", "证明报文段来自知道共同密钥的一方，而且没有人改动过。"),
        "fast_open_cookie": FieldText("快速打开的 Cookie", "客户端凭服务器以前给的 Cookie，可以在 SYN 里就带上数据。"),
        "option": FieldText("未知的选项", "一个 {size} 字节的选项，这里不知道它的含义。不认识的选项要跳过。"),
    },
}
