"""An application that says which process answers, for tests of several."""

import os


async def application(scope, receive, send) -> None:
    """The process's number, on a connection of its own."""
    said = str(os.getpid()).encode()
    headers = [(b"content-length", str(len(said)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": said})
