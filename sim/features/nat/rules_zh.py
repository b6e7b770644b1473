"""NAT：数据报得到哪个地址和端口，什么得不到。"""

from sim.features.nat import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.SOURCE: Text(
        "转换源地址",
        "数据报从外部接口离开。它的源原来是 {was}，现在是 {now}，依据映射 {outside} = {inside}。",
    ),
    rules.DESTINATION: Text(
        "转换目的地址",
        "数据报发往一个外部地址。它的目的原来是 {was}，现在是 {now}，依据映射 {outside} = {inside}。",
    ),
    rules.HAIRPIN: Text(
        "两端都转换",
        "内部主机发往一个通向内部的外部地址。目的从 {was} 变为 {now}。"
        "源从 {was_source} 变为 {now_source}，使应答也经过这里。",
    ),
    rules.ERROR: Text(
        "转换 ICMP 差错",
        "这个 ICMP 差错报文引用了来自 {was} 的数据报。引用中现在写 {now}，即发送方所知的地址，差错报文发往 {dst}。",
    ),
    rules.ERROR_OUT: Text(
        "转换 ICMP 差错",
        "这个 ICMP 差错报文引用了发往 {was} 的数据报。引用中现在写 {now}，即发送方所知的地址，"
        "差错报文以 {src} 为源发出。",
    ),
    rules.MAPPED: Text(
        "一个映射开始",
        "{inside} 第一次向外部发送，得到 {outside}，端口保持不变，因为它空闲。[这个映射只用于 {remote}。]",
    ),
    rules.MAPPED_TO_OTHER_PORT: Text(
        "一个映射开始，端口不同",
        "{inside} 第一次向外部发送。它自己的端口在外部地址上已被占用或不能保留，所以得到 {outside}。"
        "[这个映射只用于 {remote}。]",
    ),
    rules.FORWARDED: Text("转发一个端口", "配置规定 {outside} 通向 {inside}。"),
    rules.ONE_TO_ONE: Text("地址一对一转换", "配置规定 {inside} 独占外部地址 {outside} 及其全部端口。"),
    rules.REFRESHED: Text("映射重新计时", "映射 {outside} = {inside} 的一个连接正在使用，所以映射也保留下来。"),
    rules.ENDED: Text("一个映射结束", "映射 {outside} = {inside} 的最后一个连接结束了，所以映射结束。端口又空闲了。"),
    rules.UNUSED: Text("不需要的映射", "为之把 {outside} 分给 {inside} 的那个数据报没有通过，所以映射结束。"),
    rules.ADDRESS_GONE: Text("外部地址变了", "{ip} 不再是这台路由器的外部地址，所以映射 {outside} = {inside} 结束。"),
    rules.NO_MAPPING: Text(
        "内部没有这个地址",
        "{dst} 是外部地址，没有映射说明它属于哪台内部主机。丢弃来自 {src} 的数据报。",
    ),
    rules.FILTERED: Text(
        "过滤不放行",
        "{dst} 映射到 {inside}，但过滤只放行：{behavior}。{src} 不在其中。丢弃这个数据报。",
    ),
    rules.NO_ADDRESS: Text("没有外部地址", "外部接口 {port} 没有地址，所以无法转换源 {src}。丢弃这个数据报。"),
    rules.EXHAUSTED: Text("没有剩余的外部端口", "{inside} 能得到的端口全部在用（{ip} 的 {ports}）。丢弃这个数据报。"),
    rules.HOST_LIMIT: Text("主机的映射已到上限", "{ip} 已有 {limit} 个映射，不能再多，所以丢弃发往 {dst} 的数据报。"),
    rules.UNSOLICITED: Text(
        "没人要的 SYN",
        "{src} 想连接 {dst}，但没有映射从那里通向内部主机。丢弃这个 SYN。稍后才告知发送方，因为双方可能正在互相呼叫。",
    ),
    rules.UNSOLICITED_ANSWERED: Text(
        "迟到的应答",
        "{src} 到 {dst} 的 SYN 过了 {timeout}，内部仍没有主机呼叫 {src}。所以告知发送方：端口不可达。",
    ),
    rules.HAIRPIN_OFF: Text(
        "这里没有发夹转换",
        "{src} 在内部，发往又通向内部的 {dst}。这台路由器不做这种转换（hairpin 关闭），所以丢弃这个数据报。",
    ),
    rules.UNKNOWN: Text(
        "未知连接的报文段",
        "{src} 发来一个不能开始连接的报文段，而表中没有从 {src} 到 {dst} 的连接：它已经结束，或被忘掉。"
        "没有映射就不能转换，所以丢弃这个报文段。",
    ),
    rules.UNTRANSLATABLE: Text(
        "无从转换源地址",
        "来自 {src} 的数据报不属于任何连接，也不能开始一个连接。内部地址不能让外部看到，所以丢弃。",
    ),
    rules.ERROR_STRAY: Text(
        "无关的 ICMP 差错",
        "从 {src} 到 {dst} 的 ICMP 差错报文没有引用路由器所知连接的数据报，所以丢弃。",
    ),
    rules.RESET: Text(
        "为旧连接发 RST",
        "{src} 还以为它到 {dst} 的连接开着。路由器以 {dst} 的名义用 RST 应答，让 {src} 立刻知道。",
    ),
    rules.RECONFIGURED: Text(
        "命令改变转换",
        "命令改变地址转换，所以 {inside} 到 {outside} 的映射重新建立，或不再存在。",
    ),
    rules.CLEARED: Text(
        "命令清除映射",
        "命令清除 {inside} 到 {outside} 的映射。使用这个映射的连接也被忘记。",
    ),
}
