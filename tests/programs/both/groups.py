"""Multicast groups: joining, hearing, leaving, and the errors on the way."""

import socket
import struct

HOST = "127.0.0.1"
GROUP = f"239.255.{ord('h')}.{ord('s')}"
IP = socket.IPPROTO_IP


def udp():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def attempt(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


mreq = struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton(HOST))
member, other, sender = udp(), udp(), udp()
member.bind(("", 0))
port = member.getsockname()[1]
member.settimeout(1)
sender.setsockopt(IP, socket.IP_MULTICAST_IF, socket.inet_aton(HOST))

print("ttl", sender.getsockopt(IP, socket.IP_MULTICAST_TTL), "loop", sender.getsockopt(IP, socket.IP_MULTICAST_LOOP))
print("default", socket.IP_DEFAULT_MULTICAST_TTL, socket.IP_DEFAULT_MULTICAST_LOOP, socket.IP_MAX_MEMBERSHIPS)
print(hex(socket.INADDR_UNSPEC_GROUP), hex(socket.INADDR_ALLHOSTS_GROUP), hex(socket.INADDR_MAX_LOCAL_GROUP))

member.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, mreq)
sender.sendto(b"tick", (GROUP, port))
print(member.recv(100))
sender.setsockopt(IP, socket.IP_MULTICAST_LOOP, 0)
sender.setsockopt(IP, socket.IP_MULTICAST_TTL, struct.pack("b", 3))
print("ttl", sender.getsockopt(IP, socket.IP_MULTICAST_TTL), "loop", sender.getsockopt(IP, socket.IP_MULTICAST_LOOP))
print("interface", sender.getsockopt(IP, socket.IP_MULTICAST_IF, 4))

attempt("twice", lambda: member.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, mreq))
attempt("no group", lambda: other.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(HOST) * 2))
attempt("too short", lambda: other.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, b"abcd"))
attempt("text", lambda: other.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, GROUP))
attempt("pair", lambda: other.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, (GROUP, HOST)))
attempt("number", lambda: other.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, 5))
attempt("nothing", lambda: other.setsockopt(IP, socket.IP_ADD_MEMBERSHIP))
attempt("level", lambda: other.setsockopt("IP", socket.IP_ADD_MEMBERSHIP, mreq))
attempt("not mine", lambda: other.setsockopt(IP, socket.IP_DROP_MEMBERSHIP, mreq))
attempt("ttl 256", lambda: other.setsockopt(IP, socket.IP_MULTICAST_TTL, 256))
attempt("ttl -2", lambda: other.setsockopt(IP, socket.IP_MULTICAST_TTL, -2))
attempt("ttl text", lambda: other.setsockopt(IP, socket.IP_MULTICAST_TTL, "3"))
attempt("ttl float", lambda: other.setsockopt(IP, socket.IP_MULTICAST_TTL, 3.0))
attempt("interface", lambda: other.setsockopt(IP, socket.IP_MULTICAST_IF, socket.inet_aton("203.0.113.9")))
attempt("interface text", lambda: other.setsockopt(IP, socket.IP_MULTICAST_IF, HOST))
attempt("get", lambda: other.getsockopt(IP, socket.IP_ADD_MEMBERSHIP))
attempt("stream", lambda: socket.socket().setsockopt(IP, socket.IP_ADD_MEMBERSHIP, mreq))
attempt("stream ttl", lambda: socket.socket().setsockopt(IP, socket.IP_MULTICAST_TTL, 3))

member.setsockopt(IP, socket.IP_DROP_MEMBERSHIP, mreq)
attempt("left", lambda: member.setsockopt(IP, socket.IP_DROP_MEMBERSHIP, mreq))
for each in (member, other, sender):
    each.close()
attempt("closed", lambda: member.setsockopt(IP, socket.IP_ADD_MEMBERSHIP, mreq))
