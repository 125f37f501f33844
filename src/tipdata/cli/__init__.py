"""The command line: `tipdata`, or `python -m tipdata`."""

from collections.abc import Sequence

__all__ = ["main"]

_FAILED = 2
_INTERRUPTED = 130  # what a shell gives a program that Ctrl-C has ended


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status, whatever happens.

    It is 0 on success; 1 if a file has problems; 2 if a word is unknown, or
    input or output fails; 130 if Ctrl-C has interrupted it.

    Args:
        argv: The words that follow `tipdata`; by default those of the process.
    """
    try:
        # The commands load here, so that Ctrl-C is answered while they do.
        from tipdata.cli._running import run

        return run(argv)
    except KeyboardInterrupt:
        return _end("interrupted", _INTERRUPTED)
    except MemoryError:
        return _end("not enough memory", _FAILED)
    except RecursionError:
        return _end("the input is nested too deeply", _FAILED)
    except Exception as error:  # noqa: BLE001 - the status of a traceback would mean problems in a file
        return _end(_describe(error), _FAILED)


def _describe(error: Exception) -> str:
    """Return what a report of a bug needs, in one line."""
    from tipdata.errors import one_line

    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    name = "" if last is None else last.tb_frame.f_globals.get("__name__", "")
    place = "" if last is None else f" in {name}, line {last.tb_lineno}"
    said = one_line(f"{type(error).__name__}: {error}")
    return f"this is a bug in tipdata, please report it: {said}{place}"


def _end(reason: str, status: int) -> int:
    from tipdata.cli._streams import write_error

    write_error(f"tipdata: {reason}")
    return status


def __dir__() -> list[str]:
    return __all__
