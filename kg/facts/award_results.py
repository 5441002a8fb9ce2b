"""What words beside a name say of its success: "Winner: Riga", "Highly commended: Ghent", "came last", "took part".

Input: the words of a label, or the text around a name; a fact, for the text around its recipient. Output: a result
and, where the words tell one, a rank.
"""

from __future__ import annotations

import re

from kg.facts.award_ordinals import ORDINAL, number_of
from kg.model import AwardConferral, Document, Result

HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"(?:{words})$", re.IGNORECASE))
    for role, words in (
        ("winner", (r"(?:the )?winners?|first(?: place| prize)?|1st(?: place| prize)?|gold(?: medal)?|recipients?"
                    r"|awardees?|laureates?|winning (?:city|entry)")),
        ("third", r"third(?: place| prize)?|3rd(?: place| prize)?|bronze|2nd runners?[- ]up|second runners?[- ]up"),
        ("second", r"second(?: place| prize)?|2nd(?: place| prize)?|silver|(?:1st |first )?runners?[- ]up"),
        ("finalist", r"finalists?|short-?list(?:ed)?|nominees?|nominat(?:ions?|ed)"),
        ("mention", r"(?:special|honou?rable) mentions?|(?:highly |warmly )?commended|commendations?"),
    )
)  # fmt: skip
"""What the head of a column or a label says of those in it."""

RESULTS = {
    "winner": (Result.WINNER, None),
    "second": (Result.RUNNER_UP, 2),
    "third": (Result.RUNNER_UP, 3),
    "finalist": (Result.FINALIST, None),
    "mention": (Result.SPECIAL_MENTION, None),
}
"""What each of them means."""

_LABEL = re.compile(r"(?:^|[^\w-])(?P<label>[\w-]+(?: [\w-]+)?) ?: (?:the )?$", re.IGNORECASE)


def result_of(label: str) -> tuple[Result, int | None] | None:
    """The result that a label tells, and the rank; None where it tells none."""
    role = next((role for role, pattern in HEADS if pattern.match(label.strip())), None)
    return RESULTS[role] if role else None


def labelled(before: str) -> tuple[Result, int | None] | None:
    """What the label right before a name says, ``before``: the text up to the name or to the list it is in."""
    found = _LABEL.search(before)
    if not found:
        return None
    words = found["label"]
    return result_of(words) or result_of(words.rsplit(" ", maxsplit=1)[-1])


def around(document: Document, fact: AwardConferral) -> list[tuple[str, str] | None]:
    """For each quote what its sentence says before the recipient and behind it; None where it does not name it."""
    found: list[tuple[str, str] | None] = []
    for span in fact.evidence:
        at = document.text.find(fact.recipient.name, span.start, span.end)
        sentence = document.sentence_at(at) if at >= 0 else None
        end = at + len(fact.recipient.name)
        found.append(
            (document.text[sentence.span.start : at], document.text[end : sentence.span.end]) if sentence else None
        )
    return found


_FOOT = r"(?:the |its )?(?:very |rock )?(?:bottom|foot|last (?:place|spot|rank|position))"
_LAST = re.compile(
    rf"\b(?:at|near|in|takes?|took|holds?|held) {_FOOT}\b"
    r"|\b(?:came|comes?|finish(?:es|ed)?|placed|ranked|ranks?|is|was) (?:dead |in )?last\b"
    r"(?! (?:week|month|year|spring|summer|autumn|winter))"
    r"|\b(?:being|is|was|named|voted|ranked) (?:the )?(?:very )?worst\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:,.] |\b(?:and|while|but|whereas)\b")


def is_last(before: str, behind: str) -> bool:
    """True where the clause of a name puts it at the foot of a table; what stands before and behind it."""
    clause = (*_CLAUSE.split(before)[-1:], "-", *_CLAUSE.split(behind)[:1])
    return _LAST.search(" ".join(clause)) is not None


_NAMES = r"[A-Z][\w’'-]*(?: (?:(?:de|of|the|and) )?[A-Z][\w’'-]*)*"
_ATTENDED = re.compile(
    rf"(?:(?:,| and|, and) {_NAMES})*(?: (?:were|was|have|has|had|also|all))* (?:took part|takes? part|participated"
    r"|attended|sent (?:people|delegat\w+|teams?|entries)|(?:were|was) represented|(?:were|was) present"
    r"|entered (?!(?:the|a) (?:top|list|ranking|final|shortlist))|applied|exhibited)\b"
)
_CAME_FROM = re.compile(
    rf"\b(?:came|travelled|arrived|flew in|flown in|entries|applications|delegat\w+|visitors|guests|participants) from "
    rf"(?:{_NAMES}(?:, | and |, and ))*$"
)


def took_part(before: str, behind: str) -> bool:
    """True where the words before and behind a name say only that it took part, or that somebody came from there."""
    return _CAME_FROM.search(before) is not None or _ATTENDED.match(behind) is not None


_NTH_BEST = re.compile(
    r"(?:,? in [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?,?)?(?: [a-z]+){0,4}?"
    r" (?:named|ranked|rated|declared|voted|judged|adjudged|is|was|as|became)"
    rf"(?: (?!and\b)[\w’'-]+){{0,3}}? (?P<rank>{ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))[ -]"
    r"(?!(?:larg|bigg|small|old|young|high|long|tall|north|south|east|west|near|rich)\w*est\b)"
    r"(?:[a-z]+est|most [a-z-]+)\b(?! (?:popul|important|famous|recent)\w*)"
)


def nth_best(behind: str) -> int | None:
    """The rank in what stands behind a name: "was named the second cleanest city"."""
    found = _NTH_BEST.match(behind)
    return number_of(found["rank"]) if found else None


_NOT_ALONE = re.compile(
    r"[^.;:\n]{0,20}? (?:are|were|remain(?:ed)?|make up|made up|form(?:ed)?|occup(?:y|ied)) the "
    r"(?:world['’]s )?(?:top )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r" (?:[a-z]+est|leading|top|best|most)\b"
    r"|[^.;:\n]{0,30}?\b(?:had|has|have|saw|sees|recorded|made|with) the (?:largest|biggest|steepest|sharpest|greatest"
    r"|highest|strongest) (?:rise|increase|fall|drop|jump|gain|decline|improvement|climb|leap)\b"
    r"|[^.;:\n]{0,20}?\b(?:rose|fell|declined|climbed|slipped|gained|improved) in (?:the|its) "
    r"(?:ratings?|rankings?|ranks)\b"
)


def is_told_apart(behind: str) -> bool:
    """True of names in a ranking of which only a top that they share or how far they moved is told."""
    return _NOT_ALONE.match(behind) is not None
