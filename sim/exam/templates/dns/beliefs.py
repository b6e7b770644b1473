"""What learners believe about DNS."""

from sim.exam.question import Misconception

ROOT_KNOWS = Misconception(
    "dns.root-knows",
    {"en": "The root server knows every name.", "zh": "根服务器知道所有域名。"},
    {
        "en": "{node} knows only who is responsible for the next label, and refers to that server.",
        "zh": "{node} 只知道下一级由谁负责，并指向那个服务器。",
    },
)
RESOLVER_KNOWS = Misconception(
    "dns.resolver-knows",
    {"en": "The local resolver knows the addresses by itself.", "zh": "本地解析器自己知道地址。"},
    {
        "en": "{node} has no zone with this name. It asks others, and passes their answer on.",
        "zh": "{node} 没有该域名的区域，它去询问别的服务器再转告答案。",
    },
)
CLIENT_ASKS_ALL = Misconception(
    "dns.client-iterates",
    {"en": "The client itself asks all the servers.", "zh": "客户端自己逐级询问各服务器。"},
    {
        "en": "The client asks its resolver once. The {count} other queries are the resolver's.",
        "zh": "客户端只问解析器一次，其余 {count} 次查询由解析器完成。",
    },
)
ONE_QUERY = Misconception(
    "dns.one-query",
    {"en": "One query is enough for any name.", "zh": "任何域名一次查询就够了。"},
    {
        "en": "The resolver starts without knowing the responsible server. Each referral leads to one more query.",
        "zh": "解析器开始时不知道由谁负责，每次转介都要再查询一次。",
    },
)
TTL_STARTS_ANEW = Misconception(
    "dns.ttl-starts-anew",
    {"en": "A cached answer has its full TTL again.", "zh": "缓存的回答 TTL 重新开始计。"},
    {
        "en": "A cache counts the TTL down: {passed} s have passed since it got the answer.",
        "zh": "缓存会递减 TTL：得到答案后已过 {passed} s。",
    },
)
TTL_IS_AGE = Misconception(
    "dns.ttl-is-age",
    {"en": "The TTL tells how old the answer is.", "zh": "TTL 表示答案已有多久。"},
    {"en": "The TTL tells how long the answer may still be used.", "zh": "TTL 表示答案还能使用多久。"},
)
CHANGE_IS_PUSHED = Misconception(
    "dns.change-is-pushed",
    {"en": "A change reaches all caches at once.", "zh": "修改会立刻到达所有缓存。"},
    {
        "en": "Nobody tells {resolver} of the change. Its cache answers until the TTL is over.",
        "zh": "没有谁把修改通知 {resolver}。TTL 到期之前它一直用缓存回答。",
    },
)
PROPAGATION = Misconception(
    "dns.propagation",
    {"en": "A change takes up to 48 hours to spread.", "zh": "修改要 48 小时才能传播开。"},
    {
        "en": "Nothing spreads. This record has a TTL of {ttl} s, so no cache keeps it longer.",
        "zh": "没有什么在传播。这条记录的 TTL 是 {ttl} s，任何缓存都不会保存得更久。",
    },
)
TTL_FROM_CHANGE = Misconception(
    "dns.ttl-from-change",
    {"en": "The TTL begins with the change.", "zh": "TTL 从修改时算起。"},
    {
        "en": "The TTL began when the cache got the record, {later} s before the change.",
        "zh": "TTL 从缓存得到记录时算起，那是修改之前 {later} s。",
    },
)
