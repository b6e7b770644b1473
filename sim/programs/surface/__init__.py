"""The modules that know the machine, as a simulated host has them: what the standard library is built on."""
