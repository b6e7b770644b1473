"""HTTP/1.1 (RFC 9110, RFC 9112): a web server, ``curl``, ``browse``, and how HTTP is told."""
