"""netcat: sends what is typed to a port and prints what comes back.

    python3 nc.py [-u] [-N] [-w SECONDS] HOST PORT
    python3 nc.py [-u] [-k] [-N] -l PORT

-l waits for a client, with -k for one client after the other; -u uses UDP; -N closes the sending direction at the end
of the input; -w ends the program when no data has come for so many seconds.
"""

import argparse
import os
import select
import socket
import sys

CHUNK = 16384


def options():
    parser = argparse.ArgumentParser(prog="nc")
    parser.add_argument("-l", dest="listen", action="store_true", help="wait for who connects")
    parser.add_argument("-u", dest="udp", action="store_true", help="UDP instead of TCP")
    parser.add_argument("-k", dest="keep", action="store_true", help="with -l: wait for the next one, too")
    parser.add_argument("-N", dest="end", action="store_true", help="end the sending side at the end of the input")
    parser.add_argument("-w", dest="wait", type=float, help="seconds after which silence ends it")
    parser.add_argument("where", nargs="+", metavar="HOST PORT")
    found = parser.parse_args()
    found.host, found.port = ["", *found.where][-2:]
    return found


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
            _, address = server.recvfrom(0, socket.MSG_PEEK)  # the first sender becomes the peer
            server.connect(address)
            talk(server, given)
        return
    with socket.create_server((given.host, int(given.port))) as listener:
        while True:
            peer, _ = listener.accept()
            with peer:
                talk(peer, given)
            if not given.keep:
                return


def call(given):
    kind = socket.SOCK_DGRAM if given.udp else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as peer:
        peer.settimeout(given.wait)
        peer.connect((given.host, int(given.port)))
        peer.settimeout(None)
        talk(peer, given)


def main():
    given = options()
    try:
        if given.listen:
            serve(given)
        else:
            call(given)
    except OSError as error:
        sys.exit(f"nc: {given.host or '*'} port {given.port}: {error.strerror or error}")


main()
