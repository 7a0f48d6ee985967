"""How long a run waits for the network: a time-out around any call, and repetitions that share one store of seconds."""

from __future__ import annotations

import random
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

from core.translation.faults import Garbled, RateLimited, Unreachable

if TYPE_CHECKING:
    from tenacity import RetryCallState, Retrying

_ATTEMPTS = {RateLimited: 5, Unreachable: 2}
_FIRST_WAIT = {RateLimited: 0.5, Unreachable: 0.25}  # seconds
_LONGEST_WAIT = 30.0
_T = TypeVar("_T")


class Patience:
    """Seconds that a run may lose to waiting and to requests that failed, all together."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @property
    def gone(self) -> bool:
        return self.left <= 0

    def spend(self, seconds: float) -> None:
        self.left -= seconds

    def retrying(self) -> Retrying:
        """Calls a function again where that may help: soon after a fault of the server, later on a limit of requests.

        A wait that the engine asks for is kept, unless it is longer than what is left: then it is given up at once.
        """
        from tenacity import Retrying, retry_if_exception_type  # takes a while to load; offline it is not needed

        return Retrying(
            retry=retry_if_exception_type(tuple(_ATTEMPTS)),
            wait=_wait,
            stop=self._enough,
            before_sleep=lambda state: self.spend(state.upcoming_sleep),
            reraise=True,
        )

    def _enough(self, state: RetryCallState) -> bool:
        return state.attempt_number >= _ATTEMPTS.get(type(_fault(state)), 1) or state.upcoming_sleep > self.left


def _fault(state: RetryCallState) -> BaseException:
    fault = state.outcome.exception() if state.outcome else None
    return fault or Garbled("")


def _wait(state: RetryCallState) -> float:
    """Doubling, and never two processes in step; at least what the engine asks for."""
    fault = _fault(state)
    if isinstance(fault, RateLimited) and fault.after is not None:
        return fault.after + random.uniform(0, 0.1)
    first = _FIRST_WAIT.get(type(fault), 1.0)
    return min(_LONGEST_WAIT, first * 2.0 ** (state.attempt_number - 1)) * random.uniform(0.8, 1.2)


def within(seconds: float | None, name: str, call: Callable[[], _T]) -> _T:
    """The call's result, or Unreachable after so many seconds; None: as long as it takes.

    The call runs in a thread that is left behind where it does not end: nothing else stops a search for a host's name.
    """
    if seconds is None:
        return call()
    made: list[_T] = []
    failed: list[BaseException] = []
    done = Event()

    def work() -> None:
        try:
            made.append(call())
        except BaseException as fault:  # handed on to who waits
            failed.append(fault)
        finally:
            done.set()

    Thread(target=work, name=f"asks {name}", daemon=True).start()
    if not done.wait(seconds):
        raise Unreachable(f"{name} did not answer within {seconds:g} seconds.")
    if failed:
        raise failed[0]
    return made[0]
