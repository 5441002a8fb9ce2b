"""The command line: each command parses, calls one function, prints, sets the exit code.

The text side and the validator cost seconds to import: the commands that need them import them.
"""

from __future__ import annotations

import errno
import logging
import os
import sys

from kg.cli import building, checking, describing, drawing, publishing, querying, reading, remote, scale, world
from kg.cli.common import app, fail
from kg.errors import KgError, StoreError
from kg.store import advice

__all__ = [
    "app", "building", "checking", "describing", "drawing", "main", "publishing", "querying", "reading", "remote",
    "scale", "world",
]  # fmt: skip

FULL = {errno.ENOSPC, errno.EDQUOT}


def main() -> None:
    """Run ``kg``; errors of ours become one line on standard error and an exit code."""
    level = os.environ.get("KG_LOG", "CRITICAL").upper()
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    try:
        app()
    except StoreError as error:
        fail(str(error), 3)
    except RuntimeError as error:  # what the engine raises when it reads a damaged table
        fail(f"cannot read the store: {advice(error)}", 3 if "orruption" in str(error) else 70)
    except KgError as error:
        fail(str(error), 2)
    except BrokenPipeError:  # the reader has seen enough
        _drop_output()
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            _drop_output()
            fail(f"cannot write the output: {error.strerror}; make room, then run it again", 3)
        logging.getLogger(__name__).exception("internal error")
        fail(
            f"internal error: {type(error).__name__}: {error}; run again with KG_LOG=ERROR and report what it prints",
            70,
        )


def _drop_output() -> None:
    """Let what is still to be written go nowhere: the interpreter would try again at its end, and exit with 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
