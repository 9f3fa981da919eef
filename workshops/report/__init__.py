"""What a closed workshop leaves: what is told of it (:mod:`telling`), how that is printed (:mod:`printing`), and the
process that makes it (:mod:`making`)."""
