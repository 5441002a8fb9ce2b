"""How far two names of people differ, and in what.

Input: two names. Output: a step (0 in form only, 3 in much) and the difference in words; for ``identity_people``,
which says what must speak for one person at each step.
"""

from __future__ import annotations

from kg import variants, variants_people


def likeness(one: str, other: str) -> tuple[int, str] | None:
    """How far two names differ: 0 in form only, 1 in a part left out, 2 in spelling or a short first name, 3 more."""
    a, b = variants_people.person(one), variants_people.person(other)
    a, b = _in_one_word(a, b), _in_one_word(b, a)
    if a == b or "".join(a) == "".join(b):
        return 0, "one name in two spellings"
    if a in {b[1:] + b[:1], b[-1:] + b[:-1]}:
        return 2, "one name in two orders"
    shorter, longer = sorted((a, b), key=lambda name: (len(name), name))
    full = [w for w in shorter if len(w) > 1]
    more = len(shorter) < len(longer) or len(full) < len([w for w in longer if len(w) > 1])
    if len(full) > 1 and more and set(full) <= set(longer) and _is_part(full, longer):
        return 1, "a part of the name left out"
    if len(shorter) > 1 and longer[-len(shorter) :] == shorter:
        return 3, "the family names alone"
    if len(a) == len(b) and len(a) > 1 and (found := _word_by_word(a, b)):
        return found
    if variants_people.is_foreign(one) != variants_people.is_foreign(other) and _same_consonants(a, b):
        return 2, "one name in two scripts"
    if len(shorter) > 1 and variants_people.chinese("".join(a)) == variants_people.chinese("".join(b)) != "":
        return 3, "two ways to write a Chinese name"
    if len(shorter) == 1 and shorter[0] in {longer[-1], longer[0]} and len(longer) > 1:
        return 3, "the family name alone"
    if _by_initials(a, b) or _by_initials(b, a):
        return 3, "initials"
    if len(shorter) > 1 and len(longer) > 2 and len(shorter) < len(longer):
        ends = _word_by_word((shorter[0], shorter[-1]), (longer[0], longer[-1]))
        middle = [w for w in longer[1:-1] if len(w) > 1] if len(shorter) > 2 else []
        return ends if ends and not middle else None
    return None


def _in_one_word(name: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The name with the last two words in one where the other has them so: "La Guardia", "LaGuardia"."""
    return (*name[:-2], other[-1]) if len(name) > 2 and "".join(name[-2:]) == other[-1] else name


def _by_initials(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """True for initials before the family name of which one is that of the only first name: "B. R. Fashola"."""
    letters = short[:-1]
    if len(full) != 2 or not letters or any(len(letter) > 1 for letter in letters) or short[-1] != full[-1]:
        return False
    return full[0][0] in letters


def _same_consonants(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    one, other = (
        [variants_people.consonants(w) for w in name if w not in variants_people.PARTICLES] for name in (a, b)
    )
    return len(one) > 1 and one == other


def _is_part(full: list[str], longer: tuple[str, ...]) -> bool:
    """True where the words of the short name stand in the long one in order, the first among them."""
    at = [longer.index(word) for word in full]
    return at == sorted(at) and (at[0] == 0 or len(longer[0]) == 1)


def _word_by_word(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[int, str] | None:
    worst, how = 0, ""
    for at, (x, y) in enumerate(zip(a, b, strict=True)):
        if x == y:
            continue
        if len(x) == 1 or len(y) == 1:
            step = (2 if 0 < at < len(a) - 1 else 3, "an initial") if x[0] == y[0] else None
        elif at == 0 and variants_people.is_nickname(x, y):
            step = (2, "a short first name")
        elif at == 0 and x[-1:] != y[-1:] and "a" in {x[-1:], y[-1:]}:
            step = None  # Mario and Maria
        elif at and (x in variants_people.forms_for_women(y) or y in variants_people.forms_for_women(x)):
            step = (3, "the form of a name for women")
        elif variants_people.korean(x) == variants_people.korean(y):
            step = (2, "two ways to spell a Korean name")
        elif variants_people.umlauts(x) == variants_people.umlauts(y):
            step = (1, "two ways to spell a name")
        elif _sound_alike(x, y):
            step = (2, "two ways to spell a name")
        elif at == 0 and _begins_alike(x, y):
            step = (3, "two forms of a first name")
        elif min(len(x), len(y)) > 4 and variants.distance(x, y) == 1:
            step = (3, "a slip in the spelling")
        else:
            step = None
        if step is None:
            return None
        worst, how = max((worst, how), step)
    return worst, how


def _begins_alike(one: str, other: str) -> bool:
    """True for a first name and its beginning, and for G and H of Russian and Ukrainian: "Gennady", "Hennadii"."""
    if min(len(one), len(other)) > 3 and (one.startswith(other) or other.startswith(one)):
        return True
    left = variants_people.consonants(one)
    return {one[0], other[0]} == {"g", "h"} and len(left) > 1 and left == variants_people.consonants(other)


def _sound_alike(one: str, other: str) -> bool:
    sound = variants_people.sound(one)
    most = 3 if len(sound) > 1 else 1  # so short a name sounds like many
    return sound == variants_people.sound(other) and variants.distance(one, other, most) <= most
