"""Run the fuzzer: `python tests/fuzz`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # The tests import each other by their names, as pytest lets them. Python put this very
    # folder first, where modules of it would hide others of their names.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from fuzz.running import main

    sys.exit(main())
