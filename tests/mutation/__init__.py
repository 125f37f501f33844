"""The attack on the tests: small faults put into the source, which some test must notice.

    python tests/mutation --room dates --sample 60 --seed 1

tries one fault at each of 60 places of a room, which the seed chooses; without
`--sample` it tries every fault, and without `--room` those of every room. It
prints each survivor with its file, line and difference, and a table. It
returns 1 if a room has less than 90 per cent of its faults noticed, and 2 if
`equivalent.toml`, which explains what no test can notice, is out of date.

The faults are those of cosmic-ray and of `operators.py`: other operators,
numbers and conditions, and a returned value, a statement or an item left out.
Words and sentences are left alone, and so is what only type checkers read. A
fault that makes the source not compile, or that every test sees at once, such
as a sum of strings made a product, is not counted.

It needs the extra `tests` and the dependency group `mutation`. It works on a
copy in a temporary folder and leaves the checkout alone. Which tests run a line
is recorded first; a mutant meets those, and if it survives the others of its room.
"""
