"""UDP 首部的字段。"""

from sim.explain.language import FieldText
from sim.transport.port_words_zh import PORT_CASES

FIELDS: dict[str, dict[str, FieldText]] = {
    "udp": {
        "": FieldText("用户数据报协议", "把一条消息从程序送到程序，不建立连接，也不告知是否送到。"),
        "src_port": FieldText("源端口", "消息出自发送方主机的哪个套接字：{src_port}。回答就送到这里。", PORT_CASES),
        "dst_port": FieldText("目的端口", "接收方主机上由哪个套接字收下：绑定在端口 {dst_port} 的那个。", PORT_CASES),
        "length": FieldText("长度", "首部（8 字节）和数据一共多少字节：{length}。"),
        "checksum": FieldText("校验和", "保护首部、数据和两个 IP 地址。如果不对，就不声不响地丢弃消息。"),
    },
}
