"""A sentence with its mentions put as tokens, so that a construction is one short pattern.

Input: a document and a span of it. Output: Masked (award_tokens): "⟦R3⟧ won ⟦A1⟧ in ⟦Y2⟧". Idea: mentions are put
first, then what patterns find on what is left: quotes, titles, "the prize", ranks; at last names side by side are one
list of recipients (award_recipients).
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.facts.award_ordinals import COUNT, ORDINAL, number_of
from kg.facts.award_recipients import grouped
from kg.facts.award_tokens import Masked, Recipient, Token, plain
from kg.model import (
    CityMention,
    DateMention,
    Document,
    Entity,
    Kind,
    Mention,
    NameMention,
    PersonMention,
    PlaceMention,
    Precision,
    Span,
)

# An ordinal that counts something else is no rank: "the third time", "second-largest", "first edition".
_RANK = re.compile(
    rf"\b(?:the\s|joint[\s-]|a\s|at\s|an\s)?(?:(?P<ord>{ORDINAL})|(?P<num>\d{{1,3}})(?:st|nd|rd|th)"
    rf"|(?:[Nn]o\.?|[Nn]umber|[Nn]r\.?|[Rr]ank|#)\s?(?P<no>\d{{1,3}}|{COUNT})\b"
    r"|(?P<top>(?:top|number one|pole)\s(?:spot|slot|place|position|rank(?:ing)?|honours?)))"
    r"(?:[\s-](?:overall|places?|positions?|spots?|rank(?:ing)?s?|slots?))?"
    r"(?!-|\s(?:time|appearance|nomination|title|year|edition|session|century|annual|consecutive|straight|day|week|month|anniversary|quarter|half|"
    r"ten\b|five\b|twenty|hundred|floor|term|phase|stage|round|largest|biggest|most|city|cities|to\b|of\sits|ever|in\sthe\sseries|step|such|"
    r"conference|congress|summit|festival|person|woman|man|mayor|capital|among\sequals|generation|language|hand|runner"
    r"|⟦[AE]))",
    re.IGNORECASE,
)
_GENERIC_AWARD = re.compile(
    r"(?:\b(?:the|this|that|its|their|his|her|same|such an|an|a|annual)\s(?!number\sone\s)"
    r"(?P<name>(?:[\w’'-]+\s){0,3}?)"
    r"|(?<=['’]s\s)(?P<name2>(?:[\w’'-]+\s){0,3}?)|(?:(?<=⟧\s)|(?<=tops\s)|(?<=topped\s)|(?<=leads\s)|(?<=heads\s))(?P<name3>(?:magazine\s|newspaper\s)?"
    r"(?:annual\s|latest\s|new\s|global\s|national\s|city\s|[a-z]+(?:ity|ness|ing)\s)?)"
    r"(?=ranking|index|list|survey|poll|study|report))"
    r"(?P<head>awards?|prizes?|titles?|honou?r|crown|accolade|trophy|distinction|designation|ranking|rankings|index|list"
    r"|survey|study|poll|league table|top ten|top 10|medal|seal|plaque|report)\b"
    r"(?!\s(?:ceremony|gala|winners?|jury|money|holders?|criteria|factors?|indicators?|of\s(?:the\s)?⟦[AQ]|⟦Q|for\s⟦A))"
    r"(?P<of>\sof\s(?:the\s)?(?:⟦T\d+⟧|(?:[\w’'-]+\s){1,3}(?:cities|towns|places|destinations)))?",
    re.IGNORECASE,
)
# Nothing is found without these, which are sooner looked for.
_AWARDED = re.compile(
    r"award|prize|title|hono|crown|accolade|trophy|distinction|designation|ranking|index|list|survey|study|poll"
    r"|league table|top ten|top 10|medal|seal|plaque|report"
)
_RANKED = re.compile(
    rf"{ORDINAL}|st(?<=\dst)|nd(?<=\dnd)|rd(?<=\drd)|th(?<=\dth)|no\.?\s?(?:\d|{COUNT})|number|nr\.?\s?(?:\d|{COUNT})"
    rf"|rank\s?(?:\d|{COUNT})|#\s?(?:\d|{COUNT})|top\s|pole\s"
)
_SUPERLATIVE = re.compile(
    r"[eo]st\s|(?:cultur(?:al|e)|touris[tm]|youth|green|design|book|innovation|sports?|creative)\s(?:capital|city)"
    r"|city of youth"
)
RANKING_HEADS = frozenset(
    "ranking rankings index list survey study report poll table ten 10 scoreboard barometer rating ratings".split()
)
# Words before "ranking", "list" that name nothing: "the new list", "this year's index".
_EMPTY = frozenset(
    "the this that its their new latest same annual first second third main whole full year's year’s top special grand "
    "last next former coveted prestigious such own our long short global world list other final recent whose one "
    "overall international official current rest remainder yearly fresh findings".split()
)
_TITLE = re.compile(
    r"\b(?:the\s)?(?:(?:world|country|nation|continent|Europe|Asia|Africa|America)['’]s\s|⟦L\d+⟧(?:['’]s)?\s)?(?:the\s)?"
    rf"(?:(?P<nth>{ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))[\s-](?=most|best|\w+est\b))?"
    # What is largest or oldest was not chosen by anybody.
    r"(?!(?:largest|biggest|oldest|smallest|longest|tallest|newest|latest|nearest|closest|highest|youngest|\w*ernmost"
    r"|most\s(?:populous|important|famous|recent|populated|\w*ern))\b)"
    r"(?P<what>(?:(?:[Mm]ost|[Bb]est)(?:\s[\w-]+){0,3}?|[\w-]+est)\s(?:[a-z]+\s){0,2}?"
    r"(?:city|cities|towns?|destinations?|villages?|places?(?:\sto\s(?:live|visit))?|municipality|capitals?|region|metropolis)"
    r"(?:\s(?:in|on)\s(?:the\s)?(?:world|country|region|globe|continent|⟦[LC]\d+⟧)"
    rf"|\sof\s(?:the\s)?⟦L\d+⟧)?(?:\sfor\s(?!(?:an?|the|its|their|this|{ORDINAL}|{COUNT}|being|years)\b)[a-z]+)?"
    r"|(?:cultural|culture|tourist|tourism|youth|green|design|book|innovation|sports?|creative)\s(?:capital|city)"
    r"(?:\sof\s(?:the\s)?(?:[\w-]+\s){0,2}(?:⟦L\d+⟧|world|countries|youth))?|city of youth)\b"
)
_QUOTED = re.compile(r"(?<!\w)(?:[\"“](?P<q>[^\"“”]{4,60})[\"”]|[‘'](?P<q1>(?:[^‘’']|\b[’']\b){4,60})[’'](?!\w))")
_COREF = re.compile(
    r"(?=[TtIi])"
    r"(?:^|(?<=, )|(?<=; )|(?<=\band )|(?<=\bwhen )|(?<=\bthat )|(?<=\bas )|(?<=\bwhere )|(?<=\bbut )|(?<=\bwhich ))"
    r"(?:[Tt]he (?:city|town|municipality|metropolis)|[Ii]t)(?= (?:itself |also |now |once |again |already |last"
    r" |this )*"
    r"(?:has|had|was|is|will|won|wins|came|comes|took|takes|rank|plac|climb|rose|fell|drop|slip|beat|became|becomes|received"
    r"|finish|held|holds|tops|topped|earned|scored|jumped|moved|stands|retain|kept))"
)
_CAPITALISED = re.compile(
    r"(?<![⟦\w])[A-ZÀ-Þ][\w&-]*(?:[’'](?!s\b)[\w&-]+)*"
    r"(?:[ \u00a0](?:(?:of|de|la|the|&|for|–|du|del|d’|al)[ \u00a0]){0,2}[A-ZÀ-Þ][\w&-]*(?:[’'](?!s\b)[\w&-]+)*){0,6}"
)


def _letter(mention: Mention) -> str:
    match mention:
        case CityMention():
            return "C"
        case PersonMention():
            return "H"
        case NameMention():
            return {Kind.AWARD: "A", Kind.EVENT: "E"}.get(mention.kind, "O")
        case PlaceMention():
            return "G" if mention.adjective else "L"
        case DateMention():
            return "Y"
        case _:
            return ""


_ORDER = "AEOHCGLY"


def masked(document: Document, span: Span, subject: Recipient | None) -> Masked:
    """The stretch of the document as masked text; ``subject`` is who "it" and "the city" mean."""
    span = Span(start=_after_dateline(document, span), end=span.end)
    result = Masked(document.text[span.start : span.end], list(range(span.start, span.end)))
    _put_mentions(document, span, result)
    result.put(_QUOTED, lambda _, s: _quoted(document, s))
    if _SUPERLATIVE.search(result.text):
        result.put(_TITLE, lambda m, s: _title(result, m, s))
    result.put(_CAPITALISED, lambda m, s: _thing(document, m, s))
    result.put(_STYLED, lambda m, _: result.token(m.group(1)))
    result.put(_YEARED, lambda m, s: _with_year(result, m, s))
    result.put(_CALLED, lambda m, s: _with_year(result, m, s))
    low = result.text.lower()
    if _AWARDED.search(low):
        result.put(_GENERIC_AWARD, lambda m, s: _generic(result, m, s))
    if _RANKED.search(low):
        result.put(_RANK, lambda m, s: None if _is_day(m) else Token(letter="K", span=s, rank=_rank(m)))
    result.put(_WORK, lambda m, s: _work(result, m, s))
    if subject is not None:
        meant = Recipient(entity=subject.entity, span=subject.span, meant=True)
        result.put(_COREF, lambda _, s: Token(letter="R", span=s, members=(meant,)))
    result.put(_PART_OF_NAME, lambda m, s: _with_city(document, result, m, s))
    grouped(result)
    return result


_DATELINE = re.compile(r"[^\n]{0,90}?(?:--|—|–|\s-|:)\s")


def _after_dateline(document: Document, span: Span) -> int:
    """Where the sentence begins behind its dateline: the city there has won nothing."""
    city = document.dateline_city
    if city is None or not span.covers(city.span):
        return span.start
    dash = _DATELINE.match(document.text, city.span.end, span.end)
    return dash.end() if dash else span.start


def _put_mentions(document: Document, span: Span, result: Masked) -> None:
    found = [
        m
        for kind in (NameMention, PersonMention, CityMention, PlaceMention, DateMention)
        for m in document.within(span, kind)
    ]
    taken: list[Mention] = []
    for mention in sorted(found, key=lambda m: (_ORDER.index(_letter(m)), m.span.start)):
        if not any(mention.span.overlaps(other.span) for other in taken):
            taken.append(mention)
    text = document.text
    pieces: list[str] = []
    offsets: list[int] = []
    done = span.start
    for mention in sorted(taken, key=lambda m: m.span.start):
        start, end = mention.span.start, mention.span.end
        pieces.append(text[done:start])
        offsets += range(done, start)
        word = f"⟦{_letter(mention)}{len(result.tokens)}⟧"
        result.tokens.append(_token(mention))
        pieces.append(word)
        offsets += [start] * (len(word) - 1) + [end - 1]
        done = end
    result.text = "".join(pieces) + text[done : span.end]
    result.offsets = offsets + list(range(done, span.end))


def _token(mention: Mention) -> Token:
    match mention:
        case NameMention():
            return Token(
                letter=_letter(mention), span=mention.span, mention=mention, name=mention.name, year=mention.year
            )
        case DateMention():
            exact = mention.period.precision is Precision.YEAR
            return Token(letter="Y", span=mention.span, mention=mention, year=mention.period.year, named=exact)
        case _:
            return Token(letter=_letter(mention), span=mention.span, mention=mention, name=getattr(mention, "name", ""))


_SMALL_WORDS = frozenset(
    "the a an in on at for of and but it its this that these those he she they we i you his her their our as"
    " when while "
    "with by from to after before since no not all both there here what who where why how among also last next every "
    "each past fellow among another other some many more most one two three four five six seven eight nine ten"
    " further previous winners "
    "winner finalists runner-up meet overall congratulations jury "
    "others meanwhile however although though if because so then now today yesterday "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december tomorrow mayor president minister director mr mrs ms dr sir lady".split()
)


def _thing(document: Document, match: re.Match[str], span: Span) -> Token | None:
    name = match.group()
    words = name.split()
    while words and words[0].casefold() in _SMALL_WORDS:
        if len(words) == 1:
            return None
        words = words[1:]
    if len(words) < len(name.split()) or name.endswith(("'s", "’s")) or "⟦" in name:
        return None
    return Token(letter="N", span=span, name=" ".join(document.quote(span).split()))


_STYLED = re.compile(r"⟦N\d+⟧ ⟦H(\d+)⟧")  # "Sheikh X Y": a style before a name


# A work in quotation marks that is given something: a film, a book, a building.
_WORK = re.compile(
    r"⟦Q(?P<before>\d+)⟧(?=[^⟦⟧.;:]{0,30}? (?:won|wins|took|received|picked up|scooped|was (?:named|awarded|given))\b)"
    r"|(?<= went to )⟦Q(?P<went>\d+)⟧|(?<= goes to )⟦Q(?P<goes>\d+)⟧|(?<=awarded to )⟦Q(?P<given>\d+)⟧"
)


def _work(result: Masked, match: re.Match[str], span: Span) -> Token:
    number = next(n for n in match.groups() if n)
    work = Recipient(entity=Entity(kind=Kind.THING, name=result.token(number).name), span=span)
    return Token(letter="R", span=span, members=(work,))


def _title(result: Masked, match: re.Match[str], span: Span) -> Token:
    nth = (match.group("nth") or "").casefold()
    rank = number_of(nth) if nth else None
    name = plain(result, match.group("what"))
    return Token(letter="T", span=span, name=name, rank=rank)


_PROPER = re.compile(
    r"(?:[A-Z][\w’'-]*|of|and|the|for|&)(?: (?:[A-Z\d][\w’'-]*|of|and|the|for|in|&)){1,8}(?<=Award|.City|Prize"
    r"|Medal|Title|.Year|pital|ation|.Town)$"
)


def _quoted(document: Document, span: Span) -> Token | None:
    words = document.quote(span).strip("\"“”‘’' ,.")
    if _PROPER.match(words):
        return Token(letter="A", span=span, name=words, quoted=True)
    return Token(letter="Q", span=span, name=words) if words[:1].isalpha() and not words.endswith(("!", "?")) else None


def _generic(result: Masked, match: re.Match[str], span: Span) -> Token:
    words = [
        w
        for w in (match.group("name") or match.group("name2") or match.group("name3") or "").split()
        if w.casefold() not in _EMPTY and w.islower() and len(w) > 3
    ]
    head = match.group("head").casefold()
    of = match.group("of") or ""
    if of and (title := re.search(r"⟦T(\d+)⟧", of)):
        of = f" of {result.token(title.group(1)).name}"
    name = " ".join([*words, match.group("head")]) + of
    named = bool(words or of) and head in RANKING_HEADS and head not in {"study", "report"}
    return Token(letter="A", span=span, name=name, named=named, counts=head in RANKING_HEADS)


def _is_day(match: re.Match[str]) -> bool:
    """True of a day of the month: "on the 7th"."""
    return match["num"] is not None and match.group()[-2:].isalpha() and match.string[: match.start()].endswith("on ")


def _rank(match: re.Match[str]) -> int:
    if match.group("top"):
        return 1
    return number_of(match.group("ord") or match.group("num") or match.group("no"))


_YEARED = re.compile(r"⟦A(\d+)⟧(?: (?:of |for |in )?)⟦Y(\d+)⟧|⟦Y(\d+)⟧(?:['’]s)? ⟦A(\d+)⟧")


# "the X Capital title for 2024": the noun behind a name adds nothing.
_CALLED = re.compile(
    r"⟦A(\d+)⟧ (?:award|title|prize|status|label|designation|crown|honou?r)s?\b(?: (?:of|for|in)"
    r" ⟦Y(\d+)⟧)?(?P<none>)(?P<none2>)"
)


# A name of no known kind behind a city's: "Seoul ⟦N⟧" of "Seoul Incheon Airport".
_PART_OF_NAME = re.compile(r"⟦C\d+⟧ ⟦N(?P<rest>\d+)⟧")


def _with_city(document: Document, result: Masked, match: re.Match[str], span: Span) -> Token:
    return replace(result.token(match["rest"]), span=span, name=" ".join(document.quote(span).split()))


def _with_year(result: Masked, match: re.Match[str], span: Span) -> Token | None:
    award = result.token(match.group(1) or match.group(4))
    number = match.group(2) or match.group(3)
    date = result.token(number) if number else None
    if date and (not date.named or date.year is None):
        return None
    year = award.year or (date.year if date else None)
    return replace(award, span=span, year=year)
