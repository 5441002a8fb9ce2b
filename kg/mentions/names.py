"""Proper names of awards, events and organisations.

Input: a document with its people and places. Output: its NameMentions. The idea: a run of
capitalised words ("chunk") is cut at verbs, titles and possessives, and the last head noun
before its first "of" says what is named: World Book *Capital*, *Ministry* of Tourism.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Self

from kg.mentions.acronyms import explained, long_forms, occurrences
from kg.mentions.award_contexts import coined, distinguishing, leading, titled
from kg.mentions.date_words import MONTH
from kg.mentions.lexicon_words import needing_company, words
from kg.mentions.name_checks import checked, without_headlines
from kg.mentions.name_forms import series, short_forms
from kg.model import BlockKind, CityMention, Document, Kind, NameMention, PersonMention, PlaceMention, Span

# Lists in the order in which they decide where a word stands in two of them.
_LISTS = {
    Kind.AWARD: "award_words",
    Kind.EVENT: "event_words",
    Kind.ORGANIZATION: "organization_words",
}
HEADS: dict[str, Kind] = {word: kind for kind, name in reversed(_LISTS.items()) for word in words(name)}
_COMPANY: frozenset[str] = frozenset().union(*(needing_company(name) for name in _LISTS.values()))
_BREAKS = words("name_breaks")
# "the Climate Leadership award": heads that close a name in lower case, too.
_LOWER_HEADS = re.compile(
    r"[ \u00a0](awards?|prizes?|medal|title|rankings?|index|survey|conference|summit|festival|congress|championships?"
    r"|forum|expo|marathon|half-marathon|biennale|fair|carnival|tournament|games|regatta|symposium|convention|parade)"
    r"\b(?! (?:cent(?:re|er)|hall|venue|grounds?|winners?))"
)
_JOIN = r"(?:of|for|on|and|de|des|du|di|da|del|della|do|dos|in)"
_CAP = (
    r"(?:[A-Z]\.(?:[A-Z]\.)+|(?<=[a-z] )[A-Z]\.(?= [A-Z][a-z])"
    r"|[^\W\d_a-zß-öø-ÿ][\w+/-]*(?:['’&][\w+/-]+)*['’]?|(?<![\d.,])\d{1,4}(?![\w.,:%])|&|\+[A-Z]\w+)"
)
_GAP = r"[ \u00a0]"
_CHUNK = re.compile(
    rf"(?<!\w)(?<!\w['’]){_CAP}(?:{_GAP}(?:{_JOIN}{_GAP}(?:the{_GAP}|la{_GAP}|les{_GAP})?)?{_CAP}){{0,20}}"
)
_WORD = re.compile(r"[^ \u00a0]+")
_CONNECTORS = frozenset("of for on and de des du di da del della do dos in the la les".split())
_OF_LIKE = frozenset(["of", "of the", "for", "on", "de", "des", "du", "di", "da", "del", "della", "do", "dos"])
# "the Day of Persons with Disabilities"
_WHO_LIVE_WITH = ("Persons", "People", "Children", "Women", "Adults", "Students", "Athletes")
_WITH = re.compile(r"[ \u00a0]with[ \u00a0](?:a[ \u00a0])?[A-Z]\w+")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_YEAR_BEHIND = re.compile(r"[ \u00a0](?:(?:of|for)[ \u00a0])?((?:19|20)\d\d)\b(?![-/–]\d)")
_EDITION = re.compile(
    r"(\b\d{1,3}(?:st|nd|rd|th)|\b[IVXL]{1,7}|\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|"
    r"[Ee]ighth|[Nn]inth|[Tt]enth|[Ee]leventh|[Tt]welfth|[Ii]naugural))(?:[ \u00a0]edition of(?: the)?"
    r"|[ \u00a0][Aa]nnual)?$"
)
_MONTH = re.compile(MONTH)
_ORDINAL = re.compile(
    r"(?:\d{1,3}(?:st|nd|rd|th)|(?=[IVXL]{1,7}$)X{0,3}(?:IX|IV|V?I{0,3})|first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|eleventh|twelfth|inaugural|\w+[- ]first)$",
    re.IGNORECASE,
)
# Posts that stand before "of the X Congress" or behind "X Council": no part of a name.
_ROLE = re.compile(
    r"(?:(?:vice|deputy|co|ex)-?)?(?:mayors?|president|ceo|chief|chair\w*|director(?:-general)?|secretary(?:-general)?|minister"
    r"|governor|head|founder|commissioner|manager|officer|member|members|leader|spokes\w+|executive|professor|editor"
    r"|representative|ambassador|councillor|senator|winner|winners|host|hosts|managing|general-secretary|deputy)$",
    re.IGNORECASE,
)
# "World's Best City": possessives that belong to a name; others are its giver or owner.
_OWN_POSSESSIVE = re.compile(
    r"(?:world|women|men|people|children|mayor|master|farmer|player|king|queen|prince|president|governor|teacher|reader"
    r"|visitor|citizen|cyclist|minister|chairman|director|critic|minister|worker|traveller|traveler|nation|land|st|lloyd|sotheby|christie|mcdonald"
    r"|europe|asia|africa|america)['’]s$",
    re.IGNORECASE,
)
_VENUE_BEFORE = frozenset(
    "congress convention conference exhibition exhibitions expo exposition event events medical shopping sports trade "
    "cultural arts civic community visitor youth city town convocation media press data".split()
)
_GENERAL_ASSEMBLY = frozenset("general annual world global plenary international".split())
_PARLIAMENTS = frozenset("national u.s us people's people’s federal party state nacional".split())
_TITLE_CAPITAL = frozenset(
    "state national provincial regional county district federal human venture political working share equity"
    " social risk "
    "private the new old former seed growth own our business".split()
)
_LIST_OF = re.compile(
    r"(?:,[ \u00a0][A-Z][\w-]+(?:[ \u00a0][A-Z][\w-]+){0,2}){1,3},?[ \u00a0](?:and"
    r"|&)[ \u00a0][A-Z][\w-]+(?:[ \u00a0][A-Z][\w-]+){0,2}"
    r"|[ \u00a0]?,[ \u00a0](?:and|&)[ \u00a0][A-Z][\w-]+"
)
_BUREAU_OF = frozenset("visitor visitors visitor's exhibition exhibitions events event tourism trade sports".split())
# "Conference of Mayors": whose conference is no meeting but their league.
_MEMBERS = frozenset(
    "mayors governors bishops rectors presidents churches parliamentarians parliaments legislatures legislators "
    "librarians chancellors peripheral".split()
)
_OF_ALL = frozenset("world international european global".split())
_LISTING = frozenset("ministry department commission office bureau institute secretariat directorate agency".split())
_OF_THE_YEAR = re.compile(r"[ \u00a0]of[ \u00a0]the[ \u00a0][Yy]ear\b")
_BEST = re.compile(r"(?:best|leading|greenest|smartest|cleanest|top|happiest|safest|most|\w{3,}est)$", re.IGNORECASE)
_BEST_OF = frozenset(
    "destination city town village region place cities destinations places towns countries libraries library"
    " museum airport festival hotel".split()
)
_CALLED = frozenset("city cities town towns village destination".split())
_HEADLIKE = HEADS.keys() | _BEST_OF | _CALLED | {"day"}  # what may be a head noun
_THEMES = words("title_themes")


class _Token(NamedTuple):
    """A word of a chunk; ``joins`` where it is a connector."""

    word: str
    start: int
    end: int
    low: str
    joins: bool

    @classmethod
    def at(cls, start: int, word: str) -> Self:
        low = word.casefold()
        return cls(word, start, start + len(word), low, low in _CONNECTORS or word == "&")


class _Taken:
    """Which people, cities and places lie where: looked up by their first character."""

    def __init__(self, document: Document) -> None:
        self.person_at = {m.span.start: m.span.end for m in document.all(PersonMention)}
        self.place_at = {m.span.start: m.span.end for kind in (PlaceMention, CityMention) for m in document.all(kind)}

    def is_person(self, start: int, end: int) -> bool:
        return self.person_at.get(start, -1) >= end

    def is_place(self, start: int, end: int) -> bool:
        return self.place_at.get(start, -1) >= end


def find(document: Document) -> Iterator[NameMention]:
    """The awards, events and organisations named in a document, in order of the text, none overlapping."""
    text = document.text
    taken = _Taken(document)
    spelt = {mention.span.end: mention.span.start for mention in explained(text)}
    named = _without_overlaps([_before_owner(text, m, spelt.get(m.span.end)) for m in _chunk_names(text, taken)])
    forms = long_forms(text, named)
    named = _without_overlaps([*leading(text), *named, *explained(text), *occurrences(text, forms), *series(text)])
    stay = [m.span for m in named] + [m.span for m in document.all(PersonMention)]
    named = distinguishing(text, _without_overlaps([*named, *titled(text, stay)]))
    if not any(mention.kind is Kind.AWARD for mention in named):
        places = [m.span for m in (*document.all(CityMention), *document.all(PlaceMention))]
        named = _without_overlaps([*named, *coined(text, [*stay, *places])])
    if (first := document.article.blocks[0]).kind is BlockKind.TITLE:
        named = without_headlines(first.span, named)
    yield from sorted(checked(text, [*named, *short_forms(text, named, HEADS)]), key=lambda m: m.span)


def _before_owner(text: str, mention: NameMention, owner: int | None) -> NameMention:
    """The mention without the name behind its "of" that has initials of its own: "Congress of United Cities (UC)"."""
    if owner is None or owner <= mention.span.start or mention.kind is Kind.ORGANIZATION:
        return mention
    name = re.sub(r"[ \u00a0](?:of|for)(?:[ \u00a0]the)?[ \u00a0]?$", "", text[mention.span.start : owner])
    return replace(mention, span=Span(start=mention.span.start, end=mention.span.start + len(name)), name=name)


def award_meant(document: Document, span: Span) -> NameMention | None:
    """The award that "the award", "the title" at ``span`` stands for.

    It is the nearest one named before it, else the first one named at all.
    """
    awards = [m for m in document.all(NameMention) if m.kind is Kind.AWARD]
    before = [m for m in awards if m.span.end <= span.start]
    return before[-1] if before else next(iter(awards), None)


def _chunk_names(text: str, taken: _Taken) -> list[NameMention]:
    return [
        _whole_award(text, mention)
        for chunk in _CHUNK.finditer(text)
        for segment in _segments(text, chunk.start(), chunk.end(), taken)
        if _may_name(text, segment)
        for mention in _groups(text, segment, taken)
        if text[mention.span.start - 1 : mention.span.start] not in _QUOTES or _PRIZE.search(mention.name)
    ]


_QUOTES = ("'", "’")
_PRIZE = re.compile(r"(?:Award|Prize|Medal)s?$")  # other names in single quotes are categories and themes


def _may_name(text: str, tokens: Sequence[_Token]) -> bool:
    """True where a head noun may stand among the tokens or behind them: not so for most."""
    return any(token.joins or token.low.rstrip("'’") in _HEADLIKE for token in tokens) or bool(
        tokens and (_LOWER_HEADS.match(text, tokens[-1].end) or _OF_THE_YEAR.match(text, tokens[-1].end))
    )


_AWARD_BEHIND = re.compile(
    r"[ \u00a0](?:Awards?|Prizes?|Medals?|Troph(?:y|ies))\b(?![ \u00a0](?:[Ff]oundation|[Cc]ommittee|[Jj]ury))"
)


def _whole_award(text: str, mention: NameMention) -> NameMention:
    """The mention with the "Award" behind it: "European Museum of the Year Award" is no museum."""
    behind = _AWARD_BEHIND.match(text, mention.span.end)
    if behind is None or mention.kind is Kind.EVENT:
        return mention
    span = Span(start=mention.span.start, end=behind.end())
    year = _YEAR_BEHIND.match(text, span.end)
    return replace(
        mention,
        span=span,
        name=" ".join(span.of(text).split()),
        kind=Kind.AWARD,
        year=mention.year or (int(year.group(1)) if year else None),
    )


def _segments(text: str, start: int, end: int, taken: _Taken) -> Iterator[list[_Token]]:
    """The stretches of a chunk that may be a name: cut at function words, verbs and possessives."""
    current: list[_Token] = []
    for match in _WORD.finditer(text, start, end):
        token = _Token.at(match.start(), match.group())
        possessive = token.word.endswith(("'s", "’s")) and not _OWN_POSSESSIVE.match(token.word)
        if not token.joins and token.low in _BREAKS and not _names_all_the_same(text, token, current):
            yield current
            current = []
        elif possessive:
            yield [*current, _Token.at(token.start, token.word[:-2])]
            current = []
        elif taken.is_person(token.start, token.end) and not _award_follows(text, taken.person_at[token.start], end):
            yield current
            current = []
        else:
            current.append(token)
    yield current


def _names_all_the_same(text: str, token: _Token, before: Sequence[_Token]) -> bool:
    """True for a function word that is part of a name: "Formula One", "ITS World Congress" among small letters."""
    if token.low in {"one", "two", "three"}:
        return bool(before) and token.word[0].isupper() and not before[-1].joins
    near = text[max(0, token.start - 12) : token.start] + text[token.end : token.end + 12]
    return len(token.word) > 2 and token.word.isupper() and token.low in {"its", "who"} and near.upper() != near


def _award_follows(text: str, start: int, end: int) -> bool:
    """True where the words up to ``end`` close a name that a person gave his to ("X Y Prize")."""
    rest = _WORD.findall(text, start, end)
    return any(HEADS.get(word.casefold()) for word in rest[:5])


def _head(tokens: Sequence[_Token], taken: _Taken, *, more: str) -> tuple[int, Kind] | None:
    """Index and kind of the head noun of a part without "of"; ``more``: an "of …" follows it."""
    index = len(tokens) - 1
    while index >= 0 and _YEAR.match(tokens[index].word):
        index -= 1
    while index >= 0:
        kind = _kind_at(tokens, index, more=more if index == len(tokens) - 1 else "")
        if kind:
            return index, kind
        token = tokens[index]
        closes = _ROLE.match(token.word) or _YEAR.match(token.word) or taken.is_place(token.start, token.end)
        if not closes:  # "In the Clean Ports Index 2021 Lisbon was third"
            return None
        index -= 1
    return None


def _kind_at(tokens: Sequence[_Token], index: int, *, more: str) -> Kind | None:
    low = tokens[index].low.rstrip("'’")
    kind = HEADS.get(low)
    before = [t for t in tokens[:index] if not (_YEAR.match(t.word) or _ORDINAL.match(t.word))]
    last = before[-1].low if before else ""
    if low in _BEST_OF and any(
        _BEST.match(t.word) or (_YEAR.match(t.word) is None and t.word.isdigit()) for t in before
    ):
        return Kind.AWARD
    if low in _CALLED and _is_title(before, more=more):
        return Kind.AWARD
    if low == "day" and before and (before[0].low in _OF_ALL or (len(before) > 1 and before[0].low != "new")):
        return Kind.EVENT
    if kind is None or (low in _COMPANY and not before and not more):
        return None
    if low in {"centre", "center"} and (last in _VENUE_BEFORE or not before):
        return None
    if low == "assembly" and last not in _GENERAL_ASSEMBLY:
        return Kind.ORGANIZATION if before or more else None
    if low == "conference" and more in _MEMBERS and before:
        return Kind.ORGANIZATION
    if low == "congress" and last in _PARLIAMENTS:
        return Kind.ORGANIZATION
    if low == "capital" and (last in _TITLE_CAPITAL or (not before and not more)):
        return None
    return kind


def _next_word(link: str, part: Sequence[_Token]) -> str:
    """The first word behind an "of", in lower case; empty behind other connectors."""
    return part[0].low if link in _OF_LIKE and part else ""


def _is_title(before: Sequence[_Token], *, more: str) -> bool:
    """True where a city is called something: "World Festival and Event City", "Culture City of …"."""
    if more in _THEMES:  # "City of Literature"
        return True
    themes = sum(1 for t in before if t.low.rstrip("-") in _THEMES)
    return themes > 0 and (bool(more) or len(before) > 1 or "-" in before[-1].word)


def _groups(text: str, tokens: list[_Token], taken: _Taken) -> Iterator[NameMention]:
    """The names in a segment, joined over "of", "for", "and" where these belong to a name."""
    while tokens:
        day = tokens[1:3] if tokens[0].low == "the" else tokens[:2]  # "the May 1 City Council"
        if len(day) > 1 and _MONTH.fullmatch(day[0].word) and day[1].word.isdigit():
            tokens = tokens[tokens.index(day[1]) + 1 :]
        while tokens and (tokens[0].joins or _ORDINAL.match(tokens[0].word)):
            tokens = tokens[1:]
        lower = bool(tokens and _LOWER_HEADS.match(text, tokens[-1].end))
        taking, rest = _one_group(tokens, taken, numbered=_edition_before(text, tokens), lower=lower)
        mention = _mention(text, taking, taken)
        if mention:
            yield mention
        tokens = rest


def _split_parts(tokens: Sequence[_Token]) -> tuple[list[list[_Token]], list[str]]:
    """Parts between connectors, and the connectors between them ("of the" counts as "of")."""
    parts: list[list[_Token]] = [[]]
    links: list[str] = []
    for token in tokens:
        if not token.joins:
            parts[-1].append(token)
        elif parts[-1]:
            links.append("and" if token.word == "&" else token.low)
            parts.append([])
        elif links and token.low == "the" and links[-1] in {"and", "of"}:
            links[-1] += " the"
    if not parts[-1] and links:
        parts.pop()
        links.pop()
    return parts, links


def _edition_before(text: str, tokens: Sequence[_Token]) -> bool:
    """True where an edition stands before the tokens: "the 85th …" goes on to the noun it counts."""
    return bool(tokens and _EDITION.search(text, max(0, tokens[0].start - 20), max(0, tokens[0].start - 1)))


def _one_group(
    tokens: list[_Token], taken: _Taken, *, numbered: bool, lower: bool
) -> tuple[list[_Token], list[_Token]]:
    """The tokens of the first name, and what follows it."""
    parts, links = _split_parts(tokens)
    if not parts[0]:
        return [], []
    end = 1
    core = 0  # where the part with the head noun may still come
    for index, link in enumerate(links):
        right = parts[index + 1]
        headed = _head(parts[core], taken, more=_next_word(link, right))
        whole = headed is not None and headed[0] == len(parts[core]) - 1
        right_head = _head(
            right, taken, more=_next_word(links[index + 1], parts[index + 2]) if index + 1 < len(links) else ""
        )
        if lower and link in {"of", "of the"} and index + 2 == len(parts) and not headed and not right_head:
            return tokens, []  # "Quality of Living survey"
        if numbered and link == "and" and right_head and right_head[1] is Kind.EVENT:
            whole = False
        if not _belongs(
            link, parts[index], right, whole=whole, right_head=right_head, inside=end > core + 1, taken=taken
        ):
            break
        if not whole or (link == "and" and right_head and index == core):
            core = index + 1
        end = index + 2
    last = parts[end - 1][-1]
    cut = next(i for i, t in enumerate(tokens) if t is last) + 1
    return tokens[:cut], tokens[cut:]


def _belongs(
    link: str,
    left: list[_Token],
    right: list[_Token],
    *,
    whole: bool,
    right_head: tuple[int, Kind] | None,
    inside: bool,
    taken: _Taken,
) -> bool:
    """True where ``right`` goes on with the name that ``left`` began."""
    if link == "and the" or (right[0].word.isdigit() and not _YEAR.match(right[0].word)):  # "… Forum for 240 guests"
        return False
    named_right = right[:-1] if right[-1].low == "city" and len(right) > 1 else right
    place_right = taken.is_place(right[0].start, named_right[-1].end)
    known_left = taken.is_place(left[0].start, left[-1].end) or taken.is_person(left[0].start, left[-1].end)
    if taken.is_person(right[0].start, right[0].end) and link == "and":
        return False
    if link == "and":
        if inside:  # "Federation of Associations and Institutions"
            return right_head is None and not place_right
        if whole:  # "Conference & Expo"
            titled = right_head is not None and right_head[1] is Kind.AWARD and len(right) > 1
            return (len(right) == 1 and right[0].low in HEADS) or _is_bureau(right) or titled
        return right_head is not None and not known_left and not left[-1].word.isupper()
    if link == "in":
        return not whole and right_head is not None and not known_left
    if whole:
        kind = HEADS.get(left[-1].low)
        if right_head and (
            (link == "of the" and kind is Kind.AWARD) or (link in {"of", "of the"} and kind is Kind.EVENT)
        ):
            return False  # "Congress of the Federation"
        return not (place_right and link in {"for", "on"}) and not _YEAR.match(right[0].word)
    return (
        link == "of" and right_head is not None and not _ROLE.match(left[-1].word) and not known_left and len(left) < 3
    )


def _is_bureau(right: Sequence[_Token]) -> bool:
    """True for what makes a body of an event's name: "Convention & Visitors Bureau"."""
    return len(right) > 1 and right[0].low.rstrip("'’") in _BUREAU_OF and HEADS.get(right[-1].low) is Kind.ORGANIZATION


def _mention(text: str, tokens: list[_Token], taken: _Taken) -> NameMention | None:
    """The name that the tokens of one group make, without year and edition; None where they make none."""
    if not tokens:
        return None
    if of_the_year := _OF_THE_YEAR.match(text, tokens[-1].end):
        return _year_title(text, tokens, of_the_year.end(), taken)
    parts, links = _split_parts(tokens)
    start, end = tokens[0].start, tokens[-1].end
    found = None
    for index, part in enumerate(parts):
        found = _head(part, taken, more=_next_word(links[index], parts[index + 1]) if index < len(links) else "")
        if found:
            if found[0] != len(part) - 1:  # a post, place or year behind the head closes the name
                end = part[found[0]].end
            elif index < len(links) and links[index] == "and" and (later := _head(parts[index + 1], taken, more="")):
                found = later  # "World Library and Information Congress"
            break
    year = None
    if found is None:
        lower = _lower_head(text, tokens, taken)
        if lower is None:
            return None
        kind, end = lower
    else:
        kind = found[1]
    first = tokens[0]
    if _YEAR.match(first.word) and len(tokens) > 1:
        year, start = int(first.word), tokens[1].start
    if _YEAR.match(text[end - 4 : end]) and end - 5 > start:
        year, end = int(text[end - 4 : end]), end - 5
    person = found is None or kind is Kind.ORGANIZATION
    if start >= end or (person and taken.is_person(start, end)) or taken.is_place(start, end):
        return None
    if kind is Kind.AWARD and (told := _TOLD_OF.match(text, start, end)):
        start = told.end()
    if kind is Kind.AWARD and year is None and (inside := _year_inside(tokens, end)):
        year, start = inside
    kept = [t for t in tokens if start <= t.start and t.end <= end]
    if len(kept) > 2 and all(t.word.isupper() for t in kept):  # a headline in capitals
        return None
    if year is None and (behind := _YEAR_BEHIND.match(text, end)):
        year = int(behind.group(1))
    if with_ := _WITH.match(text, end) if text[start:end].endswith(_WHO_LIVE_WITH) else None:
        end = with_.end()
    end = _listed_end(text, kept, end, kind, taken)
    ahead = _EDITION.search(text, max(0, start - 40), start - 1) if start else None
    while text[end - 1] in "'’" and text[end - 2] != "s":
        end -= 1
    name = " ".join(text[start:end].split())
    return NameMention(
        span=Span(start=start, end=end), name=name, kind=kind, year=year, edition=ahead.group(1) if ahead else None
    )


# "Preliminary Results of X Award": of a headline, no part of the name.
_TOLD_OF = re.compile(
    r"(?:[A-Z]\w+[ \u00a0])?(?:Results|Winners|Finalists|Nominees|Announcement|Launch)[ \u00a0](?:of|for)[ \u00a0]"
    r"(?:the[ \u00a0])?"
)


def _year_inside(tokens: Sequence[_Token], end: int) -> tuple[int, int] | None:
    """A year between who gives an award and its name, and where that begins: "Mercer 2012 Quality of Living survey"."""
    at = next((n for n, token in enumerate(tokens) if n and _YEAR.match(token.word)), None)
    if at is None or at > _GIVER or at + 2 > len(tokens) or tokens[at + 1].joins or tokens[at + 1].end >= end:
        return None
    return int(tokens[at].word), tokens[at + 1].start


_GIVER = 3  # words of who gives it


def _year_title(text: str, tokens: Sequence[_Token], end: int, taken: _Taken) -> NameMention | None:
    """The title that ends in "of the Year"."""
    start = tokens[0].start
    if taken.is_person(start, tokens[-1].end) or taken.is_place(start, tokens[-1].end):
        return None
    behind = _YEAR_BEHIND.match(text, end)
    return NameMention(
        span=Span(start=start, end=end),
        name=" ".join(text[start:end].split()),
        kind=Kind.AWARD,
        year=int(behind.group(1)) if behind else None,
    )


def _lower_head(text: str, tokens: Sequence[_Token], taken: _Taken) -> tuple[Kind, int] | None:
    """Kind and end of a name whose head noun is not capitalised."""
    start, end = tokens[0].start, tokens[-1].end
    following = _LOWER_HEADS.match(text, end)
    known = taken.is_place(start, end) or taken.is_person(start, end) or _ROLE.match(tokens[-1].word)
    if following and not known and not _YEAR.match(tokens[-1].word) and tokens[0].low != "the":
        return HEADS[following.group(1)], following.end()
    return None


def _listed_end(text: str, tokens: Sequence[_Token], end: int, kind: Kind, taken: _Taken) -> int:
    """Where a name with a list in it ends: "Ministry of Tourism, Arts and Culture"."""
    if kind is not Kind.ORGANIZATION or not any(t.low in _LISTING for t in tokens) or tokens[-1].low in _LISTING:
        return end
    listed = _LIST_OF.match(text, end)
    if not listed:
        return end
    inside = range(listed.start(), listed.end())
    if any(at in taken.place_at or at in taken.person_at for at in inside):
        return end
    if any(word.casefold() in HEADS or _ROLE.match(word) for word in re.findall(r"[\w-]+", listed.group())):
        return end
    return listed.end()


def _without_overlaps(found: Sequence[NameMention]) -> list[NameMention]:
    """The mentions in order of the text; of two that overlap the one given first."""
    kept: list[NameMention] = []
    for mention in sorted(found, key=lambda m: (m.span.start, -m.span.end)):
        if not kept or kept[-1].span.end <= mention.span.start:
            kept.append(mention)
    return kept
