"""How many connections a page needs."""

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.http import beliefs
from sim.exam.templates.http._pages import moments, network

TEXT = {
    "en": "A page has {pictures} pictures, all on the same server. A browser on {node} loads the page with "
    "HTTP/{version}, "
    "over one connection at a time. How many TCP connections does it open?",
    "zh": "一个网页有 {pictures} 张图片，都在同一服务器上。{node} 上的浏览器用 HTTP/{version} 加载，"
    "同一时刻只用一个连接。它一共建立多少个 TCP 连接？",
}
RULE = {
    "en": "HTTP/1.0 closes after each response, HTTP/1.1 keeps the connection for the next request",
    "zh": "HTTP/1.0 每次响应后关闭，HTTP/1.1 保留连接给下一个请求",
}

REASONS = {
    "1.0": {
        "en": "{requests:request needs|requests need} a connection each: {connections} in all.",
        "zh": "{requests} 个请求各用一个连接：共 {connections} 个。",
    },
    "1.1": {
        "en": "All {requests} requests go over {connections:connection|connections}, which stays open.",
        "zh": "{requests} 个请求都在 {connections} 个保持打开的连接上进行。",
    },
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    load = moment.about
    truth = len(load.connections)
    return Draft(
        say(TEXT, pictures=load.requests - 1, node=load.node, version=load.version),
        blanks=(
            number(
                truth,
                [
                    slip(load.requests, beliefs.ONE_EACH, requests=load.requests),
                    slip(1, beliefs.ALWAYS_ONE, requests=load.requests),
                    slip(load.requests - 1, beliefs.PAGE_NOT_COUNTED),
                ],
            ),
        ),
        proof=tuple(run.sent_by(each.flights[0]) for each in reversed(load.connections)),
        reason=say(REASONS[load.version], requests=load.requests, connections=truth),
        clause="RFC 9112, 9.3",
        hints=(rule(RULE), step_to(run.sent_by(load.connections[0].flights[0]))),
    )


TEMPLATE = Template(
    id="http/connections",
    title={"en": "Connections for a page", "zh": "一个网页的连接数"},
    kind=Kind.NUMBER,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("http/keep-alive",),
    network=network,
    is_narrow=True,
)
