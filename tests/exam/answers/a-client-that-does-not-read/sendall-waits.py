import selectors
import socket

selector = selectors.DefaultSelector()
listener = socket.create_server(("", 9000))
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.fileobj is listener:
            selector.register(listener.accept()[0], selectors.EVENT_READ)
            continue
        try:
            data = key.fileobj.recv(1000)
            key.fileobj.sendall(data)
        except ConnectionError:
            data = b""
        if not data:
            selector.unregister(key.fileobj)
            key.fileobj.close()
