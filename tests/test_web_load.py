"""Fifty honest clients and three hostile ones for a short while: the benchmark says whether all went well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.mark.slow
def test_no_wrong_answer_and_no_crash_under_load(sample_store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/load.py", "--store", str(sample_store), "--seconds", "5"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong 0" in done.stdout
