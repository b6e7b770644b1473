import selectors
import socket

selector = selectors.DefaultSelector()
listener = socket.create_server(("", 9000))
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        s = key.fileobj
        if s is listener:
            selector.register(listener.accept()[0], selectors.EVENT_READ)
            continue
        try:
            data = s.recv(1000)
            for other in list(selector.get_map().values()):
                if other.fileobj is not listener:
                    other.fileobj.sendall(data)
        except ConnectionError:
            data = b""
        if not data:
            selector.unregister(s)
            s.close()
