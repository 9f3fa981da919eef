"""What each kind of screen shows of a workshop: :mod:`scene`; what a phone has of its own: :mod:`phone`; what is sent
when something changed: :mod:`patches`."""
