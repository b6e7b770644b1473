"""人们输入的命令：ping、traceroute、arping。"""

from sim.shell import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.APP_TYPED: Text(
        "输入命令",
        "有人在本设备上输入“{command}”。",
    ),
    rules.APP_FINISHED: Text(
        "程序结束",
        "“{command}”结束，退出状态是 {status}；0 表示一切正常。",
    ),
    rules.APP_TIMER_NOT_NEEDED: Text(
        "不用再等",
        "“{command}”等的已经到了，定时器不再需要。",
    ),
    rules.PING_REQUEST: Text(
        "你在吗？",
        "ping 问 {dst} 在不在：这是序号为 {sequence} 的回显请求，{dst} 要把它送回来。",
    ),
    rules.PING_INTERVAL: Text(
        "发下一个之前等一等",
        "ping 等 {ns}再发下一个请求。",
    ),
    rules.PING_LAST_WAIT: Text(
        "等最后的应答",
        "最后一个请求已经发出：ping 最多再等 {ns}，接收还在路上的应答。",
    ),
    rules.TRACEROUTE_PROBE: Text(
        "那里是哪个路由器？",
        "traceroute 向 {dst} 发出 TTL 为 {ttl} 的第 {query} 次探测：TTL 在哪里减完，那里的路由器就要报告，"
        "地址也就知道了。",
    ),
    rules.TRACEROUTE_WAIT: Text(
        "等待报告",
        "traceroute 最多等 {ns}，没有报告就输出一个星号。",
    ),
    rules.ARPING_REQUEST: Text(
        "谁有这个地址？",
        "不管 ARP 表里有什么，arping 都广播问链路上的所有站点，谁有 {ip}。",
    ),
    rules.ARPING_WAIT: Text(
        "等待应答",
        "arping 等待应答，时间是 {ns}。",
    ),
}
