import select
import socket

listener = socket.create_server(("", 9000))
kept = {}
while True:
    readable, writable, _ = select.select([listener, *kept], [s for s in kept if kept[s]], [])
    for s in readable:
        if s is listener:
            client, _ = listener.accept()
            client.setblocking(False)
            kept[client] = b""
            continue
        try:
            data = s.recv(4096)
        except ConnectionError:
            data = b""
        if data:
            kept[s] += data
        else:
            del kept[s]
            s.close()
    for s in writable:
        if s in kept:
            try:
                kept[s] = kept[s][s.send(kept[s]):]
            except ConnectionError:
                del kept[s]
                s.close()
