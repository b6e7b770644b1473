"""The prompt of a device: a command is read, noted and begun, and runs until it ends."""
