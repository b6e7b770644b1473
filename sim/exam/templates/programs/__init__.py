"""Questions about programs with sockets."""
