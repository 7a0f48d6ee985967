"""Many files read by several processes at once: the same outcomes in the same order, whatever happens to a process.

A worker is a new interpreter that runs ``serve``: it is handed lists of files through its standard input and answers
with one outcome after the other through its standard output. Nothing of the calling process is copied, so that this
works from a script without a main guard, from a thread, from a notebook and from within Streamlit, where neither
forking nor multiprocessing's way of importing the main script again is safe. A worker whose caller is gone reads the
end of its input and ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.articles import Input
from core.models import GigaledgerError

if TYPE_CHECKING:
    from core.outcomes import Outcome

CHUNK = 25  # files handed over at a time
_FEW = 400  # files for each process at least: starting one takes as long as reading some hundred articles
_DEATHS = 6  # workers that end one after the other without having read anything: then no more are started
_START = "import sys; sys.path.insert(0, sys.argv[1]); from core.workers import serve; serve(sys.argv[2:])"
_PREPARED = "prepared"  # the word that has a worker load everything before it is asked
_LOST = "The process that read it ended twice without an answer (killed, or out of memory)."
_GAVE_UP = f"Not read: {_DEATHS} processes in a row ended without an answer (killed, or out of memory)."


def cores() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def worth(files: int) -> int:
    """How many processes to read so many files with: 1 for few, at most one for each core that this process may use."""
    if not sys.executable:
        return 1
    return max(1, min(cores(), files // _FEW))


def read_all(inputs: Sequence[Input], processes: int, notes: list[str]) -> Generator[Outcome, None, None]:
    """The outcomes of the inputs in their order. notes: gets a sentence for a person for every process that was lost.

    A file that was being read when its worker ended is read once more; if that ends the worker again, it is the one
    file that is lost. Raises GigaledgerError where no worker can be started at all.
    """
    from core.gazetteer import gazetteer

    gazetteer()  # made here if need be, not by each worker at once
    crew = _Crew(notes)
    chunk = max(1, min(CHUNK, -(-len(inputs) // processes)))
    threads = ThreadPoolExecutor(processes, thread_name_prefix="gigaledger-reading")
    try:
        futures = [threads.submit(crew.read, inputs[i : i + chunk]) for i in range(0, len(inputs), chunk)]
        futures.reverse()
        while futures:
            yield from futures.pop().result()
    finally:
        crew.stop()
        threads.shutdown(cancel_futures=True)


class Ahead:
    """A worker that is started before it is known what there is to read, so that loading what reading needs takes no
    time of its own. For a few files; where it fails, they are read here."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        if sys.executable and cores() > 1:
            try:
                self._worker = _Worker(_PREPARED)
            except OSError:
                pass  # no memory, too many processes

    @property
    def suits(self) -> bool:
        return self._worker is not None

    def begin(self, inputs: Sequence[Input]) -> None:
        """Hand the inputs over; ``read`` gives what becomes of them."""
        try:
            if self._worker:
                self._worker.hand_over(inputs)
        except _Ended:
            self.stop()

    def read(self, inputs: Sequence[Input]) -> Iterator[Outcome]:
        """The outcomes of the inputs that were handed over, in their order."""
        done = 0
        try:
            if self._worker:
                for answer in self._worker.answers(len(inputs)):
                    done += 1
                    yield answer
        except _Ended:
            self.stop()
        if done < len(inputs):
            from core.reading import outcome

            yield from map(outcome, inputs[done:])

    def stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.stop()


class _Ended(Exception):
    """A worker ended without having answered."""


class _Crew:
    """The workers, one for each thread that asks."""

    def __init__(self, notes: list[str]) -> None:
        self._notes = notes
        self._lock = threading.Lock()
        self._mine = threading.local()  # worker: the thread's own
        self._workers: list[_Worker] = []
        self._stopped = False
        self._deaths = 0  # since the last outcome
        self._answered = False

    def read(self, chunk: Sequence[Input]) -> list[Outcome]:
        from core.outcomes import Outcome

        done: list[Outcome] = []
        suspect = -1  # the file that was being read when a worker ended
        while len(done) < len(chunk):
            if self._stopped:
                raise _Ended
            if self._deaths >= _DEATHS:
                if not self._answered:
                    raise GigaledgerError("No process for reading could be started; use one process (--processes 1).")
                done += [Outcome(found.name, reason=_GAVE_UP) for found in chunk[len(done) :]]
                break
            try:
                for answer in self._worker().read(chunk[len(done) :]):
                    done.append(answer)
                    self._answered = True
                    self._deaths = 0
            except _Ended:
                if self._stopped:
                    raise
                if getattr(self._mine, "worker", None) is None:
                    continue  # it could not be started
                lost = suspect == len(done)
                suspect = len(done)
                self._bury(chunk[suspect].name, lost)
                if lost:
                    done.append(Outcome(chunk[suspect].name, reason=_LOST))
        return done

    def _worker(self) -> _Worker:
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is None:
            with self._lock:
                if self._stopped:
                    raise _Ended
                try:
                    worker = self._mine.worker = _Worker()
                except OSError as fault:  # no memory, too many processes
                    self._deaths += 1
                    self._notes.append(f"A reading process could not be started: {fault.strerror or fault}.")
                    raise _Ended from fault
                self._workers.append(worker)
        return worker

    def _bury(self, name: str, lost: bool) -> None:
        worker: _Worker = self._mine.worker
        self._mine.worker = None
        how = worker.stop(patience=0.2)
        went_on = "that article is left out" if lost else "it was replaced, and that article read again"
        with self._lock:
            self._workers.remove(worker)
            self._deaths += 1
            self._notes.append(f"A reading process ended unexpectedly ({how}) while it was at {name}; {went_on}.")

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            workers, self._workers = self._workers, []
        for worker in workers:
            worker.stop()


class _Worker:
    """One process. It stands in a session of its own: Ctrl-C reaches the caller only, who then ends it."""

    def __init__(self, *words: str) -> None:
        new_group: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, str(Path(__file__).resolve().parent.parent), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            creationflags=new_group,
        )

    def read(self, chunk: Sequence[Input]) -> Iterator[Outcome]:
        self.hand_over(chunk)
        return self.answers(len(chunk))

    def hand_over(self, chunk: Sequence[Input]) -> None:
        assert self._process.stdin
        try:
            pickle.dump(list(chunk), self._process.stdin)
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise _Ended from None

    def answers(self, count: int) -> Iterator[Outcome]:
        process = self._process
        assert process.stdout
        try:
            for _ in range(count):
                answer = pickle.load(process.stdout)
                if isinstance(answer, str):
                    raise GigaledgerError(answer)
                yield answer
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            raise _Ended from None

    def stop(self, patience: float = 0.0) -> str:
        """End it, if it does not end by itself in so many seconds; returns how it ended, for a person."""
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass  # what was not sent can no longer be
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def serve(words: Sequence[str] = ()) -> None:
    """The worker: reads lists of inputs from standard input until it ends, writes one outcome for each."""
    gc.disable()  # what is loaded stays
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints by accident must not stand among the answers
    from core.outcomes import seldom_collected
    from core.reading import prepare

    with seldom_collected():
        if _PREPARED in words:
            prepare()
        gc.freeze()
        gc.enable()
        _answer(answers)


def _answer(answers: BinaryIO) -> None:
    from core.reading import outcome

    while True:
        try:
            chunk = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        for found in chunk:
            try:
                answer = outcome(found)
            except GigaledgerError as fault:
                answer = str(fault)  # type: ignore[assignment]
            try:
                pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
            except BrokenPipeError:
                os._exit(0)  # nobody listens any more
