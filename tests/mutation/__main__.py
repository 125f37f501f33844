"""Run mutants: `python tests/mutation`, because another library installs a package `tests`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutation.running import main

if __name__ == "__main__":
    sys.exit(main())
