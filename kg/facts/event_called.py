"""Names that only their surroundings show to be an event's, and nouns that take up an event named before.

Input: Document. Output: NameMention of kind EVENT, some overlapping others. Three families: a noun beside
the name says what it is ("Meia Hora, the theatre festival", "the book fair Bienal do Livro", "“Open Doors”
festival"); the name is held, kicks off, stands before its days and place ("AgriTech (Lyon, 3-5 May)"); a
thing without a name is held on a day in a city ("a closing conference is planned in Lyon for 5 May").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.mentions.lexicon_words import lines
from kg.model import (
    CityMention,
    DateMention,
    Document,
    Kind,
    Mention,
    NameMention,
    PersonMention,
    PlaceMention,
    Precision,
    Span,
)

LONGEST_SENTENCE = 3000
"""Characters: longer ones are no prose."""
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻĽŃŅŇŐŌØŒŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_WORD = rf"[{_UPPER}][\w’'&.-]*[\w’']|[{_UPPER}]"
_NAME = rf"(?<![\w’'-])(?:{_WORD})(?: (?:(?:of|for|and|the|on|de|da|do|du|des|in|&|with) ){{0,2}}(?:{_WORD})){{0,7}}"

FAMILIES: dict[str, str] = {
    noun.rstrip("*"): family for noun, _, family in (line.partition("\t") for line in lines("event_nouns"))
}
"""The family of each common noun for events."""
_SURE = [noun for noun, *_ in (line.split("\t") for line in lines("event_nouns")) if not noun.endswith("*")]


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


_NOUN = rf"(?:{_any_of(_SURE)})"
_NO_COMPOUND = (
    r"(?! (?:cent(?:re|er)|cit(?:y|ies)|hall|venue|organi[sz]\w+|director|board|office|town|bureau|committee|company"
    r"|compan(?:y|ies)|grounds?|circuit|programme|program|manager|chief|president|winner\w*|champion\w*|host\w*"
    r"|goers?|bid\w*|news\w*|magazine|agency|association|house|site|park|square)\b)"
)
_TRIGGER = re.compile(rf"\b{_NOUN}\b")
_ADJECTIVES = r"(?:(?!of\b|for\b|in\b|at\b|to\b|and\b|who\b|whose\b|said\b)[\w’'-]+ ){0,5}?"
_BESIDE = tuple(
    re.compile(pattern)
    for pattern in (
        # "WindTec, Europe's trade fair for …", "Meia Hora, the festival of …", "Web Summit is a conference …"
        (rf"(?P<name>{_NAME})(?: (?P<year>(?:19|20)\d\d))?(?: \([^()]{{2,30}}\))?[”\"’]?"
        rf"(?:, | (?:is|was|are|has become|became) )(?:the|a|an|its|their|our|one of the|this|that|[A-Z]\w+['’]s"
        rf"|(?:the )?\w+['’]s) {_ADJECTIVES}{_NOUN}\b{_NO_COMPOUND}"),
        # "the book fair Bienal do Livro", "a festival called Sziget"
        (rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]his|annual|\w+['’]s) "
        rf"(?:(?!will\b|would\b|to\b)[a-z][\w-]* ){{0,4}}?{_NOUN}"
        rf"(?:,? (?:called|named|known as|dubbed|titled|entitled))? [“\"‘]?(?P<name>{_NAME})"
        rf"(?: (?P<year>(?:19|20)\d\d))?"),
        # "“Open Doors” festival"
        rf"[“\"‘](?P<name>[{_UPPER}][^”\"’\n]{{3,60}})[”\"’] (?:[a-z-]+ ){{0,2}}?{_NOUN}\b{_NO_COMPOUND}",
    )
)  # fmt: skip
_BE = r"(?:was|is|were|are|will be|is being|is to be|are to be|had been|has been|shall be|to be|being|would be)"
_ADVERB = r"(?:(?:first|last|again|next|now|also|not|usually|normally|once more) ){0,2}"
_STRONG = (
    rf"(?:,? (?:(?:which|that) )?{_BE} {_ADVERB}(?:(?:due|scheduled|set|slated|supposed|meant) to be )?"
    r"(?:held|staged|celebrated|hosted|contested|run)\b"
    rf"|, {_ADVERB}(?:held|staged|contested)\b"
    r"|,? (?:(?:which|that) )?(?:(?:will|would|to|is to|are to|did not|last) )?"
    r"(?:takes?|took|taking|ha(?:s|ve) taken) place"
    r"|,? (?:(?:which|that) )?(?:(?:will|to) )?(?:kicks?|kicked|kicking)[ -]off"
    r"|,? (?:will |which )?(?:gets?|got|getting) under ?way"
    r"|,? (?:which )?(?:draws?|drew|came|comes) to (?:a close|an end)"
    r"|,? (?:will )?(?:makes?|made|celebrates?|celebrated) (?:its|their) (?:debut|premi[eè]re)"
    r"|,? (?:has been|have been|was|were|is|are) (?:\w+ly )?(?:postponed|put off|rescheduled|pushed back)"
    r"|,? (?:due|planned|scheduled|slated) (?:for|in|on|from|to take place|next|this|last)\b)"
)
_HELD = re.compile(rf"(?P<name>{_NAME})(?: (?P<year>(?:19|20)\d\d))?(?: \([^()]{{2,30}}\))?[”\"’]?{_STRONG}")
_HELD_TRIGGER = re.compile(
    r"\b(?:held|staged|celebrated|hosted|contested|place|kick\w*|way|close|end|debut|premi[eè]re|postponed|put off|run"
    r"|rescheduled|pushed|due|planned|scheduled|slated)\b"
)
# "AgriTech (Lyon, 3-5 May)"
_BRACKET = re.compile(rf"(?P<name>{_NAME})(?: (?P<year>(?:19|20)\d\d))? \((?P<inside>[^()]{{5,80}})\)")
# "hosts Web Summit", "will be home to Gamescom": a name alone behind these is an event's.
_OBJECT = re.compile(
    r"\b(?:(?:co-)?hosts?|(?:will|to|would|also|again|first|last|has|have|had) (?:co-)?host(?:ed)?"
    r"|play(?:s|ed|ing)? host to|(?:the )?(?:host|venue|setting|stage) (?:for|of)"
    r"|(?:chosen|rights?|bid|race|vote) to (?:host|stage|hold)|stages?|puts? on)"
    r" (?:(?:the|its|this year['’]s|next year['’]s|(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)) ){0,3}"
    rf"[“\"‘]?(?P<name>{_NAME})(?: (?P<year>(?:19|20)\d\d))?"
    r"(?=[”\"’]?(?: (?:in|on|from|this|next|last|for|and)\b|[,.;)]))"
)
_NOT_NAMES = re.compile(
    r"(?:Join|Joins|Host|Hosts|Hold|Holds|Win|Wins|Likely|Set) "
    r"|(?:It|They|He|She|We|This|That|There|Those|These|The|What|Which|When|And|But|Mr|Mrs|Ms|Dr|Mayor|President|Minister|Prime|"
    r"King|Queen|Prince|Pope|Governor|Secretary|Director|Chief|Professor|Sir|Lord|Lady|Team|FC|Councillor)\b"
    r"|.*\b(?:Government|Council|Committee|Ministry|University|Company|Bank|Office|Headquarters|Centre|Center|Museum"
    r"|Agency|Minister|President|City|Team|United|FC|Republic|Kingdom|States|Union|Army|Police|School|College|Hospital"
    r"|Airport|Stadium|Institute|Network|Programme|Program|Project|Initiative|Foundation|Act|Agreement|Plan|Bill|Treaty"
    r"|Hall|Park|Square|Street|Palace|Hotel|Arena|Theatre|Theater|Cathedral|Church|Library|Bridge|Line|Station|Party"
    r"|Association|Federation|Society|Club|Election|Elections|Referendum|Report|Award|Prize|Medal|Director|Group|Gallery"
    r"|Authority|Board|Commission|Department|Trust|Fund|League|Tourism)$"
    r"|(?:Congress|Summit|Forum|Conference|Festival|Assembly|Meeting|Parliament|European|World|International|National"
    r"|Games|Expo|Fair)$"
)
_DETERMINER = re.compile(r"^(?:The|A|An|This|Its|In|At|On|For|With|After|Before|Since|When|While|And|But|Both) ")
_OWN_SHAPE = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z][a-z]+-[a-z]{3,}|[A-Z]{4,}\d*")


def called(document: Document) -> Iterator[NameMention]:
    """Names that a noun or a verb beside them makes events."""
    text = document.text
    for sentence in document.sentences:
        start, end = sentence.span.start, sentence.span.end
        if end - start > LONGEST_SENTENCE:
            continue
        if _TRIGGER.search(text, start, end):
            for pattern in _BESIDE:
                for match in pattern.finditer(text, start, end):
                    yield from _named(document, match, alone=True)
        if _HELD_TRIGGER.search(text, start, end):
            for match in _HELD.finditer(text, start, end):
                yield from _named(document, match, alone=False)
        for match in _BRACKET.finditer(text, start, end):
            inside = Span(start=match.start("inside"), end=match.end("inside"))
            placed = bool(document.within(inside, CityMention))
            if any(_is_days(d) for d in document.within(inside, DateMention)) and (placed or " " in match["name"]):
                yield from _named(document, match, alone=placed)
        for match in _OBJECT.finditer(text, start, end):
            yield from _named(document, match, alone=bool(match["year"]) or text.startswith(" from ", match.end()))


def _is_days(date: DateMention) -> bool:
    """True for a day or a run of days."""
    period = date.period
    return period.precision is Precision.DAY or (
        period.precision is Precision.SPAN and (period.end - period.start).days < 40
    )


def _named(document: Document, match: re.Match[str], *, alone: bool) -> Iterator[NameMention]:
    """The event of a match, unless its name is a person's, place's or body's; ``alone``: one word may be a name."""
    start, end = match.span("name")
    name = document.text[start:end]
    if lead := _DETERMINER.match(name):
        start, name = start + lead.end(), name[lead.end() :]
    span = Span(start=start, end=end)
    if not name or "\n" in name or _NOT_NAMES.match(name) or not name[0].isupper():
        return
    if " " not in name and not (alone or lead or _OWN_SHAPE.fullmatch(name)):
        return
    if _DOER.search(document.text, max(0, start - 12), start) or any(
        _is_other(m, span) and not (isinstance(m, PersonMention) and follows_noun(document, start))
        for m in _around(document, span)
    ):
        return
    year = match.groupdict().get("year")
    ordinal = _ORDINAL_BEFORE.search(document.text, max(0, start - 20), start)
    yield NameMention(
        span=Span(start=start, end=match.end("year") if year else end),
        name=name,
        kind=Kind.EVENT,
        year=int(year) if year else None,
        edition=ordinal[1] if ordinal else None,
    )


_ORDINAL_BEFORE = re.compile(r"\b(\d{1,3}(?:st|nd|rd|th)) $")


def follows_noun(document: Document, start: int) -> bool:
    """True where a noun for events stands right before ``start``: what follows "the book fair" is no person."""
    return bool(_NOUN_BEFORE.search(document.text, max(0, start - 60), start))


_NOUN_BEFORE = re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Tt]his|[Ii]ts) (?:[a-z][\w-]* ){{0,4}}{_NOUN} [“\"‘]?$")
_DOER = re.compile(r"\bby (?:the )?$")


def _around(document: Document, span: Span) -> Iterator[Mention]:
    for kind in (CityMention, PlaceMention, PersonMention, DateMention, NameMention):
        mentions: tuple[Mention, ...] = document.all(kind)
        first = bisect_left(mentions, span.start, key=lambda m: m.span.start) - 1
        for mention in mentions[max(0, first) : first + 8]:
            if mention.span.overlaps(span):
                yield mention


def _is_other(mention: Mention, span: Span) -> bool:
    """True where what stands at ``span`` is known to be something else."""
    if isinstance(mention, PersonMention | DateMention):
        return True
    if isinstance(mention, NameMention):
        return mention.kind is not Kind.ORGANIZATION or mention.span.covers(span)
    return mention.span.covers(span)


# -- things without a name ---------------------------------------------------------------------

_PLAIN = re.compile(
    r"\b(?:[Aa]n?|[Aa]nother|[Tt]he|[Ii]ts|[Tt]heir|\w+['’]s) (?P<name>(?!(?:annual|first|second|third|next|last|press"
    rf"|news|new|big|huge|large|small|special|largest|biggest|oldest) {_NOUN}\b)(?:[\w-]+ ){{1,3}}?{_NOUN})"
    rf"\b{_NO_COMPOUND}(?! [“\"‘]?[A-Z])"
)
_PLAIN_VERB = re.compile(
    r"^(?:[^.;]{0,60}?\b(?:held|planned|scheduled|takes? place|took place|due|staged|set)\b|,? (?:from|on|in) )"
)


def unnamed(document: Document) -> Iterator[NameMention]:
    """Events without a name of their own that are held in a city on a day: "a closing conference"."""
    text = document.text
    for sentence in document.sentences:
        start, end = sentence.span.start, sentence.span.end
        if end - start > LONGEST_SENTENCE or not _TRIGGER.search(text, start, end):
            continue
        if not any(_is_days(d) and not d.relative for d in document.within(sentence.span, DateMention)):
            continue
        for match in _PLAIN.finditer(text, start, end):
            words = match["name"]
            if words.islower() and _PLAIN_VERB.match(text[match.end() : end]):
                yield NameMention(span=Span(start=match.start("name"), end=match.end()), name=words, kind=Kind.EVENT)


# -- nouns that take up an event -----------------------------------------------------------------

_ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|inaugural)"
)
_TAKEN_UP = re.compile(
    r"\b(?:[Tt]h(?:e|is|at)|(?:[Nn]ext|[Ll]ast|[Tt]his|[Tt]he previous|[Tt]he following)"
    r" (?:year|month|week|summer|autumn|fall|spring|winter)['’]s|[Ii]ts|[Tt]heir|[Oo]ur)"
    r" (?:(?:last|next|previous|upcoming|coming|annual|biennial|current|present|\w+-day|(?:19|20)\d\d"
    rf"|(?P<ed>{_ORDINAL})) ){{0,3}}(?P<words>(?:[A-Za-z][\w’'-]+ ){{0,2}}?(?P<head>(?i:{_any_of([*FAMILIES])})"
    r"|[Ee]vent|[Ee]dition|[Gg]ames|[Oo]lympics|[Dd]ays|[Nn]ights|[Ww]orlds))"
    r"\b(?! (?:[A-Z]|cent(?:re|er)|hall|of\b|organi[sz]\w+|board|committee|area|ground\w*|city|venue|director|office"
    r"|winner\w*|champion\w*|host\w*|title|programme|program|record|village|district|leader|chair\w*"
    r"|in the (?:series|calendar|world)\b)|,? (?:of )?(?:the )?[A-Z])"
)
# "the press conference", "the opening ceremony": at an event, and not the event.
_OWN_MATTERS = frozenset(
    "press news opening closing award awards final first world national regional local video online council board "
    "such other only whole entire largest biggest oldest latest committee annual general qualifying preliminary "
    "women's men's".split()
)
_ANY_EVENT = frozenset({"event", "edition"})


def taken_up(document: Document, named: Sequence[NameMention]) -> Iterator[NameMention]:
    """Later mentions by a common noun, "the race", "this year's fair", "the Nairobi marathon", as what they take up."""
    families = [_families(document, event) for event in named]
    for match in _TAKEN_UP.finditer(document.text):
        before = bisect_left(named, match.start(), key=lambda m: m.span.end)
        if not before:
            continue
        words = [word.casefold() for word in match["words"].split()]
        head = match["head"].casefold()
        event = _meant(named[:before], families, words, head, match)
        if event is not None:
            yield replace(
                event,
                span=Span(start=match.start("words"), end=match.end("words")),
                year=None,
                edition=match["ed"],
            )


def _families(document: Document, event: NameMention) -> frozenset[str]:
    """The nouns and families that an event's name, or the noun beside it, belongs to."""
    words = event.name.casefold().split()
    near = document.text[event.span.end : event.span.end + 60].partition(".")[0]
    beside = _TRIGGER.search(near) if re.match(r"[”\"]?(?:,| is| was) (?:the|a|an|its|\w+['’]s)\b", near) else None
    heads = {words[-1], words[0], *([beside[0]] if beside else [])}
    heads |= {word for word in words if word in FAMILIES}
    return frozenset(heads | {f"={FAMILIES[head]}" for head in heads if head in FAMILIES})


def _meant(
    named: Sequence[NameMention], families: Sequence[frozenset[str]], words: list[str], head: str, match: re.Match[str]
) -> NameMention | None:
    """The event that the words take up: the last one with all of them, else with that head, else the only one."""
    for event, nouns in zip(reversed(named), reversed(families[: len(named)]), strict=True):
        own = set(event.name.casefold().replace("-", " ").split())
        if len(words) > 1 and set(words) <= own:
            return event
        if len(words) == 1 and head in nouns:
            return event
    if len(words) > 1 and not (words[0].islower() and match["words"][0].islower() and words[0] not in _OWN_MATTERS):
        return None
    names = {event.name for event in named}
    if head in _ANY_EVENT:
        return named[-1] if len(names) == 1 or match.start() - named[-1].span.end < _NEAR else None
    family = f"={FAMILIES.get(head)}"
    same = [e for e, nouns in zip(named, families, strict=False) if family in nouns]
    if same and len({event.name for event in same}) == 1:
        return same[-1]
    return None


_NEAR = 250  # characters: so far "the event" reaches back where several are named
