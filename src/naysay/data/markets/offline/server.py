"""The server: it stands in for every host of Yahoo's as a proxy, and refuses every other one."""

from __future__ import annotations

import http.server
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from naysay.data.markets.offline.answers import PriceRequest, Reply

CHART: Final = "/v8/finance/chart/"
CRUMB: Final = Reply(200, b"offline", {"Content-Type": "text/plain"})
"""What the client sends back with each later request."""
_UNKNOWN: Final = {"code": "Not Found", "description": "Quote not found"}
_PAGES: Final[dict[str, tuple[int, str, object, object]]] = {
    "/quoteSummary/": (404, "quoteSummary", None, _UNKNOWN),
    "/timeseries/": (200, "timeseries", [], None),
    "/v7/finance/quote": (200, "quoteResponse", [], None),
}
IDLE_SECONDS: Final = 5.0
"""A client that sends or takes nothing for so long is left."""

Ask = Callable[[PriceRequest], Reply]
Refuse = Callable[[str], None]


@contextmanager
def serving(ask: Ask, refuse: Refuse) -> Iterator[str]:
    """The address of a server that asks ``ask`` for each reply, and tells ``refuse`` every other host.

    At the end no thread and no socket of it is left; a reply that is still waited for is not sent.
    """
    closing = threading.Event()
    server = _Server(ask, refuse, closing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Threads of its own for requests, which it waits for when it is closed."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, ask: Ask, refuse: Refuse, closing: threading.Event) -> None:
        self.ask, self.refuse, self.closing = ask, refuse, closing
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that goes away before the end of a reply is a client without patience."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if not _is_yahoo(url.hostname or ""):
            self.server.refuse(url.hostname or self.path)
            self.close_connection = True
            return
        reply = self._reply(url)
        is_closing = reply.wait_seconds > 0.0 and self.server.closing.wait(reply.wait_seconds)
        if is_closing or not reply.status:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in ({"Content-Length": str(len(reply.body))} | dict(reply.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_POST = do_GET  # noqa: N815  the name that the base class calls

    def do_CONNECT(self) -> None:
        """An encrypted connection, which the client opens to hosts that were not asked for by it."""
        self.server.refuse(self.path.rpartition(":")[0])
        self.send_error(HTTPStatus.FORBIDDEN)

    def _reply(self, url: SplitResult) -> Reply:
        if url.path.startswith(CHART):
            symbol = unquote(url.path.removeprefix(CHART))
            return self.server.ask(PriceRequest(symbol, dict(parse_qsl(url.query))))
        return CRUMB if url.path.endswith("/getcrumb") else _of_nothing(url.path)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""


def _is_yahoo(host: str) -> bool:
    return host == "yahoo.com" or host.endswith(".yahoo.com")


def _of_nothing(path: str) -> Reply:
    """What Yahoo says on its other pages of symbols that it does not know."""
    nothing = (404, "finance", None, _UNKNOWN)
    status, kind, result, error = next((of for part, of in _PAGES.items() if part in path), nothing)
    body = json.dumps({kind: {"result": result, "error": error}})
    return Reply(status, body.encode(), {"Content-Type": "application/json"})
