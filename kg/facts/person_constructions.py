"""The ways to say that somebody holds a post, as regular expressions over an outline.

Input: none. Output: CONSTRUCTIONS, in the order in which they are tried: the surer one first. In a
pattern <P>, <Q> stand for people, <H> for a person or pronoun, <L> for a list of people, <R>, <S>
for posts, <M> for one of two or three letters (MP).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.post_words import NAME, PERSON, POST, PRONOUN
from kg.mentions.titles import UPPER
from kg.model import TenureStatus

_ONE = rf"{PERSON}+(?: of (?:the )?{NAME}+| \({NAME}+\))?"
_MARKS = {
    "<P>": f"(?P<P>{PERSON}+)",
    "<Q>": f"(?P<Q>{PERSON}+)",
    "<H>": f"(?P<P>{PERSON}+|{PRONOUN}+)",
    "<L>": f"(?P<L>{_ONE}(?:, {_ONE}){{0,20}},? (?:and|&) {_ONE})",
    "<R>": f"(?P<R>{POST}+)",
    "<S>": f"(?P<S>{POST}+)",
    "<M>": f"(?P<R>{POST}{{2,3}})(?!{POST})",
}


def over_outline(pattern: str) -> re.Pattern[str]:
    """The pattern compiled, with its marks filled in."""
    for mark, expression in _MARKS.items():
        pattern = pattern.replace(mark, expression)
    return re.compile(pattern)


@dataclass(frozen=True, kw_only=True)
class Construction:
    """A way to say that somebody holds a post; ``rule`` is its id in the catalogue."""

    rule: str
    pattern: re.Pattern[str]
    status: TenureStatus | None = None  # None: as the words of the post say
    dated: bool = False  # a date right behind belongs to the start of the tenure
    fresh: bool = False  # tells of a change: whoever "replaces" somebody soon after holds this post


_ADVERB = (
    r"(?:(?:also|now|currently|then|once|again|both|still|previously|formerly|later|today|officially|formally|"
    r"unanimously|recently|afterwards|himself|herself|already|long|first|twice|in turn|until (?:now|then|recently|lately)|"
    r"at (?:one|the|that) (?:same )?time|at present|(?:for|after) [\w -]{3,20} (?:years?|terms?|months?)|"
    r"since \d{4}|in \d{4}|on \w+|this week|last (?:year|month|week)),? ){0,2}"
)
_ASIDE = rf"(?:, [^,.;{PERSON}]{{2,80}},)?"
_CHOSEN = (
    r"(?:elected|re-elected|reelected|appointed|reappointed|named|chosen|confirmed|installed|inaugurated|selected|picked|"
    r"promoted|sworn in|made|declared|voted in|hired|designated|unveiled|announced|introduced|crowned)"
)
_CHOOSE = (
    r"\b(?:elect|elects|elected|appoint|appoints|appointed|name|names|named|choose|chooses|chose|chosen|re-elected|"
    r"confirm|confirms|confirmed|install|installs|installed|select|selects|selected|pick|picks|picked|promote|promotes|"
    r"promoted|make|makes|made|hire|hires|hired|swore in|reappointed)"
)
_IS = (
    r"(?:is|remains|has been|becomes|became|has become|serves as|has served as|is serving as|works as|acts as|is acting|"
    r"continues as|stays on as|took office as|takes office as|took over as|takes over as|returns as|returned as|"
    r"joined as|joins as|started as|began as|rose to become|went on to become|assumed office as|assumed the (?:post|office|role) of|"
    r"takes up the (?:post|role|job) of|took up the (?:post|role|job) of|takes on the (?:[a-z]+ )?role of|stayed on as|moved up to|also serves as|doubles as|stood in as|had stood in as|steps in as|’s|'s)"
)
_WAS = (
    r"(?:was|had (?:himself |herself |already |once |long )?been|served as|had served as|used to be|worked as|had worked as|acted as|is no longer|was no longer|"
    r"is a former|spent [\w ]{3,20} as)"
)
_WILL = (
    r"(?:will be|is to be|will become|is to become|will serve as|will step in as|will take over as|is set to become|"
    r"is set to be|is due to become|to become|takes over next \w+ as|will act as|will return as|will stay on as|will join as|(?:is |will )?(?:to )?take up the (?:post|role|job|position) (?:of|as))"
)
_LEFT = (
    r"(?:step(?:s|ped|ping)? down|resign(?:s|ed)?|retire[sd]?|quits?|was ousted|ousted|was removed|removed|depart(?:s|ed)|"
    r"was dismissed|dismissed|was sacked|sacked|was fired)"
)
_LOSE = r"(?:lost|loses|left|leaves|gave up|gives up|vacated|relinquished)"

_FORMER, _INCOMING = TenureStatus.FORMER, TenureStatus.INCOMING
CONSTRUCTIONS: tuple[Construction, ...] = (
    Construction(rule="PERSON-21", pattern=over_outline(r"<L>,?(?: as)? <R>,? respectively")),
    Construction(rule="PERSON-23", pattern=over_outline(r"<R>[:,]? <L>")),
    Construction(rule="PERSON-23", pattern=over_outline(r"<R> (?:are|were|include|includes|included|will be) <L>")),
    Construction(rule="PERSON-23", pattern=over_outline(r"<L>,(?: who are| both| all)? <R>")),
    Construction(
        rule="PERSON-23",
        pattern=over_outline(rf"<L> (?:as|are|were|became|(?:have been|were|was) {_CHOSEN}(?: as)?) <R>"),
    ),
    Construction(rule="PERSON-20", pattern=over_outline(r"<S>,? (?:and )?<R> <P>")),
    Construction(rule="PERSON-06", pattern=over_outline(r"<R>(?:,? |\t)<P>")),
    Construction(
        rule="PERSON-01",
        pattern=over_outline(
            rf"<P>(?:,| [–—-]| \(|\t|,? who (?:is|are|has been|serves as|acts as|works as)) ?{_ADVERB}(?:as )?<R>"
        ),
        dated=True,
    ),
    Construction(
        rule="PERSON-42",
        pattern=over_outline(
            rf"<H>(?:(?:,? who|{_ASIDE}|,) (?:was|is|has been|had been|were|gets?|got|is being|being|will be|is to be) "
            rf"{_ADVERB}|, {_ADVERB}(?:who was )?){_CHOSEN}(?: to be| as| to the (?:post|position|role|office) of| to serve as| to|:)? "
            rf"{_ADVERB}<R>"
        ),
        dated=True,
        fresh=True,
    ),
    Construction(
        rule="PERSON-40", pattern=over_outline(rf"<H>(?:,? who|{_ASIDE}|,) {_ADVERB}{_IS} {_ADVERB}<R>"), dated=True
    ),
    Construction(
        rule="PERSON-40",
        pattern=over_outline(rf"<H>(?:,? who|{_ASIDE}|,) {_ADVERB}{_WAS} {_ADVERB}<R>"),
        status=_FORMER,
        dated=True,
    ),
    Construction(
        rule="PERSON-40",
        pattern=over_outline(rf"<H>(?:,? who|{_ASIDE}|,) {_ADVERB}{_WILL} {_ADVERB}<R>"),
        status=_INCOMING,
        fresh=True,
    ),
    Construction(
        rule="PERSON-42",
        pattern=over_outline(rf"{_CHOOSE} (?:[\w-]+ |{POST}+ ){{0,2}}<P>,? (?:as |to be |to become |to serve as )?{_ADVERB}<R>"),
        fresh=True,
    ),
    Construction(
        rule="PERSON-42",
        pattern=over_outline(rf"<P>(?: of (?:the )?(?:{NAME}+|[{UPPER}]\w+)(?: [{UPPER}]\w+){{0,2}})?,? as <R>"),
    ),
    Construction(
        rule="PERSON-46",
        pattern=over_outline(
            rf"<H>(?:,? who|{_ASIDE}|,) (?:has |had |is |was |will )?(?:{_LEFT} (?:\w+ ){{0,3}}?"
            rf"(?:as|from (?:the|his|her) (?:post|position|role|office|job) (?:as|of))|"
            rf"{_LOSE} (?:the|his|her) (?:post|position|role|office|job) (?:as|of)) <R>"
        ),
        status=_FORMER,
    ),
    Construction(
        rule="PERSON-14", pattern=over_outline(r"<R> (?:is|remains|has been|will be) (?:now )?(?:the other )?<P>")
    ),
    Construction(rule="PERSON-14", pattern=over_outline(r"<R> (?:was|had been) (?:then )?<P>"), status=_FORMER),
    Construction(rule="PERSON-03", pattern=over_outline(r"^[ *•·–-]{0,3}<P> <R>")),
    Construction(
        rule="PERSON-52",
        pattern=over_outline(rf"<P>, (?!who\b)[a-z{POST}][^,.;{PERSON}]{{3,60}} and {_ADVERB}<R>(?!,? {PERSON})"),
    ),
    Construction(rule="PERSON-03", pattern=over_outline(r"<P>,? <M>")),  # "Jane Doe MP"
    Construction(rule="PERSON-03", pattern=over_outline(r"(?:(?<=[;,.\n] )|(?<=[;\n])|^)[ *•·–-]{0,3}<R>: <P>(?=[,;.\n]|$)")),
)
"""All constructions of one sentence with a person and the words of a post."""

CHAIN = over_outline(
    rf"(?<={POST})(?:,? (?:since|from|in|until|for) [^,.;:{PERSON}{POST}]{{2,30}}| \([^()]{{2,20}}\)|, {NAME}+)?"
    rf"(?:,? (?:and|as well as|but|&)(?:,? [a-z, ]{{2,30}},)?(?: (?:of|then|later|now|currently|also))?"
    rf"(?: (?:{_IS}|{_WAS}|{_WILL}|was (?:\w+ )?{_CHOSEN}))?|,|;) {_ADVERB}<R>(?!,? {PERSON})"
)
"""A further post of the same person: "mayor of X and, since 2019, president of Y"."""

RELATIVE = over_outline(r"<P>,? who [^.;" + PERSON + POST + r"]{3,80}? and (?:also )?(?:is|was|has been|serves as) <R>")
"""A post at the end of a relative clause: "P, who sits on the council and is mayor of X"."""

OBJECT = over_outline(rf"{_CHOOSE} (?:her|him)(?: as| to be)? {_ADVERB}<R>")
"""A post given to a person who is meant by a pronoun; the pronoun may be part of the post ("made her minister")."""

SUCCESSION = over_outline(
    r"<H>,?(?: who)? (?:(?:will|has|had|is to|to) )?(?:succeed(?:s|ed)?|replac(?:e|es|ed|ing)|succeeding|"
    r"(?:take|takes|taking|took|taken) over from|stepp?e?d? into the shoes of) (?:<R>,? )?<Q>(?: as <S>)?"
)
"""P takes over from Q, as R where that is said."""

_THEIRS = r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Tt]he) (?:immediate |direct )?"
_WHERE = rf"(?: (?:in|at|from|of) (?P<where>(?:the )?(?:{NAME}+|[{UPPER}]\w+)))"
RELATIONS = (
    over_outline(rf"{_THEIRS}(?P<which>predecessor|successor),? <P>"),
    over_outline(rf"<P>,? (?:who is )?{_THEIRS}(?P<which>predecessor|successor)\b"),
    over_outline(rf"{_THEIRS}(?P<which>counterpart|colleague){_WHERE},? <P>"),
    over_outline(rf"<P>,? {_THEIRS}(?P<which>counterpart|colleague){_WHERE}"),
)
"""A post told by its relation to the one who holds it: "her predecessor, Q"."""

VERBS = {
    "head": "head", "lead": "head", "run": "head", "chair": "chair", "co-chair": "co-chair", "edit": "editor",
    "found": "founder", "co-found": "co-founder", "direct": "director", "manage": "manager", "coach": "coach",
    "preside over": "president", "own": "owner",
}  # fmt: skip
"""Verbs that make their subject the holder of a post, with the post."""

_FORMS = {
    **{f"{verb}s": (verb, None) for verb in VERBS},
    **{f"{verb}ed".replace("ee", "e").replace("manageed", "managed"): (verb, _FORMER) for verb in VERBS if " " not in verb},
    "led": ("lead", _FORMER), "ran": ("run", _FORMER), "presides over": ("preside over", None),
    "presided over": ("preside over", _FORMER), "head": ("head", None), "chair": ("chair", None), "lead": ("lead", None),
}  # fmt: skip
VERB_FORMS: dict[str, tuple[str, TenureStatus | None]] = _FORMS
"""Inflected form to verb and what it says of the time; founding does not end."""

_PARTICIPLES = {"headed": "head", "chaired": "chair", "co-chaired": "co-chair", "founded": "founder", "co-founded": "co-founder",
                "directed": "director", "edited": "editor", "presided over": "president"}  # fmt: skip
PARTICIPLES: dict[str, str] = _PARTICIPLES
"""Participle to the post of whoever stands behind "by"."""

_BODY_NOUN = (
    r"(?:committee|council|board|foundation|commission|association|agency|department|company|organi[sz]ation|group|"
    r"network|institute|festival|project|programme|survey|party|bureau|office|division|jury|panel|union|federation|"
    r"initiative|campaign|firm|centre|center|lab|observatory|museum|team)"
)
BY_PARTICIPLE = over_outline(
    rf"(?P<body>(?:{NAME}+|[{UPPER}][\w’'&.-]+)(?: (?:(?:of|for|and|&)(?: the)? )?(?:{NAME}+|[{UPPER}][\w’'&.-]*\w)){{0,8}}"
    rf"|(?:the|its|a) (?:[\w-]+ ){{0,3}}?(?:committee|council|board|commission|jury|panel|foundation|association|company|festival|agency))"
    rf",?(?: which)?(?: (?:is|was|are|will be|being))? (?:now |currently )?(?P<verb>{'|'.join(sorted(_PARTICIPLES))}) by (?:[a-z]+ ){{0,2}}<P>"
)
"""A body that is headed, chaired, founded, … by P."""

BY_VERB = over_outline(
    rf"<H>(?:,? who|,? and|{_ASIDE})? (?P<will>will |is to )?{_ADVERB}(?P<verb>{'|'.join(sorted(_FORMS, key=len, reverse=True))}) "
    rf"(?P<body>(?:the |its |his |her |their )?(?:[\w’'-]+ ){{0,3}}?(?:{NAME}+|[{UPPER}][\w’'&.-]+)(?:’s|'s)?"
    rf"(?: (?:(?:of|for|and|&)(?: the)? )?(?:{NAME}+|[{UPPER}][\w’'&.-]*\w)){{0,8}}(?: {_BODY_NOUN}\b)?|(?:the|its|a) (?:[\w-]+ ){{0,3}}?{_BODY_NOUN}\b)"
    rf"(?: (?:as|in (?:his|her) role as) <R>)?"
)
"""P heads, chairs, edits, … a body."""
