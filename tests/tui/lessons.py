"""Small scenarios of the tests' own, so that nobody who improves a bundled one breaks a test here."""

from functools import cache

from sim.scenario.load import load_text
from sim.session import Session
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs

ONE_SWITCH = """
title: Who has 192.168.10.3?
topics: [arp, switching]
goal:
  - Tell which devices hear an ARP request and which one answers it.
description: Three PCs on one switch. pc1 needs a **MAC address** first.
nodes:
  pc1: {host: 192.168.10.1/24, mac: 02:00:00:00:00:01}
  pc2: {host: 192.168.10.2/24, mac: 02:00:00:00:00:02}
  pc3: {host: 192.168.10.3/24, mac: 02:00:00:00:00:03}
  sw1: {switch: 4 ports}
links:
  - pc1 -- sw1:1
  - pc2 -- sw1:2
  - pc3 -- sw1:3
actions:
  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.3}
until: 3s
notes:
  - {when: first arp request, title: A question to everyone, text: pc1 asks **all** of them.}
  - {when: first arp request dropped at pc2, text: pc2 stays silent.}
  - {when: first icmp echo-reply, text: The answer comes back.}
expect:
  - pc1 sends 1 arp request
  - pc1 receives icmp echo-reply from 192.168.10.3
  - {on: sw1, table: mac, holds: {mac: pc3, port: 3}}
"""

TWO_NETWORKS = """
title: Through a router
topics: [routing]
level: core
nodes:
  pc1: {host: 192.168.10.1/24, gateway: 192.168.10.254, mac: 02:00:00:00:10:01}
  r1:
    router:
      eth0: {address: 192.168.10.254/24, mac: 02:00:00:00:10:fe}
      eth1: {address: 192.168.20.254/24, mac: 02:00:00:00:20:fe}
  pc2: {host: 192.168.20.2/24, gateway: 192.168.20.254, mac: 02:00:00:00:20:02}
links:
  - pc1 -- r1:eth0
  - r1:eth1 -- pc2
actions:
  - {at: 1s, on: pc1, run: ping -c 1 192.168.20.2}
until: 3s
"""

ONE_LOSS = """
title: One frame is lost
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links:
  - pc1 -- pc2
actions:
  - {at: 1s, on: pc1, run: ping -c 2 10.0.0.2}
faults:
  - {drop: first icmp echo-request, on: pc1 -- pc2}
until: 5s
"""

STORM = """
title: A storm
nodes:
  pc1: {host: 10.0.0.1/24}
  sw1: {switch: 3 ports}
  sw2: {switch: 3 ports}
links:
  - pc1 -- sw1:1
  - sw1:2 -- sw2:2
  - sw1:3 -- sw2:3
actions:
  - {at: 1s, on: pc1, run: ping -c 1 10.0.0.9}
records: 30000
until: 60s
"""


@cache
def _finished(text: str) -> Session:
    session = Session(load_text(text))
    session.run()
    return session


def fresh(text: str) -> Session:
    """A session that has not run yet."""
    return Session(load_text(text))


def finished(text: str) -> Session:
    """A session that came to its end; it is shared, so look at it only."""
    return _finished(text)


def player(text: str, ascii_only: bool = False) -> Player:
    """A player at the start of a run that is complete."""
    made = Player(fresh(text), glyphs(ascii_only))
    while not made.run_some(1000):
        pass
    return made
