"""A room full of phones, to measure the server with: ``python -m bench --help``. Loopback only."""
