"""`python -m tipdata`."""

import sys

from tipdata.cli import main

if __name__ == "__main__":
    sys.exit(main())
