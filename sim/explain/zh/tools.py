"""命令、程序和定时器。"""

from sim.explain.rule import Text

TEXTS = {
    "app.typed": Text("输入命令", "有人在本设备上输入“{command}”。"),
    "app.finished": Text("程序结束", "“{command}”结束，退出状态是 {status}；0 表示一切正常。"),
    "app.timer-not-needed": Text("不用再等", "“{command}”等的已经到了，定时器不再需要。"),
    "console.line": Text("一行输出", "在本设备的控制台上输出一行。"),
    "timer.due": Text("时间到", "时间到：{timer}到期。"),
    "ping.request": Text("你在吗？", "ping 问 {dst} 在不在：这是序号为 {sequence} 的回显请求，{dst} 要把它送回来。"),
    "ping.interval": Text("发下一个之前等一等", "ping 等 {ns}再发下一个请求。"),
    "ping.last-wait": Text("等最后的应答", "最后一个请求已经发出：ping 最多再等 {ns}，接收还在路上的应答。"),
    "traceroute.probe": Text(
        "那里是哪个路由器？",
        "traceroute 向 {dst} 发出 TTL 为 {ttl} 的第 {query} 次探测：TTL 在哪里减完，那里的路由器就要报告，"
        "地址也就知道了。",
    ),
    "traceroute.wait": Text("等待报告", "traceroute 最多等 {ns}，没有报告就输出一个星号。"),
    "arping.request": Text("谁有这个地址？", "不管 ARP 表里有什么，arping 都广播问链路上的所有站点，谁有 {ip}。"),
    "arping.wait": Text("等待应答", "arping 等待应答，时间是 {ns}。"),
}
