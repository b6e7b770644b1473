"""What is for one of several threads, and what is for all of them; however fast they are."""

import select
import socket
import threading


def all_of(worker, count=3):
    threads = [threading.Thread(target=worker, args=(number,)) for number in range(count)]
    for each in threads:
        each.start()
    return threads


def join(threads):
    for each in threads:
        each.join()


# One arrival, three readers of one octet: nobody is left asleep.
listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
octets = []
readers = all_of(lambda number: octets.append(server.recv(1)))
client.sendall(b"abc")
join(readers)
print(sorted(octets))

# The end of a stream is for all.
ends = []
readers = all_of(lambda number: ends.append(server.recv(1)))
client.close()
join(readers)
print(ends)


# So is the end of a listener.
def accept(number):
    try:
        listener.accept()
    except OSError as error:
        ends.append(error.errno)


ends.clear()
waiting = all_of(accept)
listener.shutdown(socket.SHUT_RDWR)
join(waiting)
print(ends)

# A datagram is for one of those that receive, and for all who look.
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 0))
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
seen = []
lookers = all_of(lambda number: seen.append(len(select.select([datagrams], [], [])[0])))
sender.sendto(b"one", datagrams.getsockname())
join(lookers)
print(seen, datagrams.recv(10))
received = []
receivers = all_of(lambda number: received.append(datagrams.recv(10)))
for text in (b"1", b"2", b"3"):
    sender.sendto(text, datagrams.getsockname())
join(receivers)
print(sorted(received))

# Three connections, three threads.
again = socket.create_server(("127.0.0.1", 0))
accepted = []
waiting = all_of(lambda number: accepted.append(again.accept()[0]))
clients = [socket.create_connection(again.getsockname()) for _ in range(3)]
join(waiting)
print(len(accepted))

# Who waits to send and who waits to receive on one connection do not take each other's turn.
left, right = socket.create_connection(again.getsockname()), again.accept()[0]
left.setblocking(False)
try:
    while True:
        left.send(b"x" * 65536)
except BlockingIOError:
    pass
left.setblocking(True)
both = []
threads = all_of(lambda number: both.append(left.recv(10) if number else left.send(b"y")), 2)
right.sendall(b"answer")


def drain(number):
    while right.recv(1 << 20):
        pass


drains = all_of(drain, 1)
join(threads)
left.close()
join(drains)
print(sorted(both, key=str))
