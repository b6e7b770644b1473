"""What every device has: a node with its tables, timers and ports; and the network of devices and cables."""
