import selectors
import socket

selector = selectors.DefaultSelector()
listener = socket.create_server(("", 9000))
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.fileobj is listener:
            client, _ = listener.accept()
            client.setblocking(False)
            selector.register(client, selectors.EVENT_READ)
            continue
        try:
            data = key.fileobj.recv(1000)
            key.fileobj.send(data)
        except BlockingIOError:
            continue
        except ConnectionError:
            data = b""
        if not data:
            selector.unregister(key.fileobj)
            key.fileobj.close()
