"""The attack on the readers: harnesses, two engines, and what they once found.

    python tests/fuzz --seconds 30 --jobs 2

runs each reader for half a minute and prints a line for each; the exit status
is 1 if anything was found. `--list` names the readers and the functions that
they stand for, `--engine all` gives half of the time to atheris where it is
installed, and `--executions 1000000 --record FILE --resume` is a long run,
which can be stopped and goes on from its counts.

A finding is written to `fuzz-findings/` as the bytes that were read, cut down
to what causes it, with a `.json` beside it that says what was seen.
`--again FILE` repeats it. When it is mended, its bytes go to
`corpus/READER/WHAT-IT-WAS`, and the test suite reads them from then on.

A new reader needs a harness in one of the modules that `readers` lists: how an
input is made, how it is read, and what has to hold of what comes of it.
`test_fuzz.py` fails until it has one. What holds of every refusal is in
`oracles`: only errors of ours, in printable lines of bounded length, with a
place and a documented code; bounded time and memory are the engine's to see.
"""
