"""DNS, beside dnspython and the programs that people use."""
