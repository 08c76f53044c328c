"""What every plugin process of the rehearsal does at its end: it goes with the engine, at once."""

import os
import signal
import threading
import time


def end_with_engine() -> None:
    """Exit on the engine's SIGINT and when the engine is gone; call it before serving."""
    # An orderly shutdown waits for calls that never end: five seconds until the engine kills it.
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(engine: int) -> None:
    # A killed engine cannot end its plugins.
    while os.getppid() == engine:
        time.sleep(1)
    os._exit(0)
