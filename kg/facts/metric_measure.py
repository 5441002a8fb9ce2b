"""What a quantity counts or measures, as the words around it put it.

Input: a quantity and the text of its sentence. Output: Measure, a noun phrase ("hotel rooms",
"growth in visitors", "length of the line") with what it says of change; None where nothing is named.
The noun behind the number comes first, then a label, the noun before it, the subject, what was
measured before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.facts.metric_words import ADVERBS, PREPOSITIONS, PRONOUNS, Token, plural, tag_of, tokens
from kg.mentions.quantities import CURRENCIES
from kg.model import QuantityMention, Span


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is measured; ``base`` is the thing without "growth in" and "share of"."""

    base: str
    kind: str = ""  # "growth in", "change in", "share of", "length of", …
    rate: str = ""  # "per day"
    unit: str | None = None  # where the words make it a ratio: "per km2"
    how: str = ""  # the construction it was read from
    noun: Span | None = None  # where the base stands
    label: Span | None = None  # the words before a colon
    money: bool = False  # the value is a sum of money
    topic: str = ""  # the base as it was before labels of a list narrowed it

    @property
    def phrase(self) -> str:
        """The measure in words."""
        return " ".join(part for part in (self.kind, self.base, self.rate) if part)

    @property
    def change(self) -> bool:
        """True where the value is a difference."""
        return self.kind in {"growth in", "change in"}

    @property
    def fall(self) -> bool:
        """True where the value was said to go down."""
        return self.kind == "change in"


_RISE = (
    r"ris(?:e|es|en|ing)|rose|gr[eo]w(?:s|n|ing)?|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|"
    r"surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|gain(?:s|ed|ing)?|expand(?:s|ed|ing)?|improv(?:e|es|ed|ing)|advanc(?:e|es|ed)|"
    r"(?:go(?:es|ne|ing)?|went|edged|ticked|crept|moved|is|are|was|were) (?:up|higher)|up|add(?:s|ed|ing)?|accelerated|swell(?:ed|s)?|"
    r"put on|leap(?:t|ed)|rall(?:y|ied)|rebound(?:ed)?|higher|a (?:jump|rise|gain|increase|growth|surge|plus) of|growth (?:rate )?of|increase of"
)
_FALL = (
    r"fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|shr(?:ink|inks|ank|unk|inking)|"
    r"slid(?:e|es)?|slip(?:s|ped)?|slump(?:s|ed)?|plung(?:e|es|ed)|plummet(?:s|ed)?|dip(?:s|ped)?|tumbl(?:e|es|ed)|contract(?:s|ed)?|reduc(?:e|es|ed|ing)|"
    r"cut(?:s|ting)?|(?:go(?:es|ne|ing)?|went|edged|brought|bring|is|are|was|were|came) down|down|eased|lower(?:ed)?|los[te]|slash(?:ed)?|"
    r"a (?:fall|drop|decline|decrease|dip|loss|minus|reduction|cut) of|(?:fall|drop|decline|decrease|reduction) of"
)
_LITTLE = r"(?:(?:slightly|sharply|steadily|again|further|only|just|also|even|already|still|now|then|steeply|modestly|strongly|on average|year[- ]on[- ]year|faster|slower)[ ,]+)?"
_MOVED = re.compile(
    rf"(?<![\w-])(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?: it| them)?,? {_LITTLE}(?:by )?(?:another |an? |a further |an average of )?$",
    re.IGNORECASE,
)
_MOVED_TO = re.compile(
    rf"(?<![\w-])(?:{_RISE}|{_FALL}|doubled|tripled|quadrupled|halved|recovered|returned|stabili[sz]ed|slowed|narrowed|widened)\b[^.;:]{{0,60}}?"
    r"\b(?:to|from)(?: a record| a high of| as (?:low|high) as| an? estimated)? ?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"[ -](?:year[- ]on[- ]year |annual |yearly |net )?(?P<what>more|higher|up|increase|rise|growth|jump|gain|surge|fewer|less|lower|"
    r"below|above|down|decrease|drop|fall|decline|reduction|cut|smaller|cheaper|bigger|larger|dearer|increment|expansion)\b(?! than half)",
    re.IGNORECASE,
)
_LESS = frozenset("fewer less lower below down decrease drop fall decline reduction cut smaller cheaper".split())
_RATE = re.compile(
    r" ?(?:(?P<day>a day|per day|each day|every day|daily)|(?P<year>a year|per year|each year|every year|annually|per annum|yearly)"
    r"|(?P<month>a month|per month|each month|monthly)|(?P<hour>an hour|per hour|each hour)|(?P<week>a week|per week|weekly))\b",
    re.IGNORECASE,
)
_PER = re.compile(
    r" ?(?:per|for every|to each|to every|for each|a|to the|/) ?(?:(?P<km2>square kilomet(?:re|er)s?|km²|km2|sq\.? km)"
    r"|(?P<mile>square miles?|sq\.? miles?)|(?P<number>1,000|100,000|10,000|1 000|100 000|100|million|thousand) (?P<of>people|inhabitants|residents|population|births|live births|vehicles))",
    re.IGNORECASE,
)
_LENGTHS = {"km": "length of", "mile": "length of", "m": "length of", "ft": "length of", "m2": "area of", "km2": "area of", "ha": "area of",
            "acre": "area of", "sq mile": "area of", "sq ft": "area of", "MW": "capacity of", "kW": "capacity of", "GW": "capacity of"}  # fmt: skip
_DIMENSION = re.compile(
    r"[ -](?P<dim>long|high|tall|wide|deep|in length|in height|in width|in size|in area|in diameter)\b", re.IGNORECASE
)
_DIMENSIONS = {"long": "length", "in length": "length", "high": "height", "tall": "height", "in height": "height",
               "wide": "width", "in width": "width", "deep": "depth", "in size": "size", "in area": "area", "in diameter": "diameter"}  # fmt: skip
_MEASURING = (
    r"is|are|was|were|be|been|being|reach(?:es|ed|ing)?|hit(?:s|ting)?|st(?:ood|ands?|anding)|total(?:s|led|ed|ling|ing)?|amount(?:s|ed|ing)?|"
    r"c[ao]mes?|averag(?:es?|ed|ing)|number(?:s|ed|ing)|exceed(?:s|ed|ing)?|surpass(?:es|ed)?|topped|equals?|account(?:s|ed)?|mak(?:es?|ing)|made|"
    r"stay(?:s|ed)|remain(?:s|ed)?|measur(?:es|ed|ing)|cost(?:s|ing)?|r[io]ses?|gr[eo]ws?|fell|falls?|climbed|jumped|dropped|declined|went|"
    r"doubled|tripled|increased|decreased|shrank|projected|estimated|expected|forecast|valued|fetched|earned|generated|brought|ended|put|"
    r"spans?|spanned|covers?|covered|stretch(?:es|ed)?|extends?|extended|weighs?|read|showed|show|worked"
)
_VERB = re.compile(
    rf"\b(?:(?P<measures>{_MEASURING})|(?:has|have|had|having|do|did|does|added|adds|built|builds|carr(?:y|ies|ied)|gained|lost|[a-z]{{3,}}ed|"
    r"gave|gives?|takes?|took|holds?|held|saw|sees?|drew|draws?|puts?|runs?|ran|sold|bought|won|wins?|got|gets?|says?|said|means?|wants?))\b"
)
_GENERIC = frozenset("figure figures number numbers total count reading rate value sum amount level half quarter year month months "
                     "record tally share average score one years ago earlier before week day period".split())  # fmt: skip
_LABEL = re.compile(r"(?:^|[•*;:\t(] ?|[-–—] |\. )(?P<label>[A-Za-z][^:;\t•*()]{1,70}?) ?: ?(?:an? |the )?$")
_OF = re.compile(r" (?P<link>of|at|worth|with|by) (?:an? |the |only |just )?$")
_MONEY_VERBS = (
    (r"invest\w*|pump\w*|plough\w*|pour\w*", "investment in"), (r"spen[dt]\w*|pay\w*|paid", "spending on"),
    (r"cost\w*|tak(?:e|es|en)|worth|valued|priced", "cost of"), (r"grant\w*|allocat\w*|provid\w*|giv(?:e|es|en)|gave|set aside|contribut\w*|help\w*|fund\w*|subsid\w*|"
     r"lent|loan\w*|earmark\w*|commit\w*|pledg\w*|award\w*", "funding for"),
    (r"earn\w*|fetch\w*|generat\w*|brings? in|brought in|yield\w*|gross\w*|rak\w*|revenue", "revenue from"),
    (r"sav(?:e|es|ed|ing)", "savings from"), (r"borrow\w*|ow(?:e|es|ed)", "debt of"), (r"rais\w+", "funds raised for"),
)  # fmt: skip
_MONEY_VERB = re.compile(
    "|".join(rf"(?P<v{i}>\b(?:{words})\b)" for i, (words, _) in enumerate(_MONEY_VERBS)), re.IGNORECASE
)
_PURPOSE = re.compile(r" (?:for|on|in|into|to|towards?|from) ")
_BESIDE = re.compile(r"\b(?P<noun>(?i:population|attendance|capacity|ridership|budget|membership|turnover|height|length|area))[,:]? $")
_OF_THEM = re.compile(
    r",? (?:of|out of) (?:the |its |their |our |his |these |those |all )?(?:\d[\d,]* |(?:two|three|four|five|six|seven|eight|nine|ten|twelve) )?",
    re.IGNORECASE,
)


def noun_phrase(text: str, start: int, end: int, *, most: int = 7) -> Span | None:
    """The noun phrase that begins at ``start``: up to its plural head, or to the first word that ends it."""
    found: list[Token] = []
    following = [*tokens(text, start, min(end, start + 140))]
    for i, token in enumerate(following):
        if not found and token.tag == "D" and token.text.lower() not in {"no", "this", "that"}:
            continue
        after = following[i + 1] if i + 1 < len(following) else None
        determined = i > 0 and following[i - 1].tag == "D"
        if token.tag == "V" and not found and (determined or (after and after.tag == "N")):
            pass  # "registered delegates", "the vote"
        elif token.tag == "&" and found:
            continue
        elif token.tag != "N" and not (token.tag == "A" and after and after.tag == "N" and not found):
            if not (token.tag == "C" and token.text == "and" and found and after and after.tag == "N" and not plural(found[-1].text)
                    and _head_follows(following[i + 1 :])):  # fmt: skip
                break
        if found and text[found[-1].end : token.start].strip():
            break
        found.append(token)
        if plural(token.text) and not (after and after.tag == "N" and plural(after.text)):
            break
        if len(found) == most:
            break
    if not found or not any(t.tag in "NV" for t in found):
        return None
    return Span(start=found[0].start, end=found[-1].end)


def _head_follows(following: Sequence[Token]) -> bool:
    """True where the next two or three words end in a plural noun: "cultural and sports venues"."""
    for token in following[:3]:
        if token.tag != "N":
            return False
        if plural(token.text):
            return True
    return False


def subject(text: str, start: int, end: int) -> Span | None:
    """The subject of the clause whose verb stands last before ``end``."""
    before = [*tokens(text, start, end)]
    i = len(before) - 1
    while i >= 0 and before[i].tag not in {"V", "X"}:
        if before[i].tag in {";", ":", ".", "(", ")", "C", "R"}:
            return None
        i -= 1
    while i >= 0 and (before[i].tag in {"V", "X", "A"} or before[i].text == "to"):
        i -= 1
    stop = i
    while i >= 0 and before[i].tag not in {
        ";",
        ":",
        ".",
        "(",
        ")",
        "C",
        "R",
        "V",
        "X",
        ",",
        '"',
        "“",
        "—",
        "–",
        "•",
        "*",
        "\t",
    }:
        i -= 1
    phrase = before[i + 1 : stop + 1]
    if not phrase and stop >= 0 and before[stop].tag in {",", ")"}:  # "The line, opened in May, has …"
        phrase = _opening(before)
    phrase = _without_adjunct(phrase)
    return Span(start=phrase[0].start, end=phrase[-1].end) if phrase else None


def measuring(text: str, start: int, end: int) -> bool:
    """True where the last verb before ``end`` says what its subject amounts to, not what it does."""
    last = None
    for last in _VERB.finditer(text, start, end):
        pass
    return bool(last and last["measures"])


def _opening(found: Sequence[Token]) -> list[Token]:
    """The tokens of a sentence up to its first comma, bracket or verb."""
    phrase = []
    for token in found:
        if token.tag in {",", "(", "V", "X", "C", "R", "–", "—"}:
            break
        phrase.append(token)
    return phrase


def _without_adjunct(phrase: Sequence[Token]) -> list[Token]:
    """The phrase without "in 2019", "last year" and adverbs at its beginning."""
    i = 0
    while i < len(phrase) and phrase[i].tag in {"P", "A", "#"}:
        tag = phrase[i].tag
        i += 1
        if tag == "P":
            while i < len(phrase) and not (phrase[i].tag == "D" and phrase[i - 1].tag != "P"):
                i += 1
                if phrase[i - 1].tag == "#":
                    break
    return list(phrase[i:])


def naming(text: str, span: Span | None) -> str:
    """The words of a noun phrase fit to name a measure; empty for pronouns and words like "the figure"."""
    if span is None:
        return ""
    words = re.sub(r"^[^A-Za-z0-9]+|[^\w)%]+$", "", " ".join(span.of(text).split())).split()
    while words and (tag_of(words[0]) in "DPAC" or words[0].lower() in PRONOUNS):
        words.pop(0)
    while words and (tag_of(words[-1]) in "DPCXR" or words[-1].lower() in ADVERBS | PRONOUNS):
        words.pop()
    if any(w.endswith(("'s", "’s")) for w in words[:-1]):
        cut = max(i for i, w in enumerate(words[:-1]) if w.endswith(("'s", "’s")))
        words = words[cut + 1 :]
    if not words or all(w.lower() in _GENERIC or tag_of(w) in "PD#" for w in words):
        return ""
    if (
        re.match(r"(?:number|total|count|amount|total number)$", words[0], re.IGNORECASE)
        and len(words) > 2
        and words[1] == "of"
    ):
        words = words[2:]
    return " ".join(words[:8])


def measure_of(text: str, sentence: Span, quantity: QuantityMention, earlier: Measure | None) -> Measure | None:
    """What the quantity measures; ``earlier`` is what the quantity before it in the text measured."""
    found = _measure(text, sentence, quantity, earlier)
    return replace(found, money=quantity.unit in CURRENCIES) if found else None


def _measure(text: str, sentence: Span, quantity: QuantityMention, earlier: Measure | None) -> Measure | None:
    start, end, unit = quantity.span.start, quantity.span.end, quantity.unit
    left = text[max(sentence.start, start - 160) : start]
    if unit in {"%", "percentage points"}:
        return _of_percentage(text, sentence, quantity, left, earlier)
    rate = _RATE.match(text, end, sentence.end)
    per = _PER.match(text, end, sentence.end)
    label = _LABEL.search(left)
    rated = f"per {rate.lastgroup}" if rate else ""
    if dimension := _DIMENSION.match(text, end, sentence.end):
        base = naming(text, subject(text, sentence.start, start))
        return Measure(base=base, kind=_DIMENSIONS[dimension["dim"].lower()] + (" of" if base else ""), how="dimension")
    if text[end : end + 1] == "-":
        return _attributive(text, sentence, quantity)
    if unit is None and (counted := _counted(text, sentence, quantity, earlier)):
        return counted
    if label and (base := naming(text, _span(label, "label", start - len(left)))):
        return Measure(
            base=base,
            rate=rated,
            unit=per and _per_unit(per),
            how="label",
            label=_span(label, "label", start - len(left)),
        )
    if unit and (complemented := _complemented(text, sentence, quantity, rated)):
        return complemented
    if m := _BESIDE.search(left):
        return Measure(base=m["noun"], how="of")
    if found := _of_before(text, sentence, start, left):
        return Measure(base=naming(text, found), rate=rated, unit=per and _per_unit(per), how="of", noun=found)
    if unit in CURRENCIES and (money := _money(text, sentence, quantity, left, rated)):
        return money
    if earlier and _coordinated(text, sentence, start):
        return Measure(
            base=earlier.base,
            kind=earlier.kind,
            rate=rated or earlier.rate,
            unit=None if unit else earlier.unit,
            how="coordinated",
        )
    span = subject(text, sentence.start, start)
    base = naming(text, span)
    if base and (not earlier or (not _names_bearer(base) and measuring(text, sentence.start, start))):
        kind = _LENGTHS.get(unit or "", "")
        return Measure(base=base, kind=kind, rate=rated, unit=per and _per_unit(per), how="subject", noun=span)
    if unit and unit not in CURRENCIES and (noun := noun_phrase(text, end, sentence.end)):
        return Measure(base=naming(text, noun) or noun.of(text), how="unit noun", noun=noun)
    ratio = per and _per_unit(per)
    if earlier and (earlier.money or unit not in CURRENCIES) and (unit or not earlier.money):
        return Measure(base=earlier.base, rate=rated or earlier.rate, unit=ratio or (None if unit else earlier.unit), how="earlier")
    if not base:
        base = naming(text, _plural_noun(text, sentence, start))
    return Measure(base=base, rate=rated, unit=ratio, how="beside", noun=span) if base else None


def _plural_noun(text: str, sentence: Span, start: int) -> Span | None:
    """The plural noun named last before ``start``, with the words before it, else the next one after it."""
    found = [t for t in tokens(text, sentence.start, start) if t.tag == "N"]
    i = next((i for i in range(len(found) - 1, -1, -1) if plural(found[i].text)), None)
    if i is None:
        return next((Span(start=t.start, end=t.end) for t in tokens(text, start, sentence.end) if t.tag == "N" and plural(t.text)), None)
    first = i
    while first and found[first - 1].end + 1 == found[first].start and i - first < 3:
        first -= 1
    return Span(start=found[first].start, end=found[i].end)


_AFTER_NUMBER = re.compile(
    r"\d[^.;:]{0,50}(?:,| and| or|,? but| to| from| against)(?: the| an?| about| some| another| around| only)? ?$"
)


def _coordinated(text: str, sentence: Span, start: int) -> bool:
    """True for the second number in "1,770 in Toronto and 1,940 in Vancouver" and in "(411), London (399)"."""
    left = text[max(sentence.start, start - 70) : start]
    return bool(_AFTER_NUMBER.search(left) or re.search(r"\d\),? (?:and )?[^.;:()]{2,40}\($", left))


def _names_bearer(base: str) -> bool:
    """True for a phrase of capitalised words only: whom the figure is about, not what it measures."""
    return all(w[:1].isupper() or tag_of(w) in "PD" for w in base.split())


def _span(m: re.Match[str], group: str, offset: int) -> Span:
    return Span(start=offset + m.start(group), end=offset + m.end(group))


def _per_unit(m: re.Match[str]) -> str:
    return "per km2" if m["km2"] else "per sq mile" if m["mile"] else f"per {m['number']} {m['of']}"


def _attributive(text: str, sentence: Span, quantity: QuantityMention) -> Measure | None:
    """ "a 42-km line", "a 300-room hotel", "a $4-million scheme"."""
    noun = noun_phrase(text, quantity.span.end + 1, sentence.end, most=4)
    if noun is None:
        return None
    unit = quantity.unit
    if unit:
        return Measure(
            base=naming(text, noun),
            kind="cost of" if unit in CURRENCIES else _LENGTHS.get(unit, ""),
            how="attributive",
            noun=noun,
        )
    first = noun.of(text).split()[0]
    return Measure(base=first if plural(first) else first + "s", how="attributive", noun=noun)


def _counted(text: str, sentence: Span, quantity: QuantityMention, earlier: Measure | None) -> Measure | None:
    """ "31,400 5G base stations", "13 of the 40 trains", "1,600 of them"."""
    end = quantity.span.end
    if m := _OF_THEM.match(text, end, sentence.end):
        noun = noun_phrase(text, m.end(), sentence.end)
        if noun and (base := naming(text, noun)):
            return Measure(base=base, how="part", noun=noun)
        if earlier:
            return Measure(base=earlier.base, how="part")
    noun = noun_phrase(text, end, sentence.end)
    if noun is None or not any(plural(w) for w in noun.of(text).split()) or text[end : noun.start].strip(" "):
        return None
    words = noun.of(text)
    m2 = re.compile(r" of ").match(text, noun.end, sentence.end)
    of = noun_phrase(text, m2.end(), sentence.end, most=4) if m2 else None
    base = text[noun.start : of.end] if of else words
    rest = of.end if of else noun.end
    rate, per = _RATE.match(text, rest, sentence.end), _PER.match(text, rest, sentence.end)
    return Measure(base=" ".join(base.split()), rate=f"per {rate.lastgroup}" if rate else "", unit=per and _per_unit(per), how="counted",
                   noun=Span(start=noun.start, end=rest))  # fmt: skip


def _complemented(text: str, sentence: Span, quantity: QuantityMention, rated: str) -> Measure | None:
    """ "22 km of track", "440,000 tons of waste", "106,800 square metres of floor"."""
    m = re.compile(r" of ").match(text, quantity.span.end, sentence.end)
    noun = noun_phrase(text, m.end(), sentence.end) if m else None
    if noun is None or not naming(text, noun):
        return None
    kind = "" if quantity.unit in CURRENCIES else _LENGTHS.get(quantity.unit or "", "")
    return Measure(base=naming(text, noun), kind=kind, rate=rated, how="unit of", noun=noun)


def _of_before(text: str, sentence: Span, start: int, left: str) -> Span | None:
    """The noun before "of", "at" or "worth": "a population of", "a budget of"."""
    m = _OF.search(left)
    if not m:
        return None
    before = [*tokens(text, max(sentence.start, start - 90), start - len(m.group()))]
    i = len(before) - 1
    if i < 0 or before[i].tag != "N" or (m["link"] in {"with", "by"}):
        return None
    while i >= 0 and (
        before[i].tag in {"N", "#"} or (before[i].text.lower() in {"of", "for"} and i and before[i - 1].tag == "N")
    ):
        i -= 1
    span = Span(start=before[i + 1].start, end=before[-1].end)
    return span if naming(text, span) else None


def _money(text: str, sentence: Span, quantity: QuantityMention, left: str, rated: str) -> Measure | None:
    """ "a $4 million project", "spent $4 million on roads", "$4 million for roads"."""
    noun = noun_phrase(text, quantity.span.end, sentence.end, most=4)
    if noun and not text[quantity.span.end : noun.start].strip(" ") and not rated:
        return Measure(
            base=naming(text, noun),
            kind="cost of" if re.search(r"\b(?:an?|the|its|their|this) $", left) else "",
            how="money noun",
            noun=noun,
        )
    kind = ""
    for m in _MONEY_VERB.finditer(left[-60:]):
        kind = _MONEY_VERBS[int((m.lastgroup or "v0")[1:])][1]
    purpose = _PURPOSE.match(text, quantity.span.end, sentence.end)
    target = noun_phrase(text, purpose.end(), sentence.end, most=5) if purpose else None
    if target and _names_bearer(naming(text, target)):
        target = None
    base = naming(text, target)
    if not base and not kind.endswith((" on", " in", " for")):
        base = naming(text, subject(text, sentence.start, quantity.span.start))
    if kind.split(" ")[0] == base.split(" ")[0].lower():
        kind = ""  # "revenue from parking"
    if not target and _coordinated(text, sentence, quantity.span.start):
        return None
    if kind or target:
        return (
            Measure(base=base, kind=kind if base else kind.rsplit(" ", 1)[0], rate=rated, how="money", noun=target)
            if kind or base
            else None
        )
    return None


def _of_percentage(
    text: str, sentence: Span, quantity: QuantityMention, left: str, earlier: Measure | None
) -> Measure | None:
    """Shares, rates and changes."""
    start, end = quantity.span.start, quantity.span.end
    points = quantity.unit == "percentage points"
    base_before = earlier.base if earlier else ""
    if (m := _MOVED.search(left)) or text[start] in "+-−" or points:
        fall = bool(m and m["fall"]) or quantity.value < 0
        at = start - len(left) + m.start() if m else start
        base = (
            (naming(text, subject(text, sentence.start, at + 1)) or naming(text, _ending(text, sentence.start, at)))
            if m
            else base_before
        )
        if m and m["rise"] and (n := _IN_WHAT.match(text, end, sentence.end)):
            base = naming(text, noun_phrase(text, n.end(), sentence.end)) or base
        apposed = not m or re.match(r"(?:up|down|an?|higher|lower)\b", m.group().lower())
        if base_before and (not base or _names_bearer(base) or (apposed and re.search(r"\d", left))):
            base = base_before
        return Measure(base=base, kind="change in" if fall else "growth in", how="moved") if base else None
    if m := _MORE.match(text, end, sentence.end):
        what = m["what"].lower()
        link = _IN_WHAT.match(text, m.end(), sentence.end)
        noun = noun_phrase(text, link.end() if link else m.end(), sentence.end)
        base = naming(text, noun) or naming(text, subject(text, sentence.start, start)) or base_before
        return (
            Measure(base=base, kind="change in" if what in _LESS else "growth in", how="more", noun=noun)
            if base
            else None
        )
    if base_before and re.compile(r",? of (?:them|these|those|which|whom)\b").match(text, end, sentence.end):
        return Measure(base=base_before, kind="share of", how="share")
    if m := re.compile(r" (?:of|out of) ").match(text, end, sentence.end):
        noun = noun_phrase(text, m.end(), sentence.end)
        base = naming(text, noun) or base_before
        if base:
            return Measure(base=base, kind="share of", how="share", noun=noun)
    label = _LABEL.search(left)
    if label and (base := naming(text, _span(label, "label", start - len(left)))):
        return Measure(base=base, how="label", label=_span(label, "label", start - len(left)))
    if found := _of_before(text, sentence, start, left):
        return Measure(base=naming(text, found), how="of", noun=found)
    span = subject(text, sentence.start, start)
    if base := naming(text, span):
        return Measure(base=base if not (earlier and _names_bearer(base)) else base_before, how="subject", noun=span)
    if noun := noun_phrase(text, end, sentence.end):
        return Measure(base=naming(text, noun) or noun.of(text), how="unit noun", noun=noun)
    return Measure(base=base_before, how="earlier") if base_before else None


_IN_WHAT = re.compile(r" (?:in|of|for) ")


def _ending(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that ends at ``end``: the subject of a verb that follows there."""
    before = [*tokens(text, start, end)]
    i = len(before) - 1
    while i >= 0 and before[i].tag in {"A", "X", ",", "("}:
        i -= 1
    stop = i
    while i >= 0 and before[i].tag in {"N", "P", "D", "#", "A"}:
        i -= 1
    phrase = _without_adjunct(before[i + 1 : stop + 1])
    return Span(start=phrase[0].start, end=phrase[-1].end) if phrase else None
