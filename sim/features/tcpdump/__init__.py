"""``tcpdump``: a capture typed at a host, with the filter expressions of libpcap."""
