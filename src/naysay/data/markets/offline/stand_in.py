"""Yahoo on this machine, as a context manager."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType

from naysay.data.markets.offline.answers import NO_CONNECTION, NOT_FOUND, Answer, PriceRequest, Reply, replied
from naysay.data.markets.offline.client import forget_answers, pointed_at
from naysay.data.markets.offline.server import serving


class OfflineYahoo:
    """While it is on, yfinance in this process asks a server on this machine and nobody else.

    A symbol that has no answer is unknown (``NOT_FOUND``). The client is put back as it was at the end, also
    after an error, and the user's cookies and caches are not touched. It can be entered again.

    Parameters
    ----------
    answers
        What is answered, by symbol: ``prices(...)``, ``NOT_FOUND``, ``slow(...)``, or a ``Reply`` of yours.

    Attributes
    ----------
    answers
        The same; symbols may be added and changed while it is on.
    requests
        Every request for prices, in order. The client often asks more than once for a symbol.
    refused
        Each other host that was asked for. None of them is ever reached.

    Raises
    ------
    InputError
        On entering, while another one is on in this process.
    Exception
        On leaving, what a function among the answers raised first; the client had no connection then.
    """

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers: dict[str, Answer] = dict(answers or {})
        self.requests: list[PriceRequest] = []
        self.refused: list[str] = []
        self._stack = ExitStack()
        self._errors: list[Exception] = []

    def symbols(self) -> list[str]:
        """The symbols whose prices were asked for, in order, each once for requests in a row."""
        return [symbol for symbol, _ in itertools.groupby(request.symbol for request in self.requests)]

    def forget(self) -> None:
        """Count anew, and let the client forget what it was answered, as a new process would."""
        self.requests.clear()
        self.refused.clear()
        forget_answers()

    def __enter__(self) -> OfflineYahoo:
        with ExitStack() as stack:
            address = stack.enter_context(serving(self._reply, self.refused.append))
            stack.enter_context(pointed_at(address))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
        if self._errors:
            raise self._errors.pop(0)

    def _reply(self, request: PriceRequest) -> Reply:
        self.requests.append(request)
        try:
            return replied(self.answers.get(request.symbol, NOT_FOUND), request)
        except Exception as error:  # a fault of the answers is no fault of Yahoo's: it is raised at the end
            self._errors.append(error)
            return NO_CONNECTION
