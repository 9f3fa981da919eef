"""The library: question sets as files and as what is stored, found and edited. It draws no screen.

A file goes up these steps, each a module that imports only those before it: ``parsing`` (YAML with its lines),
``values`` and ``things`` (how what is written is read), ``format`` (every name there is), ``reading`` (the set as a
whole), ``loading`` (into the database). What is wrong on the way is a ``Fault``. ``writing`` is the way back.
"""
