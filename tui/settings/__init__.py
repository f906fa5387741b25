"""The settings file, its profiles, and where a key comes from."""
