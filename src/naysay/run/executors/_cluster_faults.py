"""What is wrong with a cluster, as errors that say how to mend it."""

from __future__ import annotations

from distributed import KilledWorker

from naysay.study.errors import InputError, printable


def one_line(error: object) -> str:
    """An error in one line and without its full stop, whatever it says."""
    return printable((str(error).strip() or type(error).__name__).splitlines()[0]).rstrip(".")


def other_worker(worker: str, what: str) -> InputError:
    """A worker that does not compute as this process."""
    return InputError(
        "--cluster",
        got=f"{worker} has {what}",
        allowed="workers with the same naysay, Python, packages and word lists as this machine",
        mend="Install the same versions there, such as from the same lock file, and start the worker again.",
    )


def open_worker(worker: str) -> InputError:
    """A worker whose connection anybody on its way can read."""
    return InputError(
        "--cluster",
        got=f"{worker}, a worker without encryption",
        allowed="workers with certificates (tls://), or of this machine alone",
        mend="Start scheduler and workers with certificates: posts would cross the network.",
    )


def no_worker() -> InputError:
    """Nobody works."""
    return InputError(
        "--cluster",
        got="a scheduler without a worker",
        allowed="one worker or more",
        mend="Start workers with `dask worker ADDRESS --nthreads 1`.",
    )


def given_up(error: KilledWorker) -> InputError:
    """A part that no worker survived."""
    return InputError(
        "--cluster",
        got=f"a part of the work whose workers were lost {error.allowed_failures + 1} times",
        allowed="workers that stay: each with memory for one part at a time, or a longer patience",
        mend="Give the workers more memory, start fewer a machine, or raise patience in [cluster].",
    )


def lost(error: Exception) -> InputError:
    """The scheduler or the connection to it is gone."""
    return InputError(
        "--cluster",
        got=f"a cluster that was lost ({one_line(error)})",
        allowed="a scheduler and workers that stay until the run is done",
        mend="Start them again, and run again: what was read and scored so far is kept.",
    )
