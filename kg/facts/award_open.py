"""Awards that are not decided yet: nobody on a shortlist has won, and who is in the running has not either.

Input: a document, its lines and award facts. Output: the facts, those of a name that may still win as finalists, those
of a mere hope left out; who is only on a list has not won, either. A shortlist looks like any list of winners; that the
winners are to be announced stands elsewhere in the article, often in its last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.facts.award_lines import Story, introduction, lead
from kg.facts.award_results import around
from kg.facts.links import place_of
from kg.model import AwardConferral, BlockKind, Document, Result

_DECIDED = r"(?:announced|named|revealed|declared|crowned|unveiled|made (?:known|public)|picked|decided|known)"
_TO_COME = re.compile(
    r"\b(?:winners?|results?)\b(?![^.;\n]{0,40}\b(?:field|category|section)\b)[^.;\n]{0,50}"
    rf"\b(?:will|is to|are to|to|due to) be (?:\w+ )?{_DECIDED}\b"
    r"|\b(?:will|is to|are to|due to) (?:announce|name|reveal|declare|crown|unveil|pick) "
    r"(?:the|its|their|this year['’]s|a) (?:[\w-]+ ){0,2}winners?\b",
    re.IGNORECASE,
)
_SHORTLIST = re.compile(r"\b(?:short-?list|short list|finalist|nominee|nominat|longlist)", re.IGNORECASE)
_WON = frozenset({"WIN", "WINNER", "GIVE", "RANKV"})

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|\d+)"
_MAY_WIN = re.compile(
    r"\bin (?:(?:the )?running|contention|line (?:to|for))\b|\bup for (?:the|an?|best|[\w’'-]+ [Oo]f|[A-Z“\"‘'])"
    rf"|\b(?:mak|mad|reach|go|went|progress|into|through to|in)\w* the (?:final|last)(?: (?:{_NUMBER}|round|stage))\b"
    r"|\bthrough to the final\b|\b(?:strong |main |front-?running |serious )?contenders?\b|\bput forward (?:for|as)\b"
    r"|\b(?:battl|compet|vy)(?:e|es|ed|ing) (?:it )?(?:out )?(?:for|to be)\b|\bhead[- ]to[- ]head\b"
    rf"|\bamong the {_NUMBER} (?:[\w-]+ )?(?:for the|to be|hoping)\b|\b(?:short-?listed|nominated) (?:for|as|in)\b"
)
_HAS_WON = re.compile(r"\b(?:won|wins?|winn(?:er|ing)s?|was given|received|picked up|took|takes)\b")
_LISTED = re.compile(
    rf"\b(?:on|in|among|one of|made) (?:the|a|its) (?:list|ranking|top {_NUMBER}|{_NUMBER} (?:most|best|[a-z]+est))\b"
)
_MERE_HOPE = re.compile(
    r"\b(?:going|gunning|pushing|gearing up|pitching) for\b|\bstep (?:closer|nearer)\b|\bunder consideration\b"
    r"|\bstands? to (?:win|be|become|get|receive)\b|\b(?:in with|has|have) a (?:\w+ )?(?:chance|shot)\b"
    r"|\b(?:wait(?:s|ing)? to|will|to) (?:hear|find out)\b|\bstripped of\b|\bvote for\b"
)
_CLAUSE = re.compile(r"[;:.] |, (?:and|but|while|which|who)\b|\b(?:but|while|whereas|after)\b")


def decided(document: Document, about: Story, facts: Iterable[AwardConferral]) -> Iterator[AwardConferral]:
    """The facts of what is decided, and as finalists those that may still win."""
    facts = list(facts)
    open_yet = _is_open(document, about)
    latest = max((fact.year for fact in facts if fact.year), default=None)
    for fact in facts:
        clauses = _clauses(document, fact) if fact.result is Result.WINNER else []
        if clauses and all(_MERE_HOPE.search(clause) for clause in clauses):
            continue
        if clauses and all(_LISTED.search(clause) and not _HAS_WON.search(clause) for clause in clauses):
            yield replace(fact, result=Result.RANKED, rank=None)
            continue
        may_win = bool(clauses) and all(_MAY_WIN.search(c) and not _HAS_WON.search(c) for c in clauses)
        listed = open_yet and fact.result is Result.WINNER and fact.year in {None, latest} and not _is_told(about, fact)
        yield replace(fact, result=Result.FINALIST) if may_win or listed else fact


def _is_open(document: Document, about: Story) -> bool:
    """True of an article on a shortlist: its headline says so, or it says that the winner is to be announced."""
    if {"WINNER", "WIN"} & about.title or not _SHORTLIST.search(document.text):
        return False
    titles = (s.span for s in document.sentences if s.block.kind is BlockKind.TITLE)
    return _TO_COME.search(document.text) is not None or any(_SHORTLIST.search(document.quote(t)) for t in titles)


def _is_told(about: Story, fact: AwardConferral) -> bool:
    """True where words beside the recipient, or over its list, say that it won."""
    for span in fact.evidence:
        place = place_of(about.lines, span.start)
        if place is None or _WON & about.lines[place[0]].seen:
            return True
        over = introduction(about, place[0])
        if {"WIN", "WINNER"}.intersection(over.seen if over else lead(about, place[0])):
            return True
    return False


def _clauses(document: Document, fact: AwardConferral) -> list[str]:
    """For each quote the clause of its sentence that names the recipient; none where one does not name it."""
    said = around(document, fact)
    clauses = [_CLAUSE.split(each[0])[-1] + fact.recipient.name + _CLAUSE.split(each[1])[0] for each in said if each]
    return clauses if len(clauses) == len(said) else []
