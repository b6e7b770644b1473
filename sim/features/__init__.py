"""What stands by itself on the hosts: each package a feature, with its rules, its commands and whatever else it has."""
