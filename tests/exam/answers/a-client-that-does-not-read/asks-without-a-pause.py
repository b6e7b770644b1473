import socket

listener = socket.create_server(("", 9000))
listener.setblocking(False)
kept = {}
ended = set()
while True:
    try:
        client, _ = listener.accept()
        client.setblocking(False)
        kept[client] = b""
    except BlockingIOError:
        pass
    for client in list(kept):
        try:
            if kept[client]:
                kept[client] = kept[client][client.send(kept[client]):]
            elif client in ended:
                del kept[client]
                client.close()
            elif data := client.recv(4096):
                kept[client] += data
            else:
                ended.add(client)
        except BlockingIOError:
            pass
        except ConnectionError:
            del kept[client]
            client.close()
