"""TCP 首部的字段。"""

from sim.explain.language import FieldText
from sim.transport.port_words_zh import PORT_CASES

FIELDS: dict[str, dict[str, FieldText]] = {
    "tcp": {
        "": FieldText("传输控制协议", "把字节流从程序送到程序：每个字节恰好一次，顺序不变。"),
        "src_port": FieldText(
            "源端口",
            "发送方的端口：{src_port}。两个端口和两个 IP 地址合起来标识这个连接。",
            PORT_CASES,
        ),
        "dst_port": FieldText("目的端口", "接收方的端口：{dst_port}。", PORT_CASES),
        "seq": FieldText(
            "序号",
            "这个报文段在发送方字节流里的位置。",
            {
                "syn": "SYN 本身占用序号 {seq}，所以数据的第一个字节的序号是 {next}。",
                "data": "如果这个报文段有数据，数据的第一个字节的序号是 {seq}。",
            },
        ),
        "ack": FieldText(
            "确认号",
            "发送这个报文段的一方期望从对方收到的下一个序号。",
            {
                "set": "序号 {ack} 之前的都已收到。",
                "unset": "ACK 标志没有置位，所以这个数没有意义。",
            },
        ),
        "data_offset": FieldText(
            "数据偏移",
            "首部的长度，以 4 字节为单位：这里是 {octets} 字节。首部之后是数据。",
            {"plain": "5 是最小值：没有选项。", "options": "其中 {options} 字节是选项。"},
        ),
        "flags": FieldText(
            "标志",
            "每一位是给对方的一个信号。",
            {
                0: "这里都没有置位。",
                1: "FIN：发送方没有更多数据要发送。",
                2: "SYN：连接开始，从这个序号算起。",
                4: "RST：连接立即结束。",
                8: "PSH：对方应把数据交给程序，不必等更多数据。",
                16: "ACK：确认号有效。",
                32: "URG：紧急指针有效。",
                64: "ECE：路由器报告了拥塞，或者发送方提议使用 ECN（RFC 3168）。",
                128: "CWR：发送方已经放慢，或者发送方提议使用 ECN（RFC 3168）。",
                256: "AE：更精确的拥塞报告（RFC 9768）。",
            },
        ),
        "window": FieldText(
            "窗口",
            "发送这个报文段的一方还能接收多少数据：{window}[，从序号 {ack} 起]。",
            {
                "octets": "在 SYN 里，单位是字节。",
                "zero": "0 表示对方必须等待。对方会不时询问是否又有空间。",
                "scaled": "单位是字节；如果两个 SYN 都有窗口扩大选项，单位更大。从这个报文段看不出来。",
                "reset": "在 RST 里，窗口没有意义。",
            },
        ),
        "checksum": FieldText(
            "校验和", "保护首部、数据和两个 IP 地址。如果校验和错误，接收方就丢弃报文段，如同丢失了一样。"
        ),
        "urgent": FieldText(
            "紧急指针",
            "紧急数据的结尾，从序号数起。现在很少有程序使用紧急数据。",
            {
                "set": "这里的紧急数据到序号 {end_of_urgent} 之前为止。",
                "unset": "URG 标志没有置位，所以这个字段没有意义。",
            },
        ),
        "end_of_option_list": FieldText("选项结束", "后面没有选项了。其余的把首部补足到 4 字节的倍数。"),
        "no_operation": FieldText("无操作", "一个没有含义的字节，用来对齐下一个选项。"),
        "mss": FieldText(
            "最大报文段长度（MSS）",
            "发送这个 SYN 的一方在一个报文段里最多接收多少字节数据，不算首部[：{mss}]。双方各自通告自己的 MSS。",
        ),
        "window_scale": FieldText(
            "窗口扩大因子",
            "如果两个 SYN 都有这个选项，发送方以后的窗口就用更大的单位[：{unit} 字节]。窗口字段只有 16 位，"
            "最大是 65535。",
        ),
        "sack_permitted": FieldText(
            "允许选择确认", "发送这个 SYN 的一方支持 SACK：对方可以报告缺口之后已经收到的数据。"
        ),
        "sack": FieldText(
            "选择确认（SACK）",
            "缺口之后已经收到的数据，这样对方只需重传缺口[：{blocks}]。",
            {"dsack": "第一个块报告重复：它的数据到达了两次（D-SACK，RFC 2883）。"},
        ),
        "timestamps": FieldText(
            "时间戳",
            "发送方的时钟的时间[：{clock}]，以及发送方最近从对方得到的时间戳[：{echo}]。自己的时间戳回来时，"
            "发送方就知道往返时间。",
            {"none": "在第一个 SYN 里，发送方还没有对方的时间戳。"},
        ),
        "md5_signature": FieldText("MD5 签名", "证明报文段的发送方知道共享的口令。"),
        "user_timeout": FieldText("用户超时", "发送方等待数据的 ACK 多久之后放弃连接。"),
        "authentication": FieldText("认证（TCP-AO）", "证明报文段的发送方知道共享的密钥，而且报文段没有被改动过。"),
        "fast_open_cookie": FieldText(
            "快速打开的 Cookie", "客户端以前从服务器得到这个 Cookie。凭这个 Cookie，客户端可以在 SYN 里带上数据。"
        ),
        "option": FieldText("未知的选项", "一个 {size} 字节的选项，这里不知道它的含义。主机忽略不认识的选项。"),
    },
}
