"""In which state a port of the old STP is some time after it got its role."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import plain, say, span
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import ring
from sim.features.stp.tables import PORT, TREE, TREE_KEY, Mode, PortState, Role

TEXT = {
    "en": "{switch} speaks STP (802.1D-1998), with a forward delay of {delay}. Its port {port} becomes {role}, and "
    "begins to listen. In which state is the port {after} later?",
    "zh": "{switch} 运行 STP（802.1D-1998），转发延迟为 {delay}。端口 {port} 成为{role}，开始监听。"
    "{after}之后端口处于什么状态？",
}
ROLES = {
    Role.ROOT: {"en": "the root port", "zh": "根端口"},
    Role.DESIGNATED: {"en": "a designated port", "zh": "指定端口"},
}
RULE = {
    "en": "listening takes one forward delay, learning another one; then the port forwards",
    "zh": "监听持续一个转发延迟，学习再持续一个转发延迟，然后转发",
}
_SECOND = 1_000_000_000
_ORDER = (PortState.LISTENING, PortState.LEARNING, PortState.FORWARDING)
REASON = {
    "en": "The port listens up to {delay}, learns up to {twice}, then forwards: after {after} it is {state}.",
    "zh": "端口监听到 {delay}，学习到 {twice}，之后转发：{after}后是 {state}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each time a port of STP begins to listen, and keeps its role until it forwards."""
    begun: dict[tuple[str, object], tuple[int, Role]] = {}
    for n, node, change in run.changes(PORT):
        before, after = change.before, change.after
        key = (node, change.key)
        if after is None or after.sends is not Mode.STP or after.role not in ROLES:
            begun.pop(key, None)
        elif after.state is PortState.LISTENING and (before is None or before.state is not PortState.LISTENING):
            begun[key] = (n, after.role)
        elif key in begun and after.role is not begun[key][1]:
            begun.pop(key)
        elif key in begun and after.state is PortState.FORWARDING:
            yield Moment(begun[key][0], (node, change.key, after.role, n))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    switch, port, role, _ = moment.about
    trace, start = run.trace, moment.n
    delay = run.table(switch, TREE, start)[TREE_KEY].forward_delay
    after = chance.choice((delay // 2, delay + delay // 2, delay + delay // 2, 2 * delay + delay // 2))
    after = after // _SECOND * _SECOND
    if after % delay == 0 or trace.at[-1] < trace.at[start] + after:
        raise AmbiguousError("the moment of a change, or behind the end of the run")
    states = {
        n: change.after.state
        for n, node, change in run.changes(PORT)
        if node == switch and change.key == port and change.after is not None and n >= start
    }
    truth = [state for n, state in states.items() if trace.at[n] <= trace.at[start] + after][-1]
    proof = next(n for n, state in states.items() if state is truth)
    facts = {"delay": span(delay)}
    candidates = {
        PortState.BLOCKING: beliefs.STILL_BLOCKS,
        PortState.LISTENING: beliefs.STILL_BLOCKS,
        PortState.LEARNING: beliefs.ONE_DELAY,
        PortState.FORWARDING: beliefs.ONE_DELAY if after > delay else beliefs.AT_ONCE,
    }
    if truth not in _ORDER:
        raise AmbiguousError("another state")
    options = [right(truth, plain(truth.value))]
    options += [
        wrong(state, belief, plain(state.value), **facts) for state, belief in candidates.items() if state is not truth
    ]
    return Draft(
        say(TEXT, switch=switch, port=port, role=say(ROLES[role]), delay=span(delay), after=span(after)),
        tuple(options),
        proof=(proof,),
        reason=say(REASON, delay=span(delay), twice=span(2 * delay), after=span(after), state=truth.value),
        hints=(look_at(switch, PORT), rule(RULE), step_to(proof)),
    )


def network(chance: Chance) -> Network:
    """Switches that speak STP. With 4 to 20 s of forward delay, a suitable maximal age and enough time."""
    made = ring(chance, "stp")
    delay = chance.among(4, 20)
    for node in made["nodes"].values():
        node["stp"] |= {"forward_delay": f"{delay}s", "max_age": f"{min(20, 2 * (delay - 1))}s"}
    return {**made, "until": f"{5 * delay // 2 + 4}s"}


TEMPLATE = Template(
    id="stp/state-after",
    title={"en": "The state of a port in time", "zh": "端口状态随时间的变化"},
    kind=Kind.ONE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
