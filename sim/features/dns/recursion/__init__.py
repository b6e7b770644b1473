"""The recursive resolver: from the servers of the root to an answer, without input or output of its own.

``machine.Recursor`` is all of it: octets and times go in, octets and deadlines come out.
"""
