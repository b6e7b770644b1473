"""设备向哪些服务器查询域名。"""

from sim.ip.names import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.CONFIGURED: Text(
        "域名服务器已配置", "场景给出了本设备查询域名用的服务器：{servers}。[短名字用 {search} 补全。]"
    ),
    rules.LEARNED: Text(
        "得知域名服务器", "{told_by} 告知了本设备查询域名用的服务器：{servers}。[短名字用 {search} 补全。]"
    ),
    rules.IN_HOSTS_FILE: Text(
        "名字在 hosts 文件里", "本设备的 hosts 文件说 {name} 的地址是 {ip}。设备先看那里，所以不问服务器。"
    ),
    rules.DEVICE_NAME: Text(
        "设备的名字", "域名服务器没有给出 {name} 的地址。场景里有一台设备叫这个名字，所以用它的地址 {ip}。"
    ),
    rules.FORGOTTEN: Text("不再用这些域名服务器", "{told_by} 告知的内容不再有效，本设备不再向那些服务器查询域名。"),
}
