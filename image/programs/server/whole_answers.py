"""The head of an answer is sent with its body.

MLflow's middleware sends the head as soon as it is known, and the body when it has passed them all.
A server that is killed in between leaves a client with an answer that has begun, and that is the
one failure of a call that MLflow's client does not repeat.
"""

from typing import Any


def with_whole_answers(app: Any) -> Any:
    """The application, which sends no head alone."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        head = None

        async def send_whole(message: Any) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                head = message
                return
            if head:
                # Both in one turn of the event loop: they leave together.
                await send(head)
                head = None
            await send(message)

        await app(scope, receive, send_whole)

    return application
