"""The socket calls of a host, as its kernel answers them: nothing here blocks, and nothing knows a Python program."""
