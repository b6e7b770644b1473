import asyncio
import errno
import fcntl
import os
import select
import selectors
import socket
import sys
import tempfile
import threading
import time


def attempt(what, *arguments):
    try:
        print(what.__name__, what(*arguments))
    except Exception as error:
        print(what.__name__, type(error).__name__, getattr(error, "errno", None), error)


def number(error):
    return errno.errorcode[error.errno]


r, w = os.pipe()
print(w - r, os.get_blocking(r), os.get_inheritable(r))
print(os.write(w, b"hello"), os.read(r, 2), os.read(r, 100), os.write(w, b""), os.read(r, 0))
attempt(os.read, w, 1)
attempt(os.write, r, b"x")
attempt(os.lseek, r, 0, 0)
attempt(os.read, r, -1)
attempt(os.write, w, "text")

# A reader waits for what is written, and for the end.
threading.Thread(target=lambda: (time.sleep(0.05), os.write(w, b"later"), time.sleep(0.05), os.close(w))).start()
print(os.read(r, 100), os.read(r, 100))
os.close(r)
attempt(os.read, r, 1)
attempt(os.close, r)

# Nobody reads any more.
r, w = os.pipe()
os.close(r)
attempt(os.write, w, b"x")
os.close(w)

# A full pipe, without and with waiting.
r, w = os.pipe()
os.set_blocking(w, False)
os.set_blocking(r, False)
attempt(os.read, r, 1)
sent = 0
try:
    while True:
        sent += os.write(w, bytes(4096))
except BlockingIOError as error:
    print(sent, number(error), select.select([], [w], [], 0)[1] == [w])
print(len(os.read(r, 10000)), len(os.read(r, 100000)), select.select([r], [w], [], 0) == ([], [w], []))
os.set_blocking(w, True)
os.set_blocking(r, True)
done = []
writer = threading.Thread(target=lambda: (done.append(os.write(w, bytes(100_000))), os.close(w)))
writer.start()
got = 0
while data := os.read(r, 1 << 20):
    got += len(data)
writer.join()
print(got, done)
os.close(r)

# A second number is the same open file; the last one closes it.
r, w = os.pipe()
w2 = os.dup(w)
os.close(w)
print(os.write(w2, b"dup"), os.read(r, 10))
w3 = os.dup2(w2, 77)
print(w3, os.get_inheritable(77), os.get_inheritable(w2))
os.close(w2)
print(os.write(77, b"dup2"), os.read(r, 10))
os.close(77)
print(os.read(r, 10))
attempt(os.dup, 78)
attempt(os.dup2, 78, 79)
os.close(r)

# What can be asked and set of a number.
r, w = os.pipe()
nonblocking = os.O_NONBLOCK
print(fcntl.fcntl(r, fcntl.F_GETFL), fcntl.fcntl(w, fcntl.F_GETFL), fcntl.fcntl(r, fcntl.F_GETFD))
print(fcntl.fcntl(r, fcntl.F_SETFL, nonblocking), fcntl.fcntl(r, fcntl.F_GETFL) == nonblocking, os.get_blocking(r))
print(fcntl.fcntl(r, fcntl.F_SETFD, 0), os.get_inheritable(r), fcntl.fcntl(r, fcntl.F_DUPFD, 40))
with socket.socket() as sock:
    fcntl.fcntl(sock, fcntl.F_SETFL, nonblocking)
    print(fcntl.fcntl(sock, fcntl.F_GETFL) & (nonblocking | os.O_RDWR) == nonblocking | os.O_RDWR, sock.timeout)
attempt(fcntl.fcntl, 99, fcntl.F_GETFL)
for each in (r, w, 40):
    os.close(each)

# As files.
r, w = os.pipe()
with os.fdopen(w, "w") as file:
    file.write("one\ntwo\n")
    print(file.fileno() == w, file.seekable(), file.isatty())
with os.fdopen(r) as file:
    print(file.readline(), file.read())
r, w = os.pipe2(os.O_NONBLOCK)
with os.fdopen(r, "rb", 0) as raw:
    print(os.get_blocking(r), raw.read(10))
    os.write(w, b"abc")
    print(raw.read(10))
    os.close(w)
    print(raw.read(10))

# Sockets by their numbers.
with socket.create_server(("127.0.0.1", 0)) as listener:
    a = socket.create_connection(listener.getsockname())
    b = listener.accept()[0]
for each in (a, b):
    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(os.write(a.fileno(), b"by number"), os.read(b.fileno(), 100))
b.send(b"two")
print(os.readv(a.fileno(), [bytearray(1), bytearray(5)]), os.writev(a.fileno(), [b"x", b"yz"]), b.recv(10))
a.setblocking(False)
print(os.get_blocking(a.fileno()))
attempt(os.read, a.fileno(), 1)
attempt(os.lseek, a.fileno(), 0, 0)
os.set_blocking(b.fileno(), False)
attempt(b.recv, 1)
with tempfile.NamedTemporaryFile() as file:
    file.write(b"0123456789")
    file.flush()
    print(os.sendfile(b.fileno(), file.fileno(), 2, 5), b.sendfile(file), os.lseek(file.fileno(), 0, 1))
    print(os.pread(file.fileno(), 3, 4))
time.sleep(0.05)
print(a.recv(100))
os.close(a.detach())
b.setblocking(True)
print(os.read(b.fileno(), 1))
b.close()

# Who is ready.
r, w = os.pipe()
poll, epoll = select.poll(), select.epoll()
for each in (r, w):
    poll.register(each)
    epoll.register(each, select.EPOLLIN | select.EPOLLOUT)


def ready():
    names = {r: "r", w: "w"}
    return (
        sorted((names[fd], events) for fd, events in poll.poll(0)),
        sorted((names[fd], events) for fd, events in epoll.poll(0)),
    )


print(ready())
os.write(w, b"x")
print(ready())
second = os.dup(w)
os.close(w)
os.close(second)
poll.unregister(w)
print(ready())
os.read(r, 10)
print(ready())
os.close(r)
r, w = os.pipe()
poll, epoll = select.poll(), select.epoll()
poll.register(w)
epoll.register(w)
os.close(r)
print(ready())
os.close(w)

r, w = os.pipe()
threading.Thread(target=lambda: (time.sleep(0.05), os.write(w, b"!"))).start()
with selectors.DefaultSelector() as selector:
    selector.register(r, selectors.EVENT_READ, "the pipe")
    print([(key.data, events) for key, events in selector.select()], os.read(r, 1))


async def streams():
    loop = asyncio.get_running_loop()
    arrived = loop.create_future()
    loop.add_reader(r, lambda: arrived.done() or arrived.set_result(os.read(r, 100)))
    loop.call_later(0.05, os.write, w, b"for the loop")
    print(await arrived)
    loop.remove_reader(r)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print(await reader.readline(), await reader.readline())
    output, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(w, "wb", 0))
    output.write(b"from the loop")
    await asyncio.sleep(0.05)
    print(os.read(r, 100))
    output.close()


with selectors.DefaultSelector() as selector:
    selector.register(sys.stdin, selectors.EVENT_READ, "stdin")
    print([(key.data, events & selectors.EVENT_READ) for key, events in selector.select()])
asyncio.run(streams())
