"""Chromium, headless, as somebody outside uses it."""

from collections.abc import Generator
from contextlib import contextmanager

from playwright.sync_api import Page, Response, expect, sync_playwright
from user import NAME, User

from tests.chromium import chromium

expect.set_options(timeout=60_000)

# Root has no sandbox; the rest keeps Chromium from calls of its own, which the proxy would refuse.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser:
    """One page at a time; remembers every answer from the server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: list[tuple[str, str, int]] = []
        self.errors: list[str] = []
        page.on("response", self._remember)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> Page:
        """The page of the UI at `path`, below `/#`."""
        self.page.goto(f"https://{NAME}/#{path}")
        return self.page

    @property
    def failures(self) -> list[tuple[str, str, int] | str]:
        """What the server refused or failed to do, and errors of the page itself."""
        failed = [one for one in self.answers if one[2] == 403 or one[2] >= 500]
        return [*failed, *self.errors]

    def _remember(self, response: Response) -> None:
        path = response.url.removeprefix(f"https://{NAME}").partition("?")[0]
        self.answers.append((response.request.method, path, response.status))


@contextmanager
def browse(user: User) -> Generator[Browser]:
    """A browser with a profile of its own that reaches what `user` reaches."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium(),
            args=FLAGS,
            # Without the bypass Chromium would pass by the proxy on its way to this computer.
            proxy={"server": user.proxy.url, "bypass": "<-loopback>"},
            timeout=120_000,
        )
        # Chromium takes no authority from a file.
        context = chrome.new_context(
            ignore_https_errors=True, viewport={"width": 1280, "height": 720}
        )
        context.set_default_timeout(120_000)
        yield Browser(context.new_page())
        chrome.close()
