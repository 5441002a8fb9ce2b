"""The ways to say that somebody holds a post, as regular expressions over an outline.

Input: none. Output: CONSTRUCTIONS, in the order in which they are tried: the surer one first. In a
pattern <P>, <Q> stand for people, <H> for a person or pronoun, <L> for a list of people, <R>, <S>
for posts, <M> for one of two or three letters (MP).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.post_words import NAME, PARTICIPLES, PERSON, POST, PRONOUN, VERBS
from kg.mentions.titles import UPPER
from kg.model import TenureStatus

_SEAT = rf"(?:{NAME}+|[{UPPER}][\w’'-]+)(?:[ /](?:{NAME}+|[{UPPER}][\w’'-]+|ward|district|constituency)){{0,3}}"
_ONE = rf"{PERSON}{PERSON}*(?: of (?:the )?{NAME}+| for (?:the )?{_SEAT}| \({NAME}+\))?"
_MARKS = {  # "XX*", not "X+": what begins with a character is looked for at that character only
    "<P>": f"(?P<P>{PERSON}{PERSON}*)",
    "<Q>": f"(?P<Q>{PERSON}{PERSON}*)",
    "<H>": f"(?P<P>{PERSON}{PERSON}*|{PRONOUN}{PRONOUN}*)",
    "<L>": f"(?P<L>{_ONE}(?:, {_ONE}){{0,20}},? (?:and|&) {_ONE})",
    "<R>": f"(?P<R>{POST}{POST}*)",
    "<S>": f"(?P<S>{POST}{POST}*)",
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

    @property
    def listing(self) -> bool:
        """True where it tells of several people."""
        return "L" in self.pattern.groupindex


def _any(phrases: str) -> str:
    """An alternation of the phrases, which are parted by semicolons; the longest is tried first."""
    parts = [" ".join(part.split()) for part in phrases.split(";")]
    return "(?:" + "|".join(sorted(parts, key=lambda part: (-len(part), part))) + ")"


_NO_SENTENCE = r"(?=[,.;\n]|$| (?:of|at|for|in|since) )(?![^.;\n]*\b(?:is|was|has|had|will|must|failed|said)\b)"
_JOB = "(?:post|position|role|office|job)"
_ADVERBS = _any(
    r"""also; now; currently; then; once; again; both; still; previously; formerly; later; officially; formally;
    unanimously; recently; afterwards; himself; herself; already; long; first; twice; in turn; at present; today;
    most recently; until (?:now|then|recently|lately);
    at (?:one|the|that) (?:same )?time; since \d{4}; in \d{4}; on \w+; this week;
    (?:for|after) [\w -]{3,20} (?:years?|terms?|months?); last (?:year|month|week)"""
)
_ADVERB = rf"(?:{_ADVERBS},? ){{0,2}}"
ASIDE = rf"(?:, [^,.;{PERSON}]{{2,80}}(?:, (?:which|who|where|whose) [^,.;{PERSON}]{{2,80}})?,)?"
"""What may be put in between somebody's name and what is said of them."""

FROM = rf"(?: (?:of|from) (?:the )?(?:{NAME}+|[{UPPER}][\w’'-]+)(?: (?:{NAME}+|[{UPPER}][\w’'-]+)){{0,3}})?"
"""What a name may be followed by: where somebody is from."""
_SUBJECT = rf"<H>(?:,? who|{ASIDE}|,)"
_CHOSEN = _any(
    """elected; re-elected; reelected; appointed; reappointed; named; chosen; confirmed; installed; inaugurated;
    selected; picked; promoted; sworn in; made; declared; voted in; hired; designated; unveiled; announced; introduced;
    crowned; presented"""
)
_CHOOSE = r"\b" + _any(
    """elect; elects; elected; appoint; appoints; appointed; name; names; named; choose; chooses; chose; chosen;
    re-elected; confirm; confirms; confirmed; install; installs; installed; select; selects; selected; pick; picks;
    picked; promote; promotes; promoted; make; makes; made; hire; hires; hired; swore in; reappointed"""
)
_IS = _any(
    rf"""is; remains; has been; becomes; became; has become; serves as; has served as; is serving as; works as; acts as;
    is acting; continues as; stays on as; stayed on as; took office as; takes office as; took over as; takes over as;
    returns as; returned as; joined as; joins as; started as; began as; rose to become; went on to become;
    assumed office as; assumed the {_JOB} of; takes up the {_JOB} of; took up the {_JOB} of; moved up to;
    takes on the (?:[a-z]+ )?{_JOB} of; also serves as; doubles as; stood in as; had stood in as; steps in as; ’s; 's"""
)
_WAS = _any(
    r"""was; had (?:himself |herself |already |once |long )?been; served as; had served as; used to be; worked as;
    had worked as; acted as; is no longer; was no longer; is a former; spent [\w ]{3,20} as"""
)
_WILL = _any(
    rf"""will be; is to be; will become; is to become; will serve as; will step in as; will take over as; to become;
    is set to become; is set to be; is due to become; takes over next \w+ as; will act as; will return as;
    will stay on as; will join as; is to take up the {_JOB} (?:of|as); will take up the {_JOB} (?:of|as)"""
)
_LEFT = _any(
    """step(?:s|ped|ping)? down; resign(?:s|ed)?; retire[sd]?; quits?; was ousted; ousted; was removed; removed;
    depart(?:s|ed); was dismissed; dismissed; was sacked; sacked; was fired"""
)
_BEAT = _any("beat; beats; defeated; defeats; ousted; ousts; unseated; unseats; edged out; saw off")
_LOSE = _any("lost; loses; left; leaves; gave up; gives up; vacated; relinquished")

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
    Construction(
        rule="PERSON-23",
        pattern=over_outline(
            rf"<L>,? (?:will|are (?:set|due) to|to) (?:be|become|serve as|stay on as|remain|(?:hold|take up|share) the "
            rf"{_JOB}s? of) {_ADVERB}<R>"
        ),
        status=_INCOMING,
    ),
    Construction(
        rule="PERSON-23",
        pattern=over_outline(rf"<L> (?:have |had )?(?:{_LEFT} (?:\w+ ){{0,2}}?as|left their {_JOB}s? as) <R>"),
        status=_FORMER,
    ),
    Construction(  # a line "Chair of the Safety Committee - Councillor P"
        rule="PERSON-03", pattern=over_outline(rf"^[ *•·–-]{{0,3}}<R> [–—-] (?:{POST}+ )?<P>\W*$")
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
            rf"<H>(?:(?:,? who|{FROM}{ASIDE}|,) "
            rf"(?:was|is|has been|had been|were|gets?|got|is being|being|will be|is to be) {_ADVERB}"
            rf"|, {_ADVERB}(?:who was )?){_CHOSEN}"
            rf"(?: to be| as| to the {_JOB} of| to serve as| to|:)? {_ADVERB}<R>"
        ),
        dated=True,
        fresh=True,
    ),
    Construction(  # "RESOLVED - That Councillor P be appointed leader"
        rule="PERSON-42",
        pattern=over_outline(
            rf"\b(?:(?i:resolved)|agreed|voted)\b[^.;{PERSON}{POST}]{{0,25}} (?:[Tt]hat )?(?:{POST}+ )?<P> be "
            rf"(?:\w+ly )?(?:re-?)?{_CHOSEN}(?: as| to be)? <R>"
        ),
        fresh=True,
    ),
    Construction(
        rule="PERSON-42",
        pattern=over_outline(
            rf"<P> (?:has |had )?(?:narrowly )?{_BEAT} "
            rf"(?:(?:the|incumbent|sitting|former|his|her|rival) |{POST}+,? ){{0,3}}"
            rf"<Q>[^.;{PERSON}]{{0,40}}? to (?:be|become) (?:the (?:[a-z]+ ){{0,3}})?<R>"
        ),
        fresh=True,
    ),
    Construction(rule="PERSON-40", pattern=over_outline(rf"{_SUBJECT} {_ADVERB}{_IS} {_ADVERB}<R>"), dated=True),
    Construction(
        rule="PERSON-40",
        pattern=over_outline(rf"{_SUBJECT} {_ADVERB}{_WAS} {_ADVERB}<R>"),
        status=_FORMER,
        dated=True,
    ),
    Construction(
        rule="PERSON-40",
        pattern=over_outline(rf"{_SUBJECT} {_ADVERB}{_WILL} {_ADVERB}<R>"),
        status=_INCOMING,
        fresh=True,
    ),
    Construction(
        rule="PERSON-42",
        pattern=over_outline(
            rf"{_CHOOSE} (?:[\w-]+ |{POST}+ ){{0,2}}<P>,? (?:as |to be |to become |to serve as )?{_ADVERB}<R>"
        ),
        fresh=True,
    ),
    Construction(
        rule="PERSON-42",
        pattern=over_outline(rf"<P>(?: of (?:the )?(?:{NAME}+|[{UPPER}]\w+)(?: [{UPPER}]\w+){{0,2}})?,? as <R>"),
    ),
    Construction(
        rule="PERSON-46",
        pattern=over_outline(
            rf"{_SUBJECT} (?:has |had |is |was |will )?(?:{_LEFT} (?:\w+ ){{0,3}}?"
            rf"(?:as|from (?:the|his|her) {_JOB} (?:as|of))|"
            rf"{_LOSE} (?:the|his|her) {_JOB} (?:as|of)) <R>"
        ),
        status=_FORMER,
    ),
    Construction(
        rule="PERSON-14",
        pattern=over_outline(
            rf"<R>(?: (?:at|in) (?:the )?{NAME}+)? (?:is|remains|has been|will be) (?:now )?(?:the other )?"
            rf"(?:{POST}+ )?<P>"
        ),
    ),
    Construction(rule="PERSON-14", pattern=over_outline(r"<R> (?:was|had been) (?:then )?<P>"), status=_FORMER),
    Construction(rule="PERSON-03", pattern=over_outline(r"^[ *•·–-]{0,3}<P> <R>")),
    Construction(
        rule="PERSON-52",
        pattern=over_outline(rf"<P>, (?!who\b)[a-z{POST}][^,.;{PERSON}]{{3,60}} and {_ADVERB}<R>(?!,? {PERSON})"),
    ),
    Construction(rule="PERSON-03", pattern=over_outline(r"<P>,? <M>")),  # "Jane Doe MP"
    Construction(
        rule="PERSON-03",
        pattern=over_outline(r"(?:(?<=[;,.\n] )|(?<=[;\n])|^)[ *•·–-]{0,3}<R>: <P>(?=[,;.\n]|$)"),
    ),
    Construction(rule="PERSON-03", pattern=over_outline(rf"^[ *•·–-]{{0,3}}<P>: (?:the )?<R>{_NO_SENTENCE}")),
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

_CAPITAL = rf"(?:(?:[dl]['’])?{NAME}+|(?:[dl]['’])?[{UPPER}][\w’'&.-]*\w|[{UPPER}])"
_NAMED = rf"{_CAPITAL}(?: (?:(?:of|for|and|&)(?: the)? )?{_CAPITAL}){{0,8}}"
BODY_NOUN = _any(
    """committee; council; board; foundation; commission; association; agency; department; company; organi[sz]ation;
    group; network; institute; festival; project; programme; survey; party; bureau; office; division; jury; panel;
    union; federation; initiative; campaign; firm; centre; center; lab; observatory; museum; team; secretariat; chamber;
    task force; working group; academy; authority; trust; society; cabinet; ministry; school"""
)

BY_VERB = over_outline(
    rf"<H>(?:(?:, [^,.;{PERSON}]{{2,60}})?,? who|,? and|{ASIDE}|,(?= \w+ing\b))? "
    rf"(?P<will>will |is to )?{_ADVERB}(?P<verb>{_any(';'.join(VERBS))})"
    rf" (?P<body>(?!an? )(?:the |its |his |her |their )?(?:[\w’'-]+ ){{0,3}}?{_NAMED}(?: (?:{BODY_NOUN}|bid)\b)?"
    rf"|(?:the|its|a) (?:[\w’'-]+ ){{0,3}}?{BODY_NOUN}\b)(?: (?:as|in (?:his|her) role as) <R>)?"
)
"""P heads, chairs, edits, … a body."""

BY_PARTICIPLE = over_outline(
    rf"(?P<body>{_NAMED}|(?:[Tt]he|[Ii]ts|[Aa]n?) (?:[\w-]+ ){{0,3}}?{BODY_NOUN}),?(?: which)?"
    rf"(?: (?:is|was|are|will be|being))? "
    rf"(?:now |currently )?(?P<verb>{_any(';'.join(PARTICIPLES))}) by (?:[a-z]+ ){{0,2}}<P>"
)
"""A body that is headed, chaired, founded, … by P."""
