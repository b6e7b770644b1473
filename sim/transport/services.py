"""The services that are taught, by their ports, the same for UDP and TCP (``/etc/services``)."""

SERVICES = {
    "echo": 7, "discard": 9, "daytime": 13, "chargen": 19, "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23,
    "smtp": 25, "time": 37, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "http": 80, "pop3": 110, "ntp": 123,
    "imap2": 143, "snmp": 161, "https": 443,
}  # fmt: skip

NAMES = {port: name for name, port in SERVICES.items()}
