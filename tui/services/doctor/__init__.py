"""What there is to know of the machine, the settings, the key, the disk and the network."""
