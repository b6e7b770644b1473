"""UDP, TCP and the sockets above them."""
