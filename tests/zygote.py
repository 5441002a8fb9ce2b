"""Runs the command in real processes without paying its imports each time.

Started once, it imports the package and loads the model; for each line on standard input (JSON:
args, cwd, stdin, stdout, stderr: file names) it forks, the child runs ``kg`` as a shell would, and
the child's exit code is written back on one line.
"""

import json
import os
import sys

from kg.cli import main
from kg.mentions import people
from kg.partition import extractor

people.model()
extractor()

for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if child == 0:
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            os.dup2(os.open(job[name], os.O_RDONLY if number == 0 else os.O_WRONLY), number)
        os.chdir(job["cwd"])
        sys.argv = ["kg", *job["args"]]
        code: object = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)
    _, status = os.waitpid(child, 0)
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
    sys.stdout.flush()
