"""How many round trips a page needs."""

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.http import beliefs
from sim.exam.templates.http._pages import moments, network

TEXT = {
    "en": "A page has {pictures} pictures. The page and each picture fit into the first congestion window of the "
    "server. A browser on {node} loads the page with HTTP/{version}, one request after the other. How many round "
    "trips pass from the first SYN to the last response?",
    "zh": "一个网页有 {pictures} 张图片，网页和每张图片都能装进服务器的初始拥塞窗口。{node} 上的浏览器用 "
    "HTTP/{version} 逐个请求加载。"
    "从第一个 SYN 到最后一个响应经过多少个往返时间？",
}
RULE = {
    "en": "one round trip for each handshake, and one for each request",
    "zh": "每次握手一个往返时间，每个请求一个往返时间",
}

REASON = {
    "en": "{connections:handshake|handshakes} and {requests:request|requests} take a round trip each: {count} in all.",
    "zh": "{connections} 次握手和 {requests} 个请求各用一个往返时间：共 {count} 个。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    load = moment.about
    connections, requests = len(load.connections), load.requests
    truth = connections + requests
    first = load.connections[0].flights[0]
    last = [
        f for f in load.connections[-1].flights if f.node != load.node and f.segment is not None and f.segment.payload
    ]
    if not last:
        raise AmbiguousError("no response")
    arrival = run.arrival(last[-1].n)
    delay = run.links[first.link].delay
    if arrival is None or round((run.trace.at[arrival] - first.at) / (2 * delay)) != truth:
        raise AmbiguousError("the time is no whole number of round trips")
    facts = {"requests": requests, "connections": connections}
    return Draft(
        say(TEXT, pictures=requests - 1, node=load.node, version=load.version),
        blanks=(
            number(
                truth,
                [
                    slip(requests, beliefs.NO_HANDSHAKE, **facts),
                    slip(2 * requests, beliefs.HANDSHAKE_EACH, **facts),
                    *(slip(truth - 2, beliefs.PAGE_NOT_COUNTED, **facts) for _ in range(connections == requests)),
                ],
            ),
        ),
        proof=(arrival, run.sent_by(first)),
        reason=say(REASON, count=truth, **facts),
        hints=(rule(RULE), step_to(run.sent_by(first))),
    )


TEMPLATE = Template(
    id="http/round-trips",
    title={"en": "Round trips for a page", "zh": "一个网页的往返次数"},
    kind=Kind.NUMBER,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
