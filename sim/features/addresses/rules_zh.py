"""命令添加和删除的接口地址。"""

from sim.features.addresses import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ADDED: Text("命令添加地址", "一条命令给接口 {port} 配置地址 {address}。"),
    rules.REMOVED: Text("命令删除地址", "一条命令从接口 {port} 删除地址 {address}。"),
}
