"""人们输入的命令，以及它们怎样结束。"""

from sim.shell import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.APP_TYPED: Text(
        "输入命令",
        "有人在本设备上输入“{command}”。",
    ),
    rules.APP_FINISHED: Text(
        "命令结束",
        "命令“{command}”结束，退出状态是 {status}。0 表示成功。",
    ),
    rules.APP_TIMER_NOT_NEEDED: Text(
        "不再需要定时器",
        "命令“{command}”等待的内容已经到了，所以不再需要定时器。",
    ),
}
