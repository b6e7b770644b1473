"""The addresses of interfaces as people set and see them: ``ip addr add``, ``ifconfig``, ``ipconfig``."""
