"""A backup: one file with the database and the secret key, made and put back without tools that are not here.

It is a compressed tar: ``manifest.json``, ``secret-key``, and the database. That is a copy of the file with SQLite, and
with PostgreSQL a file for each table, as ``COPY`` gives it.
"""
