"""UNIX sockets (``AF_UNIX``): octets between the programs of one host, which no link carries."""
