"""What a person types at a device: the commands, and the output that they know from a real one."""
