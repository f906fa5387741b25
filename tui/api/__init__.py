"""The Asyntai API over HTTP."""
