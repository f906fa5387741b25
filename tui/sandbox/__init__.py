"""The Asyntai API imitated on loopback, for demos and tests."""
