import contextlib
import socket
import socketserver
import threading


class Broken(Exception):
    pass


def outer(value):
    return inner(value) + 1


def inner(value):
    with contextlib.suppress(KeyError):
        return {"a": 1}[value] + socket.inet_aton("not an address")


def in_thread():
    socket.create_connection(("127.0.0.1", unused))


with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    unused = probe.getsockname()[1]
thread = threading.Thread(target=in_thread)
thread.start()
thread.join()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        raise Broken("in a handler")


server = socketserver.TCPServer(("127.0.0.1", 0), Handler)
client = socket.create_connection(server.server_address)
with contextlib.redirect_stderr(open("handler.txt", "w")):
    server.handle_request()
print(open("handler.txt").read().splitlines()[-1])
client.close()
server.server_close()
try:
    outer("a")
except OSError as error:
    try:
        [
            int(each)
            for each in ("1", "x")
        ]
    except ValueError as another:
        another.add_note("a note")
        raise Broken("with a reason") from another
