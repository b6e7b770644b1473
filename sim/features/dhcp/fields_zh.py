"""DHCP 报文的字段和选项。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "dhcp": {
        "": FieldText("动态主机配置协议", "给主机一个有期限的地址，并且告诉它其余的信息：掩码、路由器、DNS 服务器。"),
        "op": FieldText("客户端或服务器的报文", "客户端发的是 1，服务器发的是 2。这里是 {op}。"),
        "htype": FieldText("硬件类型", "客户端在哪种链路上：{htype}。1 是以太网。"),
        "hlen": FieldText("硬件地址长度", "客户端的硬件地址有 {hlen} 字节。"),
        "hops": FieldText("经过的中继", "每个转发报文的中继代理加 1，到现在是 {hops}。"),
        "xid": FieldText("事务标识", "客户端随机选的一个数。应答里也有它，客户端由此认出给自己的应答。"),
        "secs": FieldText("秒数", "客户端开始以来过了 {secs} 秒。服务器可以先照顾等得久的客户端。"),
        "flags": FieldText(
            "标志",
            "最左边的一位表示客户端现在还不能接收单播，请用广播应答。其余各位是 0。",
            {0x8000: "客户端要求广播。"},
        ),
        "ciaddr": FieldText("客户端的地址", "客户端已经有、并且能接收的地址：{ip}。没有地址时是 0.0.0.0。"),
        "yiaddr": FieldText("“你的”地址", "服务器给客户端的地址：{ip}。只有服务器的报文才有。"),
        "siaddr": FieldText("下一个服务器", "主机从哪个服务器装入系统：{ip}。多数主机不需要。"),
        "giaddr": FieldText(
            "中继代理的地址", "第一个中继代理在客户端一侧的地址：{ip}。服务器由此知道客户端的网络和应答的去处。"
        ),
        "chaddr": FieldText("客户端的硬件地址", "客户端的 MAC 地址，后面是零。客户端还没有 IP 地址时，靠它收到应答。"),
        "sname": FieldText("服务器的名字", "服务器的名字，64 字节。多数报文里是空的。"),
        "file": FieldText("启动文件", "没有磁盘的主机装入的文件，128 字节。多数报文里是空的。"),
        "magic_cookie": FieldText("魔术字", "63 82 53 63：表示后面是选项，以及选项怎么写。"),
        "pad": FieldText("填充", "没有意义的字节。"),
        "end": FieldText("选项结束", "最后一个选项，后面只有填充。"),
        "subnet_mask": FieldText("子网掩码", "客户端所在网络的掩码，左边有 {subnet_mask} 个 1。"),
        "router": FieldText("路由器", "客户端的默认路由器，最好的在前面。"),
        "dns_servers": FieldText("DNS 服务器", "客户端向它们询问域名的地址。"),
        "host_name": FieldText("主机名", "客户端叫什么。"),
        "domain_name": FieldText("域名", "客户端在这个域里查名字。"),
        "interface_mtu": FieldText("接口 MTU", "客户端的数据报最长 {interface_mtu} 字节。"),
        "broadcast_address": FieldText("广播地址", "网络里所有主机的地址：{ip}。"),
        "ntp_servers": FieldText("NTP 服务器", "客户端向它们询问时间。"),
        "requested_address": FieldText("请求的地址", "客户端请求的地址：{ip}。"),
        "lease_time": FieldText("租期", "客户端可以使用这个地址多久：{lease_time} 秒。"),
        "overload": FieldText("选项重载", "这里放不下全部选项：其余的在 file（1）、sname（2）或者两个字段（3）里。"),
        "message_type": FieldText(
            "DHCP 报文类型",
            "这是哪一种报文。没有它就不是 DHCP 报文。",
            {
                1: "Discover：客户端寻找服务器。",
                2: "Offer：服务器提供一个地址。",
                3: "Request：客户端请求一个地址，或者请求延长时间。",
                4: "Decline：客户端发现地址已被占用。",
                5: "Ack：服务器出租地址。",
                6: "Nak：服务器不同意这个地址。",
                7: "Release：客户端归还地址。",
                8: "Inform：客户端已有地址，询问其余的信息。",
            },
        ),
        "server_id": FieldText("服务器标识", "服务器的地址：{ip}。在请求里，它说明客户端接受谁的提供。"),
        "parameter_list": FieldText("参数请求列表", "客户端想知道的选项的代码。"),
        "message": FieldText("消息", "给人看的文字：哪里不对。"),
        "maximum_size": FieldText("最大报文长度", "客户端能接收最长 {maximum_size} 字节的报文。"),
        "renewal_time": FieldText("续租时间 T1", "{renewal_time} 秒后客户端向它的服务器请求延长时间。"),
        "rebinding_time": FieldText("重新绑定时间 T2", "{rebinding_time} 秒后客户端向所有服务器请求。"),
        "vendor_class": FieldText("厂商类别", "客户端软件是谁做的。"),
        "client_id": FieldText("客户端标识", "服务器靠它认识客户端：1 后面是 MAC 地址，或者 0 后面是名字。"),
        "relay_information": FieldText(
            "中继代理信息", "中继代理说明客户端的情况，比如在哪个接口。它从应答里再把这个选项去掉。"
        ),
        "search_list": FieldText("域名搜索列表", "客户端在这些域里查名字。"),
        "static_routes": FieldText("无类静态路由", "若干网络，每个写明通向它的路由器。读它的客户端不看选项 3。"),
        "option": FieldText("别的选项", "带着但是不看的选项。"),
    },
}
