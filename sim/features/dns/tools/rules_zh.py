"""DNS 的查询工具为什么提问、等待、再问。"""

from sim.features.dns.tools import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ASKS: Text("命令询问服务器", "“{command}”向 {dst} 询问 {qname} 的 {qtype} 记录。"),
    rules.WAITS: Text("等待多久", "查询或回答都可能丢失。如果过了 {ns}还没有回答，命令就再问一次，或者放弃。"),
}
