"""What the classifiers do on articles they have not seen stays where it is; nothing is written."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from conftest import ROOT

LEAST = {"recipients, both looks > 0.5": 0.76, "names > 0.5": 0.70, "pairs > 0.5": 0.72, "years > 0.5": 0.74}


@pytest.fixture(scope="module")
def report() -> str:
    before = {path: path.read_bytes() for path in (ROOT / "kg" / "lexicon" / "learned").iterdir()}
    command = [sys.executable, str(ROOT / "benchmarks" / "train.py"), "--check"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert before == {path: path.read_bytes() for path in before}
    return output


@pytest.mark.slow
@pytest.mark.parametrize("what", LEAST)
def test_cross_validated_f1_is_not_below_what_it_was(report: str, what: str) -> None:
    found = re.search(rf"{re.escape(what)}: .* F1 (\d\.\d+)", report)
    assert found is not None, report
    assert float(found[1]) >= LEAST[what]


@pytest.mark.slow
def test_right_award_is_named_for_most_recipients(report: str) -> None:
    found = re.search(r"name > 0.3: (\d+) of (\d+) right", report)
    assert found is not None, report
    # Above 0.88 on the first 1,092 articles; 0.871 before networks and coined names were awards to choose among, too.
    assert int(found[1]) / int(found[2]) > 0.865
