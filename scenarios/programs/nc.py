"""netcat as OpenBSD and Debian have it: sends what is typed to a port and prints what comes back.

    python3 nc.py [-u] [-N] [-v] [-n] [-w SECONDS] HOST PORT
    python3 nc.py -z [-u] [-v] [-n] [-w SECONDS] HOST PORT[-PORT]
    python3 nc.py -l [-u] [-k] [-N] [-v] [-n] [-p] PORT

-l waits for a client, with -k for one client after the other; -z only tries whether the port is open; -v says what
happens, -n shows addresses alone; -u uses UDP; -N closes the sending direction at the end of the input; -w ends the
program when no data has come for so many seconds.
"""

import argparse
import contextlib
import os
import select
import socket
import sys

CHUNK = 16384


def options():
    parser = argparse.ArgumentParser(prog="nc")
    parser.add_argument("-l", dest="listen", action="store_true", help="wait for who connects")
    parser.add_argument("-p", dest="own_port", action="store_true", help="with -l: the port follows")
    parser.add_argument("-u", dest="udp", action="store_true", help="UDP instead of TCP")
    parser.add_argument("-k", dest="keep", action="store_true", help="with -l: wait for the next one, too")
    parser.add_argument("-N", dest="end", action="store_true", help="end the sending side at the end of the input")
    parser.add_argument("-z", dest="scan", action="store_true", help="only try whether the port is open")
    parser.add_argument("-v", dest="verbose", action="count", default=0, help="say what happens")
    parser.add_argument("-n", dest="numeric", action="store_true", help="addresses alone, no names")
    parser.add_argument("-w", dest="wait", type=float, help="seconds after which silence ends it")
    parser.add_argument("where", nargs="+", metavar="HOST PORT")
    found = parser.parse_args()
    found.host, found.port = ["", *found.where][-2:]
    return found


def say(given, text):
    """Tell what happens, where that is asked for."""
    if given.verbose:
        print(text, file=sys.stderr, flush=True)


def named(given, ip):
    """The name of an address, or the address."""
    if given.numeric:
        return ip
    return socket.getnameinfo((ip, 0), socket.NI_NUMERICSERV)[0]


def service(given):
    """The name of a port's service, "*" for none."""
    try:
        return socket.getservbyport(int(given.port)) if not given.numeric else "*"
    except OSError:
        return "*"


def talk(peer, given):
    """Carry octets both ways until the peer closes or sends nothing for too long."""
    sources = [peer, 0]
    while True:
        ready, _, _ = select.select(sources, [], [], given.wait)
        if not ready:
            return
        if 0 in ready:
            typed = os.read(0, CHUNK)
            if typed:
                peer.sendall(typed)
            else:
                sources.remove(0)
                if given.end and not given.udp:
                    peer.shutdown(socket.SHUT_WR)
        if peer in ready:
            data = peer.recv(CHUNK)
            if not data and not given.udp:
                return
            sys.stdout.write(data.decode(errors="replace"))
            sys.stdout.flush()


def serve(given):
    if given.udp:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
            server.bind((given.host, int(given.port)))
            say(given, f"Bound on {given.host or '0.0.0.0'} {given.port}")
            _, address = server.recvfrom(0, socket.MSG_PEEK)  # the first sender becomes the peer
            say(given, f"Connection received on {named(given, address[0])} {address[1]}")
            server.connect(address)
            talk(server, given)
        return
    with socket.create_server((given.host, int(given.port))) as listener:
        while True:
            say(given, f"Listening on {given.host or '0.0.0.0'} {given.port}")
            peer, address = listener.accept()
            say(given, f"Connection received on {named(given, address[0])} {address[1]}")
            with peer:
                talk(peer, given)
            if not given.keep:
                return


def call(given):
    kind = socket.SOCK_DGRAM if given.udp else socket.SOCK_STREAM
    protocol = "udp" if given.udp else "tcp"
    try:
        address = socket.getaddrinfo(given.host, int(given.port), socket.AF_INET, kind)[0][4]
    except socket.gaierror as error:
        sys.exit(f'nc: getaddrinfo for host "{given.host}" port {given.port}: {error.strerror}')
    with socket.socket(socket.AF_INET, kind) as peer:
        peer.settimeout(given.wait)
        try:
            peer.connect(address)
            if given.scan and given.udp:
                probe(peer)
        except TimeoutError:
            say(given, failure(given, protocol, "timed out: Operation now in progress"))
            return False
        except OSError as error:
            say(given, failure(given, protocol, f"failed: {error.strerror}"))
            return False
        whom = given.host if given.host == address[0] else f"{given.host} ({address[0]})"
        say(given, f"Connection to {whom} {given.port} port [{protocol}/{service(given)}] succeeded!")
        peer.settimeout(None)
        if not given.scan:
            talk(peer, given)
    return True


def probe(peer):
    """Nobody answers an open port of UDP; a closed one is told by ICMP."""
    peer.settimeout(1)
    peer.send(b"X")
    with contextlib.suppress(TimeoutError):
        peer.recv(1)


def failure(given, protocol, why):
    return f"nc: connect to {given.host} port {given.port} ({protocol}) {why}"


def main():
    given = options()
    try:
        if given.listen:
            serve(given)
            return
        first, _, last = given.port.partition("-")
        done = []
        for port in range(int(first), int(last or first) + 1):
            given.port = port
            done.append(call(given))
        sys.exit(0 if any(done) else 1)
    except OSError as error:
        sys.exit(f"nc: {error.strerror or error}")


main()
