import asyncio
import contextlib
import http.client
import http.server
import io
import json
import logging
import socketserver
import sys
import threading
import urllib.error
import urllib.request
import xmlrpc.client
import xmlrpc.server


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextlib.contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


import socket

with serving(Server(("127.0.0.1", 0), Upper)) as address:
    with socket.create_connection(address) as connection:
        with connection.makefile("rw") as file:
            file.write("hello\nworld\n")
            file.flush()
            print(repr(file.readline()), repr(file.readline()))


class Echo(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read()[::-1])


with serving(socketserver.UDPServer(("127.0.0.1", 0), Echo)) as address:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"datagram", address)
        print(client.recv(100))


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/nothing":
            self.send_error(404)
            return
        body = json.dumps({"path": self.path}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


with serving(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)) as (host, port):
    url = f"http://{host}:{port}"
    with urllib.request.urlopen(f"{url}/a?b=c") as answer:
        print(answer.status, answer.read(), answer.headers["Content-Length"])
    print(urllib.request.urlopen(url, data=b"posted").read())
    try:
        urllib.request.urlopen(f"{url}/nothing")
    except urllib.error.HTTPError as error:
        print(error)
        error.close()
    connection = http.client.HTTPConnection(host, port)
    for path in ("/1", "/2"):
        connection.request("GET", path)
        print(connection.getresponse().read())
    connection.close()
try:
    urllib.request.urlopen(url)
except urllib.error.URLError as error:
    print(error)

with serving(xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False)) as (host, port):
    pass


async def handle(reader, writer):
    while line := await reader.readline():
        writer.write(line[::-1])
        await writer.drain()
    writer.close()


async def ask(port, word):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(word + b"\n")
    answer = await reader.readexactly(len(word) + 1)
    writer.close()
    await writer.wait_closed()
    return answer


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(*(ask(port, word) for word in (b"one", b"two", b"three"))))
    print(await asyncio.to_thread(len, "in a thread"))
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.02)
    except asyncio.TimeoutError:
        print("too late")
    server.close()


asyncio.run(main())
stream = io.StringIO()
logging.basicConfig(stream=stream, format="%(levelname)s %(threadName)s %(message)s")
logging.warning("to a stream")
print(stream.getvalue(), end="")
print("written", file=sys.stdout)
