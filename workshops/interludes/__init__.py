"""What an agenda has between its tools: a slide of one's own, a break, a word to come in and go out by.

They are tools like any other: they import ``workshops.tool`` and nothing else of the engine, and nothing imports them.
The report does not tell of them.
"""
