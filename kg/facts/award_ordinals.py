"""Ordinals and small numbers in words, as ranks give them: "one hundred and fifty-sixth", "3rd".

Input: words. Output: a pattern for ordinals, and the number that words say.
"""

from __future__ import annotations

import re

_FIRST = (
    "first one 1st, second two, third three, fourth four, fifth five, sixth six, seventh seven, eighth eight, "
    "ninth nine, tenth ten, eleventh, twelfth, thirteenth, fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, "
    "nineteenth, twentieth"
)
_TENS = (
    "twenty, thirty thirtieth, forty fortieth, fifty fiftieth, sixty sixtieth, seventy seventieth, eighty eightieth, "
    "ninety ninetieth"
)
NUMBERS = {word: n for n, words in enumerate(_FIRST.split(", "), 1) for word in words.split()} | {
    word: 10 * n for n, words in enumerate(_TENS.split(", "), 2) for word in words.split()
}
_ONE_WORD = "|".join(word for word in NUMBERS if word.endswith(("st", "d", "th")) and not word[0].isdigit())
COUNT = "one|two|three|four|five|six|seven|eight|nine|ten"
_HUNDREDS = r"(?:(?:one|two|three|four|five)\s)?hundred\s(?:and\s)?"
ORDINAL = rf"(?:{_HUNDREDS})?(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{_ONE_WORD})"


def number_of(words: str) -> int:
    """What an ordinal or a number says: "one hundred and fifty-sixth", "third", "3rd", "No. 3"."""
    if digits := re.search(r"\d+", words):
        return int(digits.group())
    hundreds, _, rest = (low := words.casefold()).rpartition("hundred")
    told = sum(NUMBERS[word] for word in re.findall(r"\w+", rest) if word in NUMBERS)
    return told + (100 * NUMBERS.get(hundreds.strip(), 1) if "hundred" in low else 0)
