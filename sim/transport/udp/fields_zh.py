"""UDP 首部的字段。"""

from sim.explain.language import FieldText
from sim.transport.port_words_zh import PORT_CASES

FIELDS: dict[str, dict[str, FieldText]] = {
    "udp": {
        "": FieldText("用户数据报协议", "把一条消息从程序送到程序，不建立连接。发送方不知道消息是否送达。"),
        "src_port": FieldText(
            "源端口", "发出消息的套接字的端口：发送方主机上的 {src_port}。应答发往这个端口。", PORT_CASES
        ),
        "dst_port": FieldText("目的端口", "收到消息的套接字的端口：接收方主机上的 {dst_port}。", PORT_CASES),
        "length": FieldText("长度", "首部（8 字节）和数据的总长度：{length} 字节。"),
        "checksum": FieldText(
            "校验和", "保护首部、数据和两个 IP 地址。如果校验和错误，接收方就丢弃消息，不发送差错报文。"
        ),
    },
}
