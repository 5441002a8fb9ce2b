"""The ways in which the name of a person is written: what two spellings of it have in common.

Input: a name or a word of one. Output: forms that are equal for variants of one name: by sound, by script, by
short first names. Nothing here decides that two are one person: ``identity`` does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from kg.variants import words

TITLES = frozenset(
    "dr mr mrs ms miss sir dame lord lady baroness viscount prof professor hon rev sheikh sheikha hh hrh he eng"
    " ing arch"
    " cllr councillor mayor governor president minister senator msgr capt col gen".split()
)
# Malaysian and Nigerian styles, and Mohammed, shortened, before a first name; "Tan" is a family name as well.
_STYLES = re.compile(
    r"(?i)^(?:(?:tan sri|dat(?:uk|o|o’|o')|seri|sri|tun|chief|alhaj[ia]|md\.?|mohd\.?|mhd\.?) )+(?=\S+ \S)"
)
_WRITTEN_OUT = {"abd": "abdul", "abdel": "abdul", "wm": "william", "chas": "charles", "geo": "george", "jas": "james"}
_AFTER = re.compile(r"(?:, ?[A-Z]{2,5}|(?<=\w) (?:OBE|CBE|MBE|KBE|MP|PhD|QC|KC))+$")  # "OBE", "SAN", "MP"
NOBLE = re.compile(r"(?i)^((?:lord|lady|baroness|viscount)\s.+?)\sof\s.+")
GENERATIONS = frozenset("jr sr ii iii iv junior senior".split())
PARTICLES = frozenset(
    "de del della di da dos das do la le van von der den ter bin ibn al el abu ben bint ap mac du des of".split()
)
_SOUNDS = (
    (r"tsch|tch|cz|ch|tj", "c"), (r"schtsch|shch", "s"), (r"sch|sh|sz|zh|dzh", "s"), (r"ph", "f"), (r"tx", "c"),
    (r"[wb]", "v"),
    (r"ks|x", "s"), (r"[kq]|ck", "k"), (r"yu|iu|ju|you", "u"), (r"ya|ia|ja", "a"), (r"ye|ie|je|yo|jo", "e"),
    (r"ou|oo|oe", "u"), (r"ei|ey|ay|ai|ij|iy|yi|ii", "i"), (r"[yj]", "i"), (r"h", ""), (r"z", "s"), (r"o(?=[mn])", "u"),
)  # fmt: skip


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    """Each first name and short form with the full names that it may stand for."""
    found: dict[str, set[str]] = {}
    for line in files("kg.lexicon").joinpath("nicknames.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            full, *shorts = line.split()
            for name in (full, *shorts):
                found.setdefault(name, set()).add(full)
    return {name: frozenset(full) for name, full in found.items()}


def is_nickname(one: str, other: str) -> bool:
    """True where one first name is a short form of the other."""
    forms = _short_forms()
    return one in forms.get(other, ()) or other in forms.get(one, ())


def is_first_name(word: str) -> bool:
    """True for an English first name or a short form of one."""
    return word in _short_forms()


@lru_cache(maxsize=8192)
def person(name: str) -> tuple[str, ...]:
    """The words of a person's name without titles; "Jr." and the like are left to ``generation``."""
    name = _STYLES.sub("", _AFTER.sub("", name))
    family, comma, first = name.partition(", ")
    name = f"{first} {family}" if comma and first and (words(first) or ("",))[-1] not in GENERATIONS else name
    name = re.sub(r"(?<=\w)['’](?=\w)", "", NOBLE.sub(r"\1", name))
    found = tuple(_WRITTEN_OUT.get(w, w) for w in words(name) if w not in TITLES and w not in GENERATIONS)
    return found or words(name) or (name,)


def generation(name: str) -> str:
    """What tells father from son, "jr", "sr" or "ii", where a name has it."""
    last = {"junior": "jr", "senior": "sr"}
    return next((last.get(word, word) for word in words(name)[-1:] if word in GENERATIONS), "")


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """How a name sounds, roughly: equal for transliterations of one name.

    >>> sound("sergei") == sound("sergey"), sound("mohammed") == sound("muhammad")
    (True, True)
    """
    for pattern, letter in _SOUNDS:
        word = re.sub(pattern, letter, word)
    word = re.sub(r"(.)\1+", r"\1", word)
    head, rest = word[:1], re.sub(r"[aeiou]", "", word[1:])
    return head + re.sub(r"(.)\1+", r"\1", rest)


def is_foreign(name: str) -> bool:
    """True for a name in another script than the Latin one."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and not any(unicodedata.name(c, "").startswith("LATIN") for c in letters)


@lru_cache(maxsize=8192)
def consonants(word: str) -> str:
    """The consonants of a word by sound, without the Arabic article: what scripts without vowels leave.

    >>> consonants("lfrsy") == consonants("farsi"), consonants("mhmd") == consonants("mohamed")
    (True, True)
    """
    word = re.sub(r"[gh]", "", word)  # "Grytsenko", "Hrytsenko"
    found = sound(re.sub(r"^[ae]?l(?=[^aeiou])", "", word) if len(word) > 4 else word)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", found))


_CHINESE = (
    (r"hs", "x"), (r"[ck]h|zh|q|j|ch", "c"), (r"t[sz]|z", "c"), (r"k", "g"), (r"t", "d"), (r"p", "b"), (r"ung", "ong"),
    (r"(?<=[iue])h", ""), (r"ien", "ian"), (r"(?<=[gh])o(?![nu])", "e"), (r"ssu|szu", "si"), (r"^i(?=[aeou])", "y"),
)  # fmt: skip


@lru_cache(maxsize=8192)
def chinese(letters: str) -> str:
    """A name in pinyin or Wade-Giles, without what the two write differently.

    >>> chinese("hsiaomingche") == chinese("xiaomingzhe"), chinese("kaohsiung") == chinese("gaoxiong")
    (True, True)
    """
    for pattern, letter in _CHINESE:
        letters = re.sub(pattern, letter, letters)
    return letters


def umlauts(word: str) -> str:
    """The word with "ae", "oe", "ue" and "aa" as "a", "o" and "u": Hofstaetter, Hofstätter."""
    return re.sub(r"([aou])e", r"\1", word).replace("aa", "a")


_KOREAN = {
    "park": "pak bak", "lee": "yi rhee ri", "choi": "choe", "jung": "jeong chung chong", "cho": "jo", "kang": "gang",
    "lim": "im rim", "roh": "noh", "woo": "u", "kim": "gim", "shin": "sin", "moon": "mun", "soon": "sun",
    "young": "yong",
}  # fmt: skip
_KOREAN_OF = {word: name for name, found in _KOREAN.items() for word in found.split()}


def korean(word: str) -> str:
    """A Korean name in one of its romanisations."""
    return _KOREAN_OF.get(word, word)


def forms_for_women(word: str) -> frozenset[str]:
    """How a family name may end for women: "Dvorak" gives "Dvorakova".

    >>> "kowalska" in forms_for_women("kowalski"), "ivanova" in forms_for_women("ivanov")
    (True, True)
    """
    found = {word + "ova", re.sub(r"[aeo]$", "", word) + "ova"}
    if word.endswith(("ov", "ev", "in", "yn")):
        found.add(word + "a")
    if word.endswith(("ski", "sky", "cki", "cky", "skiy", "skyi")):
        stem = re.sub(r"(i|y|iy|yi)$", "", word)
        found |= {stem + "a", stem + "aya", stem + "aia"}
    return frozenset(found)
