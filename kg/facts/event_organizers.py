"""Who organises an event, as a sentence says it.

Input: a Clause and an event of it, or none where the sentence only speaks of "the organiser". Output: an
Entity of kind ORGANIZATION. A body need not be known as one: what stands behind "organised by" is one.
"""

from __future__ import annotations

import re

from kg.facts.event_clause import SIGN, Clause
from kg.model import CityMention, Document, Entity, Kind, NameMention, PlaceMention

_NEAR = 400  # characters of a line on each side of an event that may speak of it
_PART = r"(?:[A-Z][\w&’'.-]*[\w&]|<[CLON]\d+>)"
_BODY = rf"(?P<o>{_PART}(?: (?:(?:of|for|and|de|da|do|di|the|&|in(?! <[CL])) ){{0,2}}{_PART}){{0,7}})"
_RUN = (
    r"(?:organi[sz]|hold|held|host|conven|stag|run|ran\b|puts? on|put on|putting on|owns?\b|owned|arrang|produc|manag"
    r"|promot|behind|launch|found|mount|deliver)"
)
_DONE = (
    r"(?:(?:co-)?organi[sz]ed|hosted|convened|run|staged|put on|held|arranged|promoted|produced|owned|launched|mounted"
    r"|managed|convoked|called|set up|initiated|presented)"
)
_OWN = (
    r"(?: (?:its|the|this|that|an?|their|annual|biennial|own|next|first|last|of|<D\d+>|\w+th|\w+st|\w+nd|\w+rd)){0,5}"
)
_OWNER = r"(?:(?:co-)?organi[sz]ers?|owners?|promoters?|producers?|convenors?|conveners?|organi[sz]ing body)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"EVENT[^;]{{0,120}}?\b{_DONE}(?:,? (?!by)[\w ]{{2,30}},?)? by (?:the |a )?{_BODY}",
        rf"\b{_DONE} by (?:the |a )?{_BODY},? (?:the |this |its )?EVENT",
        rf"EVENT(?: <D\d+>| \d{{4}})? of (?:the )?{_BODY}",
        rf"{_BODY}['’]s?(?: (?!said|says)[\w-]+){{0,3}} EVENT",
        (rf"{_BODY}(?:, (?:which|who|that|the body that))?,?(?: (?:is|was|has|will|also|jointly|itself|been|to)){{0,3}}"
        rf" {_RUN}\w*{_OWN} EVENT"),
        rf"EVENT (?:is|was) (?:the )?{_BODY}['’]s? ",
        rf"EVENT,? (?:which|that) (?:the |is )?{_BODY} (?:\w+ly )?{_RUN}\w*",
        rf"{_BODY},? (?:the |which is the |as )?(?:main |chief |lead )?{_OWNER} of{_OWN} EVENT",
        rf"EVENT['’]s? (?:main |chief |lead )?{_OWNER},? (?:the )?{_BODY}",
        rf"{_BODY}, to (?:which|whom){_OWN} EVENT belongs?\b",
    )
)  # fmt: skip
# Without the event's name: "Messe Ruhr, the organiser", "organiser Congress Partners", "its owner, Subterra Media".
_UNNAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BODY}, (?:the|its|their|which is the)(?: main)? {_OWNER}\b(?! of)",
        rf"\b(?:[Tt]he |[Ii]ts |[Tt]heir )?(?:[Oo]rgani[sz]er|[Pp]romoter|owner)s?[,:]? (?:the )?{_BODY}",
    )
)
MENTIONED = re.compile(rf"\b(?:{_OWNER}|Organi[sz]ers?|Promoters?|{_DONE} by)\b")
# Words that only a body has before or behind its name.
_OF_BODY = (
    r"(?:president|chair\w*|head|secretar\w+|members?|director|board|council|cities|chief executive|CEO|leader\w*"
    r"|delegates?|vice-president|treasurer) of (?:the )?"
)
_BODY_DOES = (
    r"(?:['’]s)? (?:said|says|announced|awarded|decided|chose|picked|gave|president|President|chief|members?|member|CEO"
    r"|secretary|Secretary|council|Council|board|Board|chair\w*|Chair\w*|spokes\w+|officials?|organi[sz]\w+|voted"
    r"|confirmed|selected|Federation|executive|Executive)\b"
)
_MEETING_OF = re.compile(
    r"(?:.*\b)?(?:meeting|session|assembly|conference|congress|council)\b[^<]{0,40}? of (?:the )?(?P<o>[A-Z].*)$",
    re.IGNORECASE,
)


def organizer_of_name(document: Document, name: str) -> Entity | None:
    """The body in an event's name: "C40 Mayors Summit" is of the C40, "Session of the UNWTO Council" of that."""
    bodies = [m for m in document.all(NameMention) if m.kind is Kind.ORGANIZATION]
    for mention in bodies:
        for called in (document.quote(mention.span), mention.name):
            if len(called) > 2 and name.startswith(f"{called} "):
                return mention.entity
    of = _MEETING_OF.match(name)
    if of:
        for mention in bodies:
            if of["o"] in {document.quote(mention.span), mention.name}:
                return mention.entity
    words = name.split()
    places = {*(m.name for m in document.all(CityMention)), *(m.name for m in document.all(PlaceMention))}
    if of and name[0].islower() and of["o"] not in places:  # "annual conference of Eurocities"
        return Entity(kind=Kind.ORGANIZATION, name=of["o"])
    for count in range(len(words) - 1, 0, -1):
        body = " ".join(words[:count])
        known = count > 1 or bool(re.search(r"[A-Z\d]", body[1:]))
        if (
            known
            and body not in places
            and words[0][0].isupper()
            and words[count - 1][0].isupper()
            and _acts(document.text, body, owning=bool(words[count:]) and words[-1].islower())
        ):
            return Entity(kind=Kind.ORGANIZATION, name=body)
    return None


_DOES = re.compile(_BODY_DOES)
_OF = re.compile(rf"\b{_OF_BODY}\Z")
_LONGEST_OF = 80  # characters before a body
_STARTS = re.compile(r"\b")
_ENDS = re.compile(r"\b(?! [A-Z])")
_OWNS = re.compile(r"['’]s? (?!(?:said|says)\b)")


def _acts(text: str, body: str, *, owning: bool) -> bool:
    """True where a text says of a name, somewhere, what is said of bodies only; ``owning``: it has something, too."""
    start = text.find(body)
    while start >= 0:
        end = start + len(body)
        if _ENDS.match(text, end) and _OF.search(text, max(0, start - _LONGEST_OF), start):
            return True
        if _STARTS.match(text, start) and (_DOES.match(text, end) or (owning and _OWNS.match(text, end))):
            return True
        start = text.find(body, start + 1)
    return False


_NO_BODY = re.compile(
    r"(?:<[CLD]\d+>|City|Town|The|It|He|She|They|In|On|At|This|That|We|Past|Former|Previous|Earlier|Hosts?"
    r"|(?:[A-Z][a-z]+(?:an|ese|ish|ch|ic|i) )?<C\d+>['’]?s?)$"  # "the Peruvian city of Arequipa"
)
_LEAD = re.compile(r"^(?:The|In|At|On|For|But|And|While|When|As|By|With|From|Since|After|Before) ")


def organizer_in(document: Document, clause: Clause, event: NameMention | None) -> Entity | None:
    """The body that a sentence says organises the event; None of ``event``: the one that it takes for granted."""
    line, patterns = clause.line, _UNNAMED
    if event is not None:
        sign = clause.sign(event)
        place = line.find(sign)
        line, patterns = line[max(0, place - _NEAR) : place + _NEAR].replace(sign, "EVENT"), (*_PATTERNS, *_UNNAMED)
    for pattern in patterns:
        match = pattern.search(line)
        body = _entity(document, clause, match["o"]) if match else None
        if body is not None:
            return body
    return None


_CITY_FIRST = re.compile(r"^<C\d+>(?:,? and|,|,? &) (?:the )?(?=<O|[A-Z])")  # "by the city of Bergen and the Union"


def _entity(document: Document, clause: Clause, signs: str) -> Entity | None:
    """The body that a piece of a line names; None for a city, a country, a person or a function word."""
    signs = _LEAD.sub("", signs)
    signs = _CITY_FIRST.sub("", signs)
    if _NO_BODY.match(signs) or "EVENT" in signs or SIGN.sub("", signs).strip(" ") in {"and", "of"}:
        return None
    known = clause.of(signs)
    if len(known) == 1 and SIGN.fullmatch(signs):
        only = known[0]
        if isinstance(only, NameMention) and only.kind is Kind.ORGANIZATION:
            return only.entity
        return Entity(kind=Kind.ORGANIZATION, name=document.quote(only.span))
    name = SIGN.sub(lambda sign: document.quote(clause.mentions[int(sign[2])].span), signs)
    return Entity(kind=Kind.ORGANIZATION, name=" ".join(name.split())) if len(name) > 2 else None
