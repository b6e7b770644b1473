"""A TCP connection of the tests' own: two programs, one lost segment, numbers that can be told by heart."""

CONVERSATION = """\
title: A connection with one loss
until: 20s
tcp: {profile: simple}
nodes:
  client: {host: 10.0.0.1/24, tcp: {isn: 100}}
  server: {host: 10.0.0.2/24, tcp: {isn: 300}}
  sw1: {switch: 2 ports}
links:
  - {link: client -- sw1, delay: 10ms}
  - {link: server -- sw1, delay: 10ms}
faults:
  - {on: server -- sw1, drop: first tcp data to server}
programs:
  - on: server
    name: server.py
    code: |
      import socket
      listener = socket.create_server(("10.0.0.2", 8081))
      connection, _ = listener.accept()
      while data := connection.recv(100):
          connection.sendall(data.upper())
      connection.close()
  - on: client
    name: client.py
    at: 1s
    code: |
      import socket
      import time
      sock = socket.create_connection(("10.0.0.2", 8081))
      sock.sendall(b"hello")
      print(sock.recv(100))
      sock.close()
      time.sleep(1)
      try:
          socket.create_connection(("10.0.0.2", 81))
      except OSError as error:
          print(error)
"""
