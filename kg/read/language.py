"""Which language a text is in, as far as it matters here: English, or which other one.

Input: text. Output: an ISO 639-1 code. The share of common English words decides in nearly
all cases; only where it leaves doubt is the statistical detector loaded.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the of and to in a is that for on it as was with by at be from are this has have an which its were will not or"
    " their but they also had been said who more he she his her after would we you can all one two other about into"
    " than over new when where first city year years".split()
)
SAMPLE = 20_000  # characters
_NEAR = frozenset({"de", "nl", "fr", "es", "it", "pt", "da", "no", "sv"})  # may share that many words
_SURE = 0.22  # English prose has .40 to .65, other languages in Latin script below .15 ("in", "a", "on", "an")
_NOT = 0.12
_FEW = 8  # words: below this, nothing can be told


def language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``; ``en`` where there is too little to tell.

    Words with a capital are left aside: lists of names have no language.

    >>> language("La Paz, Lima, Quito, Bogota, Caracas, Brasilia, Managua and Asuncion won.")
    'en'
    """
    sample = text[:SAMPLE]
    if not _latin(sample):
        return _detected(sample)
    words = [word for word in _WORD.findall(sample) if word[0].islower()]
    share = sum(word in _COMMON for word in words) / max(1, len(words))
    if len(words) < _FEW or share >= _SURE:
        return "en"
    found = _detected(sample)
    return "en" if share > _NOT and found not in _NEAR else found


def _latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) >= 0.5 * len(letters)


def _detected(text: str) -> str:
    import py3langid  # noqa: PLC0415  # loads numpy and a model: only where it is needed

    return str(py3langid.classify(text)[0])
