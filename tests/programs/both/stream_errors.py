import socket
import threading
import time


def attempt(what, *arguments):
    try:
        print(what.__name__, what(*arguments))
    except Exception as error:
        print(what.__name__, type(error).__name__, getattr(error, "errno", None), error)


def pair():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


s = socket.socket()
attempt(s.send, b"x")
attempt(s.send, "text")
attempt(s.sendall, 3)
attempt(s.sendto, None, ("127.0.0.1", 9))
attempt(s.sendmsg, ["text"])
attempt(s.recv, 1)
attempt(s.getpeername)
attempt(s.accept)
attempt(s.shutdown, socket.SHUT_WR)
attempt(s.bind, "127.0.0.1")
attempt(s.bind, ("127.0.0.1", 70000))
attempt(s.bind, ("127.0.0.1",))
attempt(s.bind, ("192.0.2.1", 0))
attempt(s.bind, ("127.0.0.1", 0))
attempt(s.bind, ("127.0.0.1", 0))
attempt(s.settimeout, -1)
attempt(s.recv, -1)
attempt(s.setsockopt, socket.SOL_SOCKET, 12345, 1)
t = socket.socket()
attempt(t.connect, s.getsockname())
attempt(t.connect_ex, s.getsockname())
attempt(socket.create_connection, s.getsockname())
s.listen()
attempt(t.bind, s.getsockname())
s.settimeout(0.05)
attempt(s.accept)
s.setblocking(False)
attempt(s.accept)
s.close()
attempt(s.accept)
attempt(s.listen)
print(s.fileno(), s)
attempt(socket.socket, socket.AF_INET, 77)
attempt(socket.inet_aton, "1.2.3.400")
attempt(socket.inet_pton, socket.AF_INET, "1.2.3")
attempt(socket.getservbyname, "nothing")
attempt(socket.getaddrinfo, "name", 80, socket.AF_INET, 0, 0, socket.AI_NUMERICHOST)
attempt(socket.getaddrinfo, "127.0.0.1", "nothing")

a, b = pair()
a.settimeout(0.05)
attempt(a.recv, 10)
a.setblocking(False)
attempt(a.recv, 10)
attempt(a.connect, b.getsockname())
attempt(b.recv, 10, socket.MSG_DONTWAIT)
b.close()
time.sleep(0.05)
attempt(a.recv, 10)
attempt(a.send, b"into the void")
time.sleep(0.05)
attempt(a.send, b"and again")
attempt(a.recv, 10)

a, b = pair()
b.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
b.close()
time.sleep(0.05)
attempt(a.recv, 10)
attempt(a.recv, 10)

a, b = pair()
a.shutdown(socket.SHUT_WR)
attempt(a.send, b"x")
b.sendall(b"unread")
time.sleep(0.05)
a.close()
time.sleep(0.05)
attempt(b.recv, 10)
attempt(b.recv, 10)

a, b = pair()
b.setblocking(False)
total = 0
try:
    while True:
        total += b.send(bytes(65536))
except BlockingIOError as error:
    print("full", error.errno, total > 0)
b.settimeout(0.05)
attempt(b.sendall, b"x" * 1000000)


def late(connection):
    time.sleep(0.05)
    connection.shutdown(socket.SHUT_RDWR)


a, b = pair()
threading.Thread(target=late, args=(a,)).start()
attempt(a.recv, 10)
