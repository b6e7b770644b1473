import os
import select
import selectors
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
        server = listener.accept()[0]
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client, server


def settle():
    time.sleep(0.05)


def names(*lists):
    return [[name[each] for each in found] for found in lists]


a, b = pair()
listener = socket.create_server(("127.0.0.1", 0))
name = {a: "a", b: "b", listener: "listener"}
print(names(*select.select([a, b, listener], [a, b], [a], 0)))
print(names(*select.select([a, b, listener], [], [], 0.02)))
b.sendall(b"x")
other = socket.create_connection(listener.getsockname())
settle()
print(names(*select.select([a, b, listener], [], [])))
a.recv(1)
b.close()
settle()
print(names(*select.select([a, listener], [a], [], 1)))
attempt(select.select, [b], [], [])
attempt(select.select, [50], [], [], 0)
attempt(select.select, ["x"], [], [], 0)
attempt(select.select, [], [], [], -1)
print(select.select([], [], [], 0.01))

poll = select.poll()
a, b = pair()
poll.register(a)
poll.register(b, select.POLLIN)
number = {a.fileno(): "a", b.fileno(): "b"}


def polled(*timeout):
    return [(number.get(fd, "?"), events) for fd, events in poll.poll(*timeout)]


print(polled(0), polled(10))
poll.modify(a, select.POLLIN | select.POLLRDHUP)
print(polled(10))
b.sendall(b"abc")
settle()
print(polled())
b.shutdown(socket.SHUT_WR)
settle()
print(polled())
a.shutdown(socket.SHUT_WR)
settle()
print(polled())
attempt(poll.modify, 50, 0)
poll.unregister(b)
attempt(poll.unregister, b)
fd = a.fileno()
a.close()
print(polled())

epoll = select.epoll()
a, b = pair()
number = {a.fileno(): "a", b.fileno(): "b"}


def ready(*arguments):
    return sorted((number.get(fd, "?"), events) for fd, events in epoll.poll(*arguments))


epoll.register(a, select.EPOLLIN)
print(ready(0), ready(0.01))
b.sendall(b"level")
settle()
print(ready(), ready(), a.recv(2), ready(0), a.recv(10), ready(0))
epoll.modify(a, select.EPOLLIN | select.EPOLLET)
b.sendall(b"edge")
settle()
print(ready(0), ready(0), a.recv(2), ready(0))
b.sendall(b"more")
settle()
print(ready(0), ready(0))
print(a.recv(100), ready(0))
epoll.modify(a, select.EPOLLIN | select.EPOLLONESHOT)
b.sendall(b"once")
settle()
print(ready(0))
b.sendall(b"twice")
settle()
print(ready(0))
epoll.modify(a, select.EPOLLIN | select.EPOLLONESHOT)
print(ready(0), a.recv(100))
epoll.modify(a, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
print(ready(0), ready(0))
epoll.register(b, select.EPOLLOUT)
print(ready(0, 5), len(ready(0, 1)))
epoll.unregister(b)
attempt(epoll.register, a, select.EPOLLIN)
attempt(epoll.unregister, b)
attempt(epoll.modify, b, select.EPOLLIN)
attempt(epoll.register, 50, select.EPOLLIN)
attempt(epoll.register, -1)
attempt(epoll.register, 0.5)
b.close()
settle()
print(ready(0))
a.close()
print(ready(0))
print(epoll.closed, epoll.fileno() > 2)
epoll.close()
attempt(epoll.poll)
attempt(epoll.fileno)
print(epoll.closed)

attempt(poll.register, 1, -1)
attempt(poll.register, 1, 65536)
poll = select.poll()
poll.register(1)
attempt(poll.poll, 2**31)
attempt(poll.poll, 2**63)
attempt(type(poll))
r, w = os.pipe()
poll = select.poll()
poll.register(r)
waiting = threading.Thread(target=poll.poll)
waiting.start()
time.sleep(0.05)
attempt(poll.poll, 0)
os.write(w, b"x")
waiting.join()
attempt(select.epoll, 1, -2)
epoll = select.epoll()
same = select.epoll.fromfd(os.dup(epoll.fileno()))
epoll.register(r, select.EPOLLIN)
print([events for _, events in same.poll(0)], same.closed)
attempt(epoll.poll, 2**40)

for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    selector = kind()
    a, b = pair()
    selector.register(a, selectors.EVENT_READ, "a")
    selector.register(b, selectors.EVENT_READ | selectors.EVENT_WRITE, "b")
    b.sendall(b"x")
    settle()
    print(kind.__name__, sorted((key.data, events) for key, events in selector.select()))
    selector.unregister(a)
    selector.close()
