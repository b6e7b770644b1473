"""Which MAC address is the source of a frame on one link of the way."""

from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.arp import _frame_addresses

TEXT = {
    "en": "{sender} sends a datagram to {destination}. The datagram crosses the link {link}. "
    "Which MAC address is the source of the frame there?",
    "zh": "{sender} 向 {destination} 发送数据报。数据报经过链路 {link} 时，帧的源 MAC 地址是哪个？",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    return _frame_addresses.ask(run, moment, TEXT, is_source=True)


TEMPLATE = Template(
    id="arp/source-mac",
    title={"en": "Source MAC address on a link", "zh": "链路上的源 MAC 地址"},
    kind=Kind.ONE,
    level="core",
    seconds=45,
    moments=_frame_addresses.moments,
    ask=ask,
    folders=("routing", "basics", "icmp/ttl-and-traceroute"),
    network=_frame_addresses.network,
)
