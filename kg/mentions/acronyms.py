"""Short forms made of initials, and the names they stand for.

Input: the text and the names found in it. Output: short form -> name, and where the short
forms occur. Written as "Long Name (LN)", "LN (Long Name)" or "LN, short for Long Name";
public international organisations are known without that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.mentions.lexicon_words import lines
from kg.model import Kind, NameMention, Span

_SHORT = r"[A-Z](?:[A-Za-z&-]{0,8}[A-Z])(?:\d{2,4})?"
_BEHIND = re.compile(rf"[ \u00a0]\(({_SHORT})\)")
_BEFORE = re.compile(
    rf"\b({_SHORT})(?:[ \u00a0]\(|,[ \u00a0](?:short|which stands|an acronym)[ \u00a0]for[ \u00a0](?:the[ \u00a0])?)"
    r"((?:the[ \u00a0])?[A-Z][\w'’-]*(?:[ \u00a0](?:of|for|and|the|on|de|&|[A-Z][\w'’-]*)){1,10})"
)
_WORDS = re.compile(r"[^\W_][\w'’]*")
_SMALL = frozenset("of for and the on in de to".split())
KNOWN: dict[str, str] = {
    short.strip(): (long.strip() or short.strip())
    for short, _, long in (line.partition("|") for line in lines("organization_names"))
}
_POSSESSIVE = re.compile(r"['’]s?$")


def long_forms(text: str, named: Sequence[NameMention]) -> dict[str, tuple[str, Kind]]:
    """Each short form that the text explains, with name and kind; the known ones that it uses."""
    forms = {short: (long, Kind.ORGANIZATION) for short, long in KNOWN.items() if short in text}
    by_end = {mention.span.end: mention for mention in named}
    for match in _BEHIND.finditer(text):
        short = match.group(1)
        mention = by_end.get(match.start())
        if mention:
            forms[short] = (mention.name, mention.kind)
        elif long := _suffix_with(short, text[max(0, match.start() - 120) : match.start()]):
            forms[short] = (_POSSESSIVE.sub("", long), Kind.ORGANIZATION)
    by_start = {mention.span.start: mention for mention in named}
    for match in _BEFORE.finditer(text):
        mention = by_start.get(match.start(2)) or by_start.get(match.start(2) + 4)
        long = match.group(2).removeprefix("the ")
        if mention:
            forms[match.group(1)] = (mention.name, mention.kind)
        elif _initials(long) == match.group(1).upper():
            forms[match.group(1)] = (long, Kind.ORGANIZATION)
    return forms


def explained(text: str) -> Iterator[NameMention]:
    """The names in front of their initials that no head noun gives away: "United Cities (UC)"."""
    for match in _BEHIND.finditer(text):
        long = _suffix_with(match.group(1), text[max(0, match.start() - 120) : match.start()])
        if long:
            start, name = match.start() - len(long), _POSSESSIVE.sub("", long)
            yield NameMention(span=Span(start=start, end=start + len(name)), name=name, kind=Kind.ORGANIZATION)


def occurrences(text: str, forms: Mapping[str, tuple[str, Kind]]) -> Iterator[NameMention]:
    """Where the short forms stand in the text; a year glued to one ("SCEWC20") is its year."""
    if not forms:
        return
    longest_first = sorted(forms, key=lambda short: (-len(short), short))
    pattern = re.compile(
        rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?:[ \u00a0]?((?:19|20)\d\d)|[’']?([12]\d))?(?![\w-])"
    )
    for match in pattern.finditer(text):
        name, kind = forms[match.group(1)]
        year = int(match.group(2)) if match.group(2) else 2000 + int(match.group(3)) if match.group(3) else None
        yield NameMention(span=Span(start=match.start(), end=match.end(1)), name=name, kind=kind, year=year)


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORDS.findall(name) if word not in _SMALL).upper()


def _suffix_with(short: str, before: str) -> str | None:
    """The words at the end of ``before`` whose initials spell ``short``: at least three letters."""
    letters = re.sub(r"[^A-Z]", "", short.upper())
    if len(letters) < 3 or not short.isupper():
        return None
    found = list(_WORDS.finditer(before))
    capitals = [m for m in found if m.group()[0].isupper()]
    tail = capitals[-len(letters) :]
    if len(tail) == len(letters) and "".join(m.group()[0] for m in tail).upper() == letters:
        long = before[tail[0].start() :]
        return long if "\n" not in long and "." not in long else None
    return None
