"""The category that a recipient was given an award in: the label, column, heading or words beside it.

Input: a document, its story and a candidate. Output: the category as the article puts it, or None. Where there is an
encoder it says with which word the category begins and with which it ends; where it is not sure, patterns do.
"""

from __future__ import annotations

import re

from kg import encoder
from kg.facts.award_lines import Candidate, Story
from kg.facts.award_results import result_of
from kg.mentions.units import Unit
from kg.model import Block, BlockKind, CityMention, Document, PlaceMention, Span

_MOST_WORDS = 9
_RESULT = re.compile(
    r"(?:the )?(?:winners?|runners?[- ]up|finalists?|special mentions?|honou?rable mentions?|shortlist(?:ed)?"
    r"|highly commended|tied|joint|equal|ex aequo"
    r"|nominees?|gold|silver|bronze|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|1st|2nd|3rd|prize|place|laureates?|also"
    r"|previous(?:ly)?|former|members?|results?|recipients?|awards?|here|they|these|list|cities|country|city|year"
    r"|project|rest|others|remaining|and|by|all|with|from|among|including|population|outstanding)\b|\d",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?:in|for|under) (?:the )?(?:categor(?:y|ies) (?:of |for )?[“\"‘']?(?P<behind>[^,.;”\"’]{3,60}?)[”\"’]?"
    r"(?=[,.;:]|$| (?:at|by|with|and)\b)|[“\"‘']?(?P<before>[A-Z]"
    r"(?:(?! (?:the|this|that|got|was|were|took|won|received)\b)"
    r"[^,.;”\"]){2,60}?)[”\"’]? (?:category|section|class)\b)"
)
_WENT = re.compile(  # "the Energy & Environment award went to"
    r"\b[Tt]he (?P<what>[A-Z][\w’'-]*(?:,? (?:&|and|of|for|in|[A-Z][\w’'-]*)){0,6}) (?:award|prize|trophy|title)"
    r" (?:went|goes|was (?:given|handed|awarded|presented)|is (?:given|awarded)) to (?:the )?$"
)
_CATEGORY_HEAD = re.compile(r"categor|class\b|section|field|discipline|theme|award|prize", re.IGNORECASE)
_LABEL = re.compile(r"[^\w“\"‘']*(?P<label>[^\n:.;–—]{3,80}?)(?::| [–—-]) ")
_TAG = re.compile(
    r"(?:(?:, [A-Z][\w .’'-]{2,40}| \([^()\d]{2,40}\))? [–—-] |, [A-Z][\w .’'-]{2,40}: )(?P<dash>[A-Z][^\n.;:]{2,60})$"
    r"| \((?P<bracket>[a-z][a-z ,&-]{3,50})\)"
)
_TITLE_LENGTH = 40  # characters of a line that may stand over a list
_BACK = 3  # lines before a recipient that may say the category
_AHEAD = 1  # and behind

LEAST = 0.25
"""How sure the encoder has to be of the first word and of the last, from 0 to 1."""


def category_of(document: Document, about: Story, candidate: Candidate, award: str) -> str | None:
    """The category of an award that a candidate was given, where the article says one; no country: "Oslo - Norway"."""
    name = _told(document, about, candidate, award)
    country = any(place.name == name and place.level == "country" for place in document.all(PlaceMention))
    return None if country else name


def _told(document: Document, about: Story, candidate: Candidate, award: str) -> str | None:
    if not encoder.answers("award_category_start"):
        return _by_pattern(document, about, candidate, award)
    sentence = about.lines[candidate.line].sentence.span
    if above := _over_result(document, about, candidate):
        return _clean(above, award)
    opens = not document.text[sentence.start : candidate.unit.start].strip(" \t•*–—-")
    if (
        opens
        and (tag := _TAG.match(document.text, candidate.unit.end, sentence.end))
        and "," not in (tag["dash"] or ",")
    ):
        return _clean(tag["dash"], award)  # a line "Oslo (Norway) – Design", "Riga, Latvia: Music"
    if said := _class(document, candidate, sentence) or _part(document, sentence, award):
        return said
    near = units_near(about, candidate)
    places = [[unit.place] for unit in near]
    even = [1 / (len(near) + 1)] * (len(near) + 1)
    first, sure_first = encoder.choice(document, "award_category_start", even, candidate.unit.place, places)
    last, sure_last = encoder.choice(document, "award_category_end", even, candidate.unit.place, places)
    if not first <= last < len(near) or min(sure_first, sure_last) < LEAST:
        return _by_pattern(document, about, candidate, award)
    words = document.text[near[first].start : near[last].end]
    whole = len(words.split()) <= _MOST_WORDS and not _SENTENCE_ENDS.search(words)
    return _clean(words, award) if whole else None


def _over_result(document: Document, about: Story, candidate: Candidate) -> str | None:
    """The line above one that begins with a result: "Clean Streets", "Winner: Leeds", "Highly commended: Bath"."""
    said = _says_result(document, about.lines[candidate.line].sentence.span)
    if said is None or said > candidate.unit.start:
        return None
    for line in reversed(about.lines[: candidate.line]):
        span = line.sentence.span
        if _says_result(document, span) is None:
            words = document.quote(span)
            headed = len(words) < _TITLE_LENGTH and not _NO_HEAD.search(words) and span.start > 0
            return words if headed and line.sentence.block.kind is not BlockKind.TITLE else None
    return None


def _says_result(document: Document, span: Span) -> int | None:
    """Where the label of a result ends that a line begins with."""
    label = _RESULT_LABEL.match(document.text, span.start, span.end)
    return label.end() if label and result_of(label["label"]) else None


_RESULT_LABEL = re.compile(r"[\W_]{0,3}(?P<label>[A-Za-z][\w -]{2,24}?) ?: ")
_NO_HEAD = re.compile(r"[.:;?!]$|\d{4}|^(?:Sponsor|Photo|Read|Share)")
_SENTENCE_ENDS = re.compile(r"\n|[a-z][.!?] [A-Z]")
_NO_NOUN = re.compile(  # "Who won before?", "Behind it, in that order", "Commended beside her", "The roll of honour"
    r"\?|^(?:beaten|commended|behind|before|after|to|then|also|not|there)\b|\broll of honou?r\b"
    r"|\b(?:he|she|it|they|him|her|them|we|you|who|whom|what|which|went|going)\b",
    re.IGNORECASE,
)


def units_near(about: Story, candidate: Candidate) -> list[Unit]:
    """The units that a category may begin and end with: those of the lines around, and of what introduces a list."""
    at = candidate.line
    lead = at
    while lead > 0 and about.lines[lead].sentence.block.kind in {BlockKind.ITEM, BlockKind.ROW}:
        lead -= 1
    lines = sorted({lead, *range(max(0, at - _BACK), min(len(about.lines), at + _AHEAD + 1))})
    return [unit for n in lines for unit in about.lines[n].units]


def _by_pattern(document: Document, about: Story, candidate: Candidate, award: str) -> str | None:
    line = about.lines[candidate.line]
    block, at = line.sentence.block, candidate.unit
    options: list[str | None] = []
    if block.kind is BlockKind.ROW:
        options.append(_column(document, about, candidate, block))
    else:
        label = _LABEL.match(document.text, line.sentence.span.start, at.start + 1)
        tag = _TAG.match(document.text, at.end, line.sentence.span.end)
        if label and (block.kind is BlockKind.ITEM or _is_label(document, label)):
            options.append(label["label"])
        options.append((tag["dash"] or tag["bracket"]) if tag else None)
        options.append(_heading(document, about, candidate.line) if block.kind is BlockKind.ITEM else None)
    went = _WENT.search(document.text, line.sentence.span.start, at.start)
    options.append(went["what"] if went else None)
    said = _IN.search(document.text, line.sentence.span.start, line.sentence.span.end)
    options.append((said["behind"] or said["before"]) if said else None)
    return next((name for option in options if option and (name := _clean(option, award))), None)


_PART = (
    r"\b(?:the|an?|its|this year['’]s) (?P<part>(?:[A-Z][\w&’'-]* ){1,6}(?:Award|Prize|Medal|Trophy))"
    r" (?:of|at|in) (?:the |this year['’]s )?"
)
_SCALED = r"(?:\d[\d.,]*|one|two|three|five|ten|half a|a) ?(?:lakh|crore|million|thousand)\b"
_NUMBER = rf"(?:{_SCALED}|\d{{1,3}}(?:[,. ]\d{{3}})+|\d{{5,}})"
_RANGE = rf"(?:(?:\d[\d.,]*|one|ten)(?: ?[–-] ?| to | and ){_NUMBER}|{_NUMBER}(?:(?: ?[–-] ?| to | and ){_NUMBER})?)"
_PLACES = (
    r"(?:cities|towns|municipalities|villages|communities|communes|counties|districts|boroughs|places|airports|ports"
    r"|operators|agencies|universities|countries)"
)
_CLASS = re.compile(  # "among cities of 250,000–499,999", "in the class of towns with a population under 20,000"
    r"\b(?:in|among|amongst|for|of)(?: the| all)?(?: (?:class|category|group|division|bracket)(?: of| for)?)?"
    rf"(?: [\w.-]+){{0,2}}? (?P<class>{_PLACES}(?: (?:of|with|over|under|above|below|between|having|up to|and|more than"
    r"|fewer than|less than|at least|exceeding|an?|the|populations?|inhabitants|from|between)){1,5} "
    rf"{_RANGE}(?: (?:people|inhabitants|residents|population|in population"
    r"|passengers(?: a year)?))?(?: (?:or|and) (?:more|fewer|less|over|above|under|below))?)(?![\w%])"
)


def _class(document: Document, candidate: Candidate, span: Span) -> str | None:
    """The class of places by size that its sentence tells nearest before a recipient, else behind it."""
    found = list(_CLASS.finditer(document.text, span.start, span.end))
    before = [match for match in found if match.end() <= candidate.unit.start]
    chosen = before[-1] if before else next(iter(found), None)
    return " ".join(chosen["class"].split()) if chosen else None


def _part(document: Document, span: Span, award: str) -> str | None:
    """One of several awards: "the City Award of the World Tram Awards"."""
    part = re.search(_PART + re.escape(award), document.quote(span)) if " " in award else None
    return part["part"] if part else None


_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|came|went|won|says?|said|there)\b|\d")


def _is_label(document: Document, match: re.Match[str]) -> bool:
    """True of a few words before a colon that are no sentence and no place: "Literature: Dunedin, Prague"."""
    label = match["label"]
    colon = document.text[match.end("label") : match.end("label") + 1] == ":"
    named = document.within(Span(start=match.start("label"), end=match.end("label")), CityMention)
    return colon and len(label.split()) <= 5 and not _VERB.search(label) and not named


def _clean(found: str, award: str) -> str | None:
    name = " ".join(found.split()).strip(" ,.“”\"'‘’:")
    name = re.sub(r"\s+(?:category|award)$", "", name, flags=re.IGNORECASE)
    low, whole = name.casefold(), award.casefold()
    usual = low in whole or whole in low or "winner" in low or len(name.split()) > _MOST_WORDS
    torn = name.count("(") != name.count(")")
    return None if len(name) < 3 or usual or torn or _RESULT.match(name) or _NO_NOUN.search(name) else name


def _column(document: Document, about: Story, candidate: Candidate, block: Block) -> str | None:
    """The first cell of the row, where its column is one of categories or that of the candidate one of winners."""
    if len(block.cells) < 2 or candidate.unit.start < block.cells[0].end:
        return None
    head = about.heads.get((candidate.line, 0), frozenset())
    won = about.heads_of(candidate) & {"WINNER", "RUNNER", "SPECIAL", "FINAL"}
    if won or any(_CATEGORY_HEAD.search(word) for word in head):
        return document.quote(block.cells[0])
    return None


def _heading(document: Document, about: Story, at: int) -> str | None:
    """The heading or short line right above a list."""
    k = at - 1
    while k >= 0 and about.lines[k].sentence.block.kind is BlockKind.ITEM:
        k -= 1
    if k < 0:
        return None
    block = about.lines[k].sentence.block
    text = document.quote(block.span)
    short = block.kind is BlockKind.PARAGRAPH and len(text) < _TITLE_LENGTH and not text.endswith((".", ":"))
    return text if short or block.kind is BlockKind.HEADING else None
