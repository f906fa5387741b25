"""Pictures of the client for its README, made by driving it on the sandbox: ``python -m screenshots``."""
