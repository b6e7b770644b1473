"""DNS 的回答记住什么、记多久。"""

from sim.features.dns.caching import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.KEPT: Text(
        "记住回答",
        "{name} 的 {rtype} 记录的生存时间（TTL）是 {seconds} 秒。在这段时间里，本设备记住[ {server} "
        "给出的]这些记录，不再询问别人。",
    ),
    rules.NO_NAME_KEPT: Text(
        "记住名字不存在",
        "名字 {name} 不存在。区的 SOA 记录说明这一点在 {seconds} 秒内有效，所以在这段时间里，本设备不再询问这个名字。",
    ),
    rules.NO_DATA_KEPT: Text(
        "记住没有这种记录",
        "名字 {name} 存在，但没有 {rtype} 类型的记录。区的 SOA 记录说明这一点在 {seconds} 秒内有效。",
    ),
    rules.THERE_AFTER_ALL: Text(
        "名字现在存在了", "缓存说 {name} 不存在，而新的回答里有这个名字的记录，所以去掉旧的条目。"
    ),
    rules.OVER: Text(
        "生存时间到了",
        "本设备记住的 {name}（{rtype}）的生存时间（TTL）到了。下一次查询这个名字，又要去问服务器。",
    ),
    rules.FLUSHED: Text("清空缓存", "一条命令清空了 DNS 缓存。下一次查询每个名字都要去问服务器。"),
    rules.NO_ROOM: Text("缓存满了", "DNS 缓存只能放 {most} 个条目。最先到期的条目给新的条目让位。"),
    rules.EXPIRY: Text("下一个到期的条目", "再过 {ns}，DNS 缓存里下一个条目的生存时间（TTL）就到了。"),
    rules.NOTHING_TO_EXPIRE: Text("缓存是空的", "DNS 缓存里没有会到期的条目。"),
}
