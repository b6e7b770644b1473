import socket
import threading


def pair():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, address = listener.accept()
        assert address == client.getsockname()
        return client, server


def serve(listener):
    while True:
        connection, _ = listener.accept()
        with connection:
            while data := connection.recv(7):
                if data == b"stop":
                    return
                connection.sendall(data.upper())


listener = socket.create_server(("127.0.0.1", 0), backlog=3)
thread = threading.Thread(target=serve, args=(listener,))
thread.start()
for words in ([b"one", b"two"], [b"a longer text than the buffer"]):
    with socket.create_connection(listener.getsockname()) as connection:
        for word in words:
            connection.sendall(word)
            got = b""
            while len(got) < len(word):
                got += connection.recv(100)
            print(got)
with socket.create_connection(listener.getsockname()) as connection:
    connection.sendall(b"stop")
    print(connection.recv(10))
thread.join()

a, b = pair()
print(a.family, a.type, a.proto, a.getpeername() == b.getsockname(), a.gettimeout(), a.getblocking())
print(a.send(b"hello world"), b.recv(5, socket.MSG_PEEK), b.recv(5), b.recv(100))
buffer = bytearray(8)
a.sendall(memoryview(b"0123456789"))
print(b.recv_into(buffer, 4), bytes(buffer), b.recv_into(memoryview(buffer)[4:]), bytes(buffer))
print(b.recv(10), a.sendmsg([b"ab", bytearray(b"cd")]))
data, extra, flags, _ = b.recvmsg(3)
print(data, extra, flags, b.recv(10))
a.sendall(b"12345678")
print(b.recv(8, socket.MSG_WAITALL))
file = a.makefile("rw", encoding="utf-8", newline="\n")
other = b.makefile("rwb")
file.write("first line\nsecond line\n")
file.flush()
print(other.readline(), other.readline())
other.write(b"answer\n")
other.flush()
print(repr(file.readline()))
a.shutdown(socket.SHUT_WR)
print(b.recv(10), b.recv(10), b.send(b"still open"), a.recv(100))
b.close()
other.close()
print(a.recv(100))
a.close()
file.close()

a, b = pair()
again = a.dup()
a.close()
again.sendall(b"through the copy")
print(a.fileno(), b.recv(100), again.fileno() > 2)
fd = again.detach()
print(again.fileno(), socket.socket(fileno=fd).send(b"x"), b.recv(1), b.recv(1))
print(a.connect_ex(("127.0.0.1", 1)) if a.fileno() >= 0 else "closed")

s = socket.socket()
print(s.getsockname(), s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
for level, name, value in (
    (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_BROADCAST, 1),
):
    s.setsockopt(level, name, value)
    print(s.getsockopt(level, name))
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\2\0\0\0")
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))
print(len({s, a, b}), s == s, s != a)
print(socket.inet_aton("10.1"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_pton(socket.AF_INET, "1.2.3.4"))
print(socket.htons(80), socket.ntohl(1), socket.getservbyname("http"), socket.getservbyport(53))
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo(None, "http", socket.AF_INET, flags=socket.AI_PASSIVE)[0])
print(socket.gethostbyname("127.0.0.1"), socket.gethostbyname("localhost"), socket.has_dualstack_ipv6() in (True, False))
