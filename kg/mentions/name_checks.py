"""A second look at the names that were found: what only stands before one, and what is none after all.

Input: a text and its name mentions. Output: the same without venues, parties and nouns in capitals taken for events,
cut where the name begins; a forum that acts is a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.mentions.lexicon_words import words
from kg.mentions.person_names import POST_OF
from kg.model import Kind, NameMention, Span

_HAPPENING = frozenset((Kind.EVENT, Kind.EVENT_SERIES))
# "Melbourne Convention and Exhibition Centre"
_VENUE = re.compile(r"(?:\band|&) (?:\w+ )?(?:Cent(?:re|er)|Bureau|Hall|Arena|Stadium)$")
_VENUE_BEHIND = re.compile(r" (?:and|&) (?:[A-Z]\w+ ){0,2}(?:Cent(?:re|er)|Bureau|Hall|Arena|Stadium)\b")
_PARTY = re.compile(
    r"[ \u00a0](?:government|party|leader|candidate|MLA|MP|legislator|politician|minister|supporter|worker)"
)
_SHOUTED = re.compile(r"([A-Z]{3,}) [a-z-]+")
_RANGE_END = re.compile(r"\d\d ")
# "Boston-based Community Forum", "the 2022 and 2024 World Championships"
_LEAD = re.compile(r"(?:[A-Z][\w ]+-based|(?:and|&)(?: (?:19|20)\d\d)?)[ \u00a0](?=[A-Z])")
_NUMBER = re.compile(r"\d{1,3}[ \u00a0](?=[A-Z])")
_COUNTED = re.compile(r"\b(?:last|past|next|previous|all|these|those)[ \u00a0]$")
_THEN = re.compile(r"(?:Former|Outgoing|Incoming) (?=[A-Z])")  # "Former Oslo Transit Authority chief": that of the post
_FULL_LIST = re.compile(r"(?:The )?(?:Full|Complete) [Ll]ist of (?:the )?(?=[A-Z])")
_ACTS = re.compile(
    r"(?: \([A-Z]+\))?,?[ \u00a0](?:has|have)?[ \u00a0]?(?:named|announced|revealed|chosen|selected|ranked)\b"
)


def checked(text: str, mentions: Iterable[NameMention]) -> Iterator[NameMention]:
    """The mentions that are names, each from where its name begins."""
    for mention in mentions:
        if not _is_no_event(text, mention) and not mention.name.islower():  # "27 ranking criteria"
            named = _without_year(text, _without_lead(text, mention))
            acts = named.kind in _HAPPENING and named.name.endswith(" Forum") and _ACTS.match(text, named.span.end)
            yield replace(named, kind=Kind.ORGANIZATION) if acts else named


def without_headlines(title: Span, mentions: Iterable[NameMention]) -> list[NameMention]:
    """The mentions; a name that a headline in capitals begins too early is as long as in the text below.

    "Town Council Celebrates Second Clean River Award" is headed so where the text tells of the Clean River Award.
    """
    listed = list(mentions)
    below = {m.name: m for m in listed if not title.covers(m.span)}
    return [_as_below(m, below) if title.covers(m.span) and m.name not in below else m for m in listed]


def _as_below(mention: NameMention, below: Mapping[str, NameMention]) -> NameMention:
    words = mention.name.split()
    for start in range(1, len(words) - 1):
        name = " ".join(words[start:])
        if name in below and below[name].kind is mention.kind:
            return replace(mention, name=name, span=Span(start=mention.span.end - len(name), end=mention.span.end))
    return mention


def _is_no_event(text: str, mention: NameMention) -> bool:
    """True of a venue, a party, and a noun that is only written in capitals: "a MAJOR marathon"."""
    if mention.kind not in _HAPPENING:
        return False
    name, end = mention.name, mention.span.end
    shouted = _SHOUTED.fullmatch(name)
    return (
        _VENUE.search(name) is not None
        or _VENUE_BEHIND.match(text, end) is not None
        or (name.endswith(" Congress") and _PARTY.match(text, end) is not None)
        or (shouted is not None and shouted[1].casefold() in words("common_words"))
    )


def _without_lead(text: str, mention: NameMention) -> NameMention:
    """The mention without what stands before its name: "last 14", "2022 and", "2024-25", "Full List of"."""
    start = mention.span.start
    before = text[max(0, start - 12) : start]
    if before.endswith(("-", "–", "/")) and (end_of_range := _RANGE_END.match(mention.name)):
        mention = _from(mention, end_of_range.end())
    lead = None
    if mention.kind is Kind.AWARD:
        lead = _FULL_LIST.match(mention.name)
    elif mention.kind is Kind.ORGANIZATION:
        lead = POST_OF.match(mention.name) or _THEN.match(mention.name)
    elif mention.kind in _HAPPENING:
        lead = _LEAD.match(mention.name) or (_NUMBER.match(mention.name) if _COUNTED.search(before) else None)
    return _from(mention, lead.end()) if lead else mention


_FOR_YEAR = re.compile(r"(?P<name>.+?)[ \u00a0]for[ \u00a0](?:the[ \u00a0])?Year")
_THAT_YEAR = re.compile(r"[ \u00a0]?((?:19|20)\d\d)\b")


def _without_year(text: str, mention: NameMention) -> NameMention:
    """The award without what leads to its year: "Capital of Songs for Year 2006"."""
    found = _FOR_YEAR.fullmatch(mention.name) if mention.kind is Kind.AWARD else None
    year = mention.year or (int(told[1]) if (told := _THAT_YEAR.match(text, mention.span.end)) else None)
    if found is None or year is None:
        return mention
    end = mention.span.start + found.end("name")
    return replace(mention, span=Span(start=mention.span.start, end=end), name=found["name"], year=year)


def _from(mention: NameMention, at: int) -> NameMention:
    """The mention from the character of its name at ``at`` on."""
    return replace(mention, span=Span(start=mention.span.start + at, end=mention.span.end), name=mention.name[at:])
