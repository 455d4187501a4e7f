"""The packaged program behind an icon, `bandejaw`: the client's window, with the mail link or file it was opened for."""

import sys

from desktop.__main__ import main

if __name__ == "__main__":
    sys.argv.insert(1, "app")
    sys.exit(main())
