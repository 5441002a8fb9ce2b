"""The words of dates: what stands in text for days, months, years and spans of time.

Input: nothing. Output: fragments of regular expressions and what their words mean. ``dates`` builds
its forms from them; they hold no capturing groups, so they can be used any number of times.
"""

from __future__ import annotations

import re

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WEEKDAYS = "mon tue wed thu fri sat sun".split()
SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBERS = {word: number for number, word in enumerate(SMALL)} | {
    "a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": -1}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month, in the north

# A month as words: capital first, so that the verbs "may" and "march" are none.
MONTH = (
    r"(?:(?=[A-Z])(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|jun\.|july?|jul\."
    r"|aug(?:ust|\.)?|sep(?:t(?:ember|\.)?|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![A-Za-z]))"
)
WEEKDAY = (
    r"(?:(?=[A-Z])(?i:mon(?:day|\.)?|tue(?:s(?:day|\.)?|\.)?|wed(?:nesday|s?\.)?|thu(?:r(?:s(?:day|\.)?)?|\.)?"
    r"|fri(?:day|\.)?|sat(?:urday|\.)?|sun(?:day|\.)?)(?![A-Za-z]))"
)
FULL_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?![A-Za-z])"
DAY = r"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d))"
YEAR = r"(?:(?:1[0-9]|20)\d\d(?![\d%]|[.,]\d))"
TO = r"(?:\s?[-–—‑]\s?|\s?/\s?|\s(?i:up\s)?(?i:to|until|till|through|thru)\s(?:the\s)?)"
AND = r"(?:\s(?:and|&)\s(?:the\s)?)"
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
PART = r"(?:early|mid|late|(?:the\s)?(?:beginning|start|middle|end)\sof|year-?end)"

# What shows that a clause looks ahead or back. The first eats its own participle ("will be held");
# after "postponed" only nearness tells.
TENSE = re.compile(
    r"(?P<future>\b(?:will|shall|would|(?:is|are|was|were|be)\s(?:due|set|scheduled|expected|slated|planned|going)\b"
    r"|(?:is|are)\sto\b|to\s(?:be|open|host|take|start|begin|kick|run|return|launch|hold)\b"
    r"|plans?|aims?|intends?|scheduled|slated|planned|upcoming|forthcoming|coming|next|opens|begins|starts|returns"
    r"|kicks\soff|runs|takes\splace|gets\sunder\sway|closes|ends|continues|currently|rescheduled)\b"
    r"(?:\s(?:also|then|again|be|to|take|for|have|officially|next|place)\b){0,4}(?:\s(?:held|\w{2,20}ed))?)"
    r"|(?P<coming>\b(?:moved|pushed|put|brought|postponed|rescheduled|switched)\s(?:(?:back|forward|off)\s)?"
    r"(?:(?:by\s)?(?:a|one|two|three)\s(?:day|week|month)s?\s)?(?:to|until|till)\b)"
    r"|(?P<neutral>\b(?:[Pp]ostponed|[Cc]ancell?ed|[Dd]elayed|[Pp]ut\soff|[Mm]oved\sto)\b)"
    r"|(?P<past>\b(?:was|were|had|ha(?:s|ve)(?!\s(?:\d|an?\b|the\b|no\b|its\b|to\b|more\b|some\b))|did|said|told|held|won|took|became|came|went|began|gave|got|made|met|ran|saw"
    r"|rose|fell|hit|set\sout|drew|brought|left|led|spoke|sat|stood|chose|kept|paid|sent|lost|put|grew|wrote|showed"
    r"|\w{2,20}ed)\b)"
)


def month_of(word: str) -> int:
    """The number of a month, 1 to 12, from its name or short form."""
    return MONTHS.index(word[:3].lower()) + 1


def weekday_of(word: str) -> int:
    """The number of a weekday, Monday 0 to Sunday 6, from its name or short form."""
    return WEEKDAYS.index(word[:3].lower())


def day_of(word: str) -> int:
    """The number in ``17``, ``17th`` or ``03``."""
    return int(re.sub(r"\D", "", word))


def number_of(word: str) -> int:
    """The number in ``12`` or ``twelve``."""
    return int(word) if word.isdecimal() else NUMBERS[word.lower()]
