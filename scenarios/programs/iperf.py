"""Measures how fast a TCP connection carries data.

    python3 iperf.py -s [-p PORT]
    python3 iperf.py -c HOST [-p PORT] [-n OCTETS]

OCTETS may end in K or M (1024 and 1024 * 1024). The default is 1M.
"""

import argparse
import socket
import time

CHUNK = 65536
UNITS = {"K": 1024, "M": 1024 * 1024}


def octets(text):
    unit = UNITS.get(text[-1:].upper())
    return int(text) if unit is None else int(text[:-1]) * unit


def report(what, count, seconds):
    rate = count * 8 / seconds / 1e6 if seconds else float("inf")
    print(f"{what} {count} octets in {seconds:.4f} s: {rate:.2f} Mbit/s", flush=True)


def serve(port):
    with socket.create_server(("", port)) as listener:
        print("waiting on port", port, flush=True)
        while True:
            connection, _ = listener.accept()
            with connection:
                start, count = time.monotonic(), 0
                while data := connection.recv(CHUNK):
                    count += len(data)
            report("received", count, time.monotonic() - start)


def send(host, port, count):
    with socket.create_connection((host, port)) as connection:
        start, left = time.monotonic(), count
        while left:
            left -= connection.send(bytes(min(left, CHUNK)))
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)  # returns when the server has read everything and closed
    report("sent", count, time.monotonic() - start)


parser = argparse.ArgumentParser(prog="iperf")
side = parser.add_mutually_exclusive_group(required=True)
side.add_argument("-s", dest="serve", action="store_true", help="receive")
side.add_argument("-c", dest="host", help="send to this host")
parser.add_argument("-p", dest="port", type=int, default=5001)
parser.add_argument("-n", dest="count", type=octets, default="1M", help="how much to send")
given = parser.parse_args()
if given.serve:
    serve(given.port)
else:
    send(given.host, given.port, given.count)
