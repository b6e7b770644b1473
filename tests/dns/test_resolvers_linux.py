"""Beside the real thing, over a TAP: our resolver asks NSD's servers and answers dig; our host asks dnsmasq."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from sim import standalone
from sim.addresses import IPv4Address
from sim.features.dns.settings import DnsSettings
from sim.ip.names.settings import NameSettings
from sim.settings import LongText, NodeSettings
from tests.dns.internet import ROOT, TRUTH, ZONES
from tests.dns.nsd import HEAD
from tests.nodes.linux import Conversation, Namespace, namespace
from tests.outside import need

OURS, THEIRS = "10.0.9.1", "10.0.9.2"
SERVERS = sorted({server for servers in ZONES for server in servers})


@contextmanager
def running(space: Namespace, *words: str) -> Iterator[None]:
    """A program of Linux that goes on until the test is over."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(space.command(*words), stdout=quiet, stderr=quiet) as process:
        try:
            yield
        finally:
            process.kill()


def nsd(space: Namespace, folder: Path, server: IPv4Address) -> list[str]:
    """The command that starts an NSD with the zones of one address of the small internet."""
    folder.mkdir()
    text = HEAD.format(address=server, folder=folder, more="server-count: 1")
    for servers, (origin, zone) in ZONES.items():
        if server in servers:
            name = origin.strip(".") or "root"
            (folder / name).write_text(zone.replace("@ ", f"{origin} "))
            text += f'zone:\n  name: "{origin}"\n  zonefile: "{name}"\n'
    (folder / "conf").write_text(text)
    return [need("nsd"), "-d", "-c", str(folder / "conf")]


def short(text: str) -> tuple[str, ...]:
    """What ``dig +short`` prints, without the aliases on the way."""
    lines = [line for line in text.split("\n") if line]
    last = [line for line in lines if not line.endswith(".")]
    return tuple(sorted(last or lines))


def test_our_resolver_goes_through_nsd_from_the_root_and_dig_prints_its_answers(tmp_path: Path) -> None:
    dig = need("dig")
    need("nsd")
    with namespace("tap0") as space, ExitStack() as stack:
        space.ip("link", "set", "dev", "lo", "up")
        space.ip("addr", "add", f"{THEIRS}/16", "dev", "tap0")
        for server in SERVERS:
            space.ip("addr", "add", f"{server}/16", "dev", "tap0")
            stack.enter_context(running(space, *nsd(space, tmp_path / f"{int(server):08x}", server)))
        settings = DnsSettings(recursive=True, hints=(("a.root-servers.net.", ROOT),))
        device = standalone.host({"eth0": f"{OURS}/16"}, settings=NodeSettings(settings), name="resolver")
        talk = Conversation(device, {"eth0": (space, "tap0")})
        for server in SERVERS:
            talk.linux(space, dig, "+tries=20", "+time=1", f"@{server}", ".", "SOA")
        for text, truth in TRUTH.items():
            name, rtype = text.split()
            printed = talk.linux(space, dig, "+tries=1", "+time=8", f"@{OURS}", name, rtype, "-b", THEIRS)
            status = "NXDOMAIN" if truth == 3 else "NOERROR"
            assert f"status: {status}" in printed, printed
            assert "flags: qr rd ra;" in printed
            answer = talk.linux(space, dig, "+short", "+tries=1", "+time=8", f"@{OURS}", name, rtype, "-b", THEIRS)
            assert short(answer) == (truth if isinstance(truth, tuple) else ())
        over_tcp = talk.linux(space, dig, "+tcp", "+short", "+time=8", f"@{OURS}", "www.example.com")
        assert short(over_tcp) == TRUTH["www.example.com. A"]


@pytest.mark.parametrize(("name", "told"), [("www.example.org", "10.9.9.9"), ("nowhere.example.org", "not found")])
def test_our_host_asks_dnsmasq(name: str, told: str) -> None:
    program = need("dnsmasq")
    with namespace("tap0") as space:
        space.ip("link", "set", "dev", "lo", "up")
        space.ip("addr", "add", f"{THEIRS}/16", "dev", "tap0")
        words = [program, "--no-daemon", "--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--user=root"]
        words += ["--host-record=www.example.org,10.9.9.9", "--local=/example.org/"]
        with running(space, *words):
            settings = NameSettings(nameservers=(IPv4Address.parse(THEIRS),), search=("example.org",))
            device = standalone.host({"eth0": f"{OURS}/16"}, settings=NodeSettings(settings), name="pc")
            talk = Conversation(device, {"eth0": (space, "tap0")})
            talk.linux(space, need("dig"), "+tries=20", "+time=1", f"@{THEIRS}", "www.example.org")
            for typed in name, name.partition(".")[0]:
                talk.run(f"resolvectl query {typed}")
                talk.until(lambda: any(told in line for line in device.console))
                assert any(told in line for line in device.console)


ZONE = """\
$TTL 1h
@    SOA   ns hostmaster 1 1h 15m 1w 5m
@    NS    ns
@    MX    10 mail
ns   A     10.0.9.1
mail A     10.0.9.25
web  A     10.0.9.80
www  CNAME web
"""


def test_dig_prints_the_answers_of_our_authority() -> None:
    dig = need("dig")
    long = "".join(f"long A 10.9.1.{number}\n" for number in range(60))
    reverse = "@ SOA ns.example.com. host.example.com. 1 1h 15m 1w 5m\n@ NS ns.example.com.\n80 PTR web.example.com.\n"
    zones = (("example.com", LongText(ZONE + long)), ("9.0.10.in-addr.arpa", LongText("$TTL 1h\n" + reverse)))
    with namespace("tap0") as space:
        space.ip("addr", "add", f"{THEIRS}/16", "dev", "tap0")
        device = standalone.host({"eth0": f"{OURS}/16"}, settings=NodeSettings(DnsSettings(zones)), name="ns")
        talk = Conversation(device, {"eth0": (space, "tap0")})

        def asked(*words: str) -> str:
            return talk.linux(space, dig, "+tries=3", "+time=4", f"@{OURS}", *words)

        assert asked("+short", "www.example.com").split() == ["web.example.com.", "10.0.9.80"]
        assert asked("+short", "example.com", "MX").split() == ["10", "mail.example.com."]
        assert asked("+short", "-x", "10.0.9.80").split() == ["web.example.com."]
        printed = asked("nobody.example.com")
        assert "status: NXDOMAIN" in printed
        assert "flags: qr aa rd;" in printed
        assert "WARNING: recursion requested but not available" in printed
        assert "status: REFUSED" in asked("www.example.org")
        # RFC 1035 4.2.1 and 4.2.2: more than 512 octets are truncated, and dig asks again over TCP.
        truncated = asked("+noedns", "long.example.com")
        assert ";; Truncated, retrying in TCP mode." in truncated
        assert truncated.count("10.9.1.") == 60
