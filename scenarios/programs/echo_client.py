"""A client for echo_server.py: sends lines and prints the answers.

    python3 echo_client.py HOST PORT [LINE ...]

Without LINE it sends the lines of its standard input.
"""

import socket
import sys

host, port, *lines = sys.argv[1:]

with socket.create_connection((host, int(port))) as connection:
    answers = connection.makefile(encoding="utf-8")
    for line in lines or sys.stdin:
        connection.sendall(line.rstrip("\n").encode() + b"\n")
        print(answers.readline().rstrip("\n"))
