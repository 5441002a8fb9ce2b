"""Posts that the words around them deny, or give to somebody else: "she hopes to become mayor", "wife of the mayor".

Input: the reader with what its constructions found, and a pair of a person and a post that a classifier is to judge.
Output: whether the pair is settled without it.
"""

from __future__ import annotations

import re

from kg.facts.person_features import Pair, Sketches
from kg.facts.person_reader import Reader, hypothetical
from kg.model import PersonMention, Span


def is_settled(reader: Reader, about: Sketches, pair: Pair) -> bool:
    """True where a rule has read the post, or the words rule it out."""
    far = pair.post.plural and pair.person_line != pair.post_line
    start = min(pair.post.span.start, pair.person.span.start)
    ruled = (pair.post.span.start, pair.person.name) in reader.ruled
    start_of_post = pair.post.span.start
    text, after = reader.document.text, (pair.post.span.end, max(pair.post.span.end, pair.person.span.start))
    titled = reader.document.within(Span(start=start_of_post, end=pair.post.span.end + _NAME_LENGTH), PersonMention)
    if not pair.verb and any(p.span.start == pair.post.span.end + 1 and p.name != pair.person.name for p in titled):
        return True  # "Mayor Q"
    if _UNDER.fullmatch(text, *after) or _APPOINTS.fullmatch(text, *after) or _CHOSEN_BY.search(text, *after):
        return True
    if pair.post.plural and _ALONE.match(text, pair.post.span.end) and pair.person.span.start == pair.post.span.end + 2:
        return True  # "after words by council members, P spoke"
    if _WORK.search(text, max(0, start_of_post - 60), start_of_post) and text.startswith(_MADE_BY, start_of_post):
        return True
    between = Span(start=pair.person.span.end, end=max(pair.person.span.end, start_of_post))
    if _FOR.search(between.of(text)) and len(between.of(text)) < _NAME_LENGTH:
        return True  # "they endorse P of X for mayor"
    if _VOTED_ON.search(text, max(0, start_of_post - 30), start_of_post + 2):
        return True
    if _OFFICES.search(text, max(0, start_of_post - 30), start_of_post):
        return True
    if pair.person_line == pair.post_line and denied(text, pair.person.span, pair.post.span):
        return True
    sentence = reader.document.sentence_at(start)
    if sentence and WISHED.search(text, sentence.span.start, start_of_post):
        return True
    if pair.post.determiner in {"his", "her"} and _CHOOSES.search(text, max(0, start_of_post - 30), start_of_post):
        return True
    return ruled or far or _is_hoped_for(about, pair) or hypothetical(reader.document.text, start)


def denied(text: str, person: Span, post: Span) -> bool:
    """True where the words between a person and a post say that it is another one's, or that it is only hoped for."""
    if post.start < person.end:
        return _APPOINTS.fullmatch(text, post.end, max(post.end, person.start)) is not None
    between = text[person.end : post.start]
    beaten = _BEATEN.search(text, max(0, person.start - 25), person.start) and _TO_BE.match(between)
    said = (_OF_KIN, _OF_WHOSE, _MEETS, _IS_NOT, _NOT_YET, _TURNED_DOWN)
    return bool(beaten) or any(pattern.search(between) for pattern in said)


_KIN = (
    r"(?:wife|husband|spouse|widow(?:er)?|partner|son|daughter|brother|sister|father|mother|niece|nephew|cousin|friend"
    r"|ally|aide|adviser|advisor|assistant|spokes\w+|lawyer|rival|critic|opponent|prot[eé]g[eé]e?)"
)
_OF_KIN = re.compile(rf"\b{_KIN} (?:of|to|for) (?:the |its |their |our )?(?:then |late |former |current |new )?$")
_OF_WHOSE = re.compile(rf"^,? whose (?:[\w-]+ )?{_KIN} (?:was|is|became|has been|had been) [^,;.]*$")
_IS_NOT = re.compile(r"\b(?:is|was|are|were)(?: not|n[’']t| never) (?:the |an? )?$")
_DEALT_WITH = "met|asked|told|thanked|praised|greeted|invited|visited|joined|attacked|critici[sz]ed"
_MEETS = re.compile(  # "she asked the mayor"
    rf"^ (?:has |had |have |also )?(?:{_DEALT_WITH}|met with|urged|accused|sued|advised|interviewed|blamed|challenged"
    r"|wrote to|called on|appealed to|(?:spoke|talked|work(?:s|ed)) (?:to|with|for))"
    r"(?: (?:the|its|their|our)(?: then| former| new)?)? $"
)
_TO_BE = re.compile(r" to (?:be|become|win|be \w+)\b| (?:for|in the race for) ")
_NOT_YET = re.compile(
    r"\b(?:hop(?:es?|ed|ing)|wants?|wanted|wish(?:es|ed)?|aims?|dreams?|plans?|likely|tipped|poised|expected|keen|eager"
    r"|ready|apply|appli(?:es|ed)|applying|shortlisted|considered|could|might|may|would) (?:\w+ ){0,2}?"
    r"(?:to (?:be|become)|be|become|for|as)(?: named| appointed| elected| made)? (?:[\w’'-]+ ){0,5}$"
)
_TURNED_DOWN = re.compile(
    r"\b(?:turn(?:s|ed)? down|declin(?:es|ed)|refus(?:es|ed)|reject(?:s|ed)|los(?:es|t)|(?:was|were|been) nominated)"
    r" (?:[\w’'-]+ ){0,6}$"
)
_BEATEN = re.compile(r"\b(?:beat|beats|beating|defeat(?:s|ed|ing)|ousted|unseated|edged out|edged) (?:the )?$")


_NAME_LENGTH = 60
_ALONE = re.compile(r", [A-Z][^\s,;]+(?: [A-Z][^\s,;]+){0,3} (?!and\b)[a-z]")
_MADE_BY = ("directed by", "edited by", "produced by")
_WORK = re.compile(  # "the film “Low Tide” [directed by P]"
    r"(?:[\"”’'»)]|\b(?:films?|movies?|documentary|play|opera|musical|show|series|drama|comedy)\b[^.;]{0,40}),? $"
)
_FOR = re.compile(r"^(?: (?:of|from) [^,.;]{2,40})? for $")
_VOTED_ON = re.compile(r"\b(?:vote for|elect|choose|search for|seek|seeking) an?\b")  # "met to vote for a mayor"
_OFFICES = re.compile(r"\b(?:offices|posts|positions|roles) of (?:the )?$")
_APPOINTS = re.compile(  # "the president has since appointed P": that is not P's post
    r" (?:(?:has|have|had) (?:\w+ ){0,2}(?:named|chosen|picked|made)|(?:(?:has|have|had) )?(?:\w+ly |since |also )?"
    r"(?:nominated|appointed|inaugurated|reappointed|dismissed|sacked|fired|welcomed|congratulated|meets|received|hosted"
    rf"|defeated|beat|introduced|{_DEALT_WITH})) (?:with )?(?:[A-Z][a-z]+ ){{0,2}}"
)
WISHED = re.compile(  # "it was proposed that P be appointed"
    r"\b(?:propos|recommend|suggest|request|ask|urg|demand|want)\w*\b[^.;]{0,20} that [^.;]{0,60} be "
    r"(?:\w+ly )?(?:re-?)?(?:appointed|elected|named|made|chosen)\b"
)
_CHOSEN_BY = re.compile(
    r"\b(?:nominated|appointed|chosen|selected|picked|proposed|hired|fired|dismissed) by (?:the|a)\b"
)
_CHOOSES = re.compile(  # "she will choose her deputy"
    r"\b(?:selects?|selecting|choose|chooses|chose|appoints?|names?|picks?|announces?|nominates?|dismiss(?:es)?) $"
)
_UNDER = re.compile(r" (?:under|to)(?: [a-z-]+){0,2} ")  # "deputy mayor under P"
HOPED = re.compile(
    r"\b(?:nominations?|candidates?|contenders?|running|bid|hopefuls?|nominee|challenger|aspirant|campaign|race"
    r"|(?:ran|runs?|stood|stands?|standing) for)\b",
    re.IGNORECASE,
)


def _is_hoped_for(about: Sketches, pair: Pair) -> bool:
    """True of "a candidate for mayor" and "the mayor's": nobody named has that post."""
    words = about.rows[pair.post_line].words
    before = " ".join(words[max(0, pair.post_token - 4) : pair.post_token])
    return bool(HOPED.search(before)) or words[pair.post_token + 1 : pair.post_token + 2] in (["'"], ["’"])
