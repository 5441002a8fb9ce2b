"""What a quantity counts or measures, as the words around it put it.

Input: a quantity and the text of its sentence. Output: Measure, a noun phrase ("hotel rooms",
"growth in visitors", "length of line") with what it says of change and plans; None where the
words name nothing. Shallow: word lists and plural endings stand in for a parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.mentions.quantities import CURRENCIES
from kg.model import Modality, QuantityMention, Span

_PLURALS = frozenset("people men women children staff personnel police youth cattle sheep media data aircraft fish "
                     "passengers geese feet teeth mice criteria phenomena households".split())  # fmt: skip
_NOT_PLURAL = frozenset("is was has does its this thus plus across less ours theirs yes always perhaps besides "
                        "as us bus gas focus campus status access business process press class glass address series "
                        "news progress success congress census virus".split())  # fmt: skip
_STOP = frozenset(
    "the a an and or but nor so yet that which who whom whose where when while if than then as at by for from in into "
    "on onto over under to toward towards with within without through throughout during since until till per via about "
    "after before between among against amid across along around near out up down off is are was were be been being am "
    "has have had having do does did will would shall should can could may might must not no this these those there here "
    "it he she they we you i him her them us its his their our your my also just only still already now currently today "
    "yesterday each every both either neither all some any such more less most least last next because though although "
    "unless whether how what why said says say told tells according compared including excluding plus minus versus vs "
    "annually daily monthly yearly weekly together altogether respectively too again ever never soon later ago".split()
)  # fmt: skip
_VERBS = frozenset(
    "came come comes went go goes took take takes taken got get gets gave give gives given made make makes built build "
    "builds saw see sees seen held hold holds stood stand stands ran run runs running lived live lives living worked work "
    "works working used use uses using attended attend visited visit voted vote rose rise rises fell fall falls grew grow "
    "grows dropped climbed reached serve serves served carried carry carries travelled traveled travel died die sold sell "
    "bought buy spent spend won win lost lose left leave leaves opened open began begin started start became become "
    "becomes received receive included include includes remained remain remains needed need needs showed show shows shown "
    "put set let cut hit cost costs owned own ride rode crossed joined join joins participated participating took taking "
    "based located built planned expected installed deployed registered employed invited gathered recorded reported "
    "counted created arrived displayed represented competed applied signed made up spread stretched belong belongs "
    "connect connects connecting covering cover covers drawn draw drew employ employs burn burns sang sing helped help "
    "help operate operates operating operated completed delivered scheduled going waiting living staying standing".split()
)  # fmt: skip
_TOKEN = re.compile(r"\w[\w’'&/.+-]*\w|\w|[^\w\s]")
_PLURAL_END = re.compile(r"(?:[a-z]{2}s|[A-Z]s)$")


def plural(word: str) -> bool:
    """True where the word has the form of a plural noun, or is one of the irregular ones."""
    low = word.lower()
    if low in _PLURALS:
        return True
    return bool(_PLURAL_END.search(word)) and low not in _NOT_PLURAL and not low.endswith(("ss", "us", "ous", "'s", "’s"))


def noun_phrase(text: str, start: int, end: int, *, most: int = 7) -> Span | None:
    """The noun phrase that begins at ``start``: up to its plural head, or to the first word that ends it."""
    first = last = -1
    count = 0
    tokens = [*_TOKEN.finditer(text, start, min(end, start + 120))]
    for i, token in enumerate(tokens):
        word, low = token.group(), token.group().lower()
        if not word[0].isalnum() or low in _STOP or (count and low in _VERBS):
            if not count and low in {"the", "its", "their", "all", "these", "those", "our", "a", "an", "such", "his", "her"}:
                continue
            if word == "&" and count:
                continue
            break
        if (word[0].isdigit() and not re.match(r"\d+[A-Za-z-]", word)) or (low == "of"):
            break
        if token.start() - (last if last >= 0 else start) > 3:
            break
        first, last = (token.start() if first < 0 else first), token.end()
        count += 1
        follow = tokens[i + 1].group() if i + 1 < len(tokens) else "."
        if plural(word) and not (plural(follow) and follow.lower() not in _VERBS | _STOP):
            break
        if count == most:
            break
    return Span(start=first, end=last) if count else None


def complement(text: str, start: int, end: int) -> Span | None:
    """The noun phrase after "of" that follows ``start``."""
    m = re.compile(r"\s+of\s+").match(text, start, end)
    return noun_phrase(text, m.end(), end, most=5) if m else None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is measured: the phrase, whether the value is a difference, and which way it goes."""

    phrase: str
    change: bool = False
    fall: bool = False
    unit: str | None = None
    own: bool = True  # False: taken over from an earlier quantity
    how: str = ""  # the construction it was read from, for the rule of the fact


_RISE = (r"ris(?:e|es|en|ing)|rose|gr[eo]w(?:s|n|ing)?|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|"
         r"surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|gain(?:s|ed|ing)?|expand(?:s|ed|ing)?|improv(?:e|es|ed)|advanc(?:e|es|ed)|"
         r"go(?:es)? up|went up|gone up|going up|up|higher|added|adds?|edged up|ticked up|accelerated|swell(?:ed|s)?|"
         r"spik(?:e|ed)|put on|leap(?:t|ed)|rall(?:y|ied)|rebound(?:ed)?|a (?:jump|rise|gain|increase|growth|surge|plus) of|"
         r"\+")  # fmt: skip
_FALL = (r"fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|shr(?:ink|inks|ank|unk|inking)|"
         r"slid(?:e|es)?|slump(?:s|ed)?|plung(?:e|es|ed)|dip(?:s|ped)?|tumbl(?:e|es|ed)|contract(?:s|ed)?|reduc(?:e|es|ed|ing)|"
         r"cut(?:s|ting)?|go(?:es)? down|went down|gone down|down|lower|eased|lost|loses|slash(?:ed)?|"
         r"a (?:fall|drop|decline|decrease|dip|loss|minus|reduction|cut) of")  # fmt: skip
_ADVERB = r"(?:(?:slightly|sharply|steadily|again|further|only|just|also|even|already|still|now|then|steeply|modestly|strongly|on average)\s+)?"
_MOVED_BY = re.compile(
    rf"(?:(?P<rise>(?<!\w)(?:{_RISE}))|(?P<fall>(?<!\w)(?:{_FALL})))\s*,?\s*{_ADVERB}(?:by\s+|of\s+)?(?:another\s+|an? |a further\s+|an average of\s+)?$",
    re.IGNORECASE,
)
_MOVED_TO = re.compile(
    rf"(?<!\w)(?:{_RISE}|{_FALL}|doubled|tripled|halved|recovered|returned|stabili[sz]ed|slowed|narrowed|widened|brings?|bringing|brought)\b[^.;:,]{{0,50}}?\b(?:to|from|at)\s+(?:a record\s+|a high of\s+|as (?:low|high) as\s+)?$",
    re.IGNORECASE,
)
_MORE_OF = re.compile(
    r"\s*(?:,?\s*year[- ]on[- ]year\s+|annual\s+|yearly\s+)?(?P<what>more|higher|up|increase|rise|growth|jump|gain|surge|growth rate|fewer|less|lower|"
    r"below|above|down|decrease|drop|fall|decline|reduction|cut|smaller|cheaper|bigger|larger|dearer)\b(?!\s+than\s+(?:half|one))",
    re.IGNORECASE,
)
_LESS = frozenset("fewer less lower below down decrease drop fall decline reduction cut smaller cheaper".split())
_IN_OF = re.compile(r"\s+(?:in|of|for)\s+")
_RATE = re.compile(
    r"\s*(?:(?P<day>a day|per day|each day|every day|daily)|(?P<year>a year|per year|each year|every year|annually|per annum|yearly)"
    r"|(?P<month>a month|per month|each month|monthly)|(?P<hour>an hour|per hour|each hour)|(?P<week>a week|per week|weekly))\b",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s*(?:per|for every|to each|to every|for each|a|to the)\s+(?:(?P<km2>square kilomet(?:re|er)s?|km²|km2|sq\.? km)"
    r"|(?P<mile>square miles?|sq\.? miles?)|(?P<number>1,000|100,000|10,000|1 ?000|100 ?000|100|million|thousand)\s+(?P<of>people|inhabitants|residents|population|births|live births))",
    re.IGNORECASE,
)
_SUBJECT_VERB = re.compile(
    r"\b(?:reach(?:es|ed|ing)?|hit(?:s|ting)?|st(?:ood|ands?) at|total(?:s|led|ed|ling|ing)?|amount(?:s|ed|ing)? to|c[ao]mes? to|came in at|"
    r"averag(?:es|ed|ing)|number(?:s|ed|ing)|(?:is|was|are|were|be|been|being|remains?|remained|became)\b(?:\s+(?:put|projected|estimated|expected|set|forecast|valued|worth|recorded|measured|thought|said|reported|now|at|to|be|still|only|about|currently|just))*"
    r"|cost(?:s|ing)?|measur(?:es|ed|ing)|exceed(?:s|ed)?|surpass(?:es|ed)?|ha[ds] been|equals?|accounts? for|accounted for|"
    r"makes? up|made up|stay(?:s|ed) at|ended (?:up )?at|settled at|worked out at|works out at)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:(•*\t]|[.!?]\s|,\s|\s[-–—]\s|\b(?:and|but|while|whereas|although|that|which|who|when|where|because|as|so)\s", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|our|this|these|those|total|overall|about|some|of|in|by|on|at|for|with|to|and|but|"
    r"while|that|which|as|whose|also|meanwhile|altogether|nationwide|by then|now)\b[\s,]*)+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?P<label>[A-Za-z][^:;\t•*]{1,60}?)\s*:\s*$")
_OF_NUMBER = re.compile(r"(?P<noun>[A-Za-z][\w’'-]*(?:\s+[A-Za-z][\w’'-]*){0,5}?)\s+(?:of|at|worth)\s+(?:an?\s+)?$")
_NOUN_BEFORE = re.compile(r"(?P<noun>[A-Za-z][\w’'-]*(?:\s+(?:of|for|in|and)?\s*[A-Za-z][\w’'-]*){0,5})\s*[(,]?\s*$")
_LENGTHS = {"km": "length", "mile": "length", "m": "length", "ft": "length", "m2": "area", "km2": "area", "ha": "area",
            "acre": "area", "sq mile": "area", "sq ft": "area", "MW": "capacity", "kW": "capacity", "GW": "capacity",
            "t": "weight", "kg": "weight", "l": "volume", "m3": "volume", "°C": "temperature", "µg/m3": "concentration"}  # fmt: skip
_DIMENSION = re.compile(r"[ -](?P<dim>long|high|tall|wide|deep|in length|in height|in width|in size|in area|in diameter|in total)\b", re.IGNORECASE)
_DIMENSIONS = {"long": "length", "high": "height", "tall": "height", "wide": "width", "deep": "depth",
               "in length": "length", "in height": "height", "in width": "width", "in diameter": "diameter"}  # fmt: skip


def subject(text: str, start: int, end: int) -> str:
    """The noun phrase that is the subject of the clause that ends at ``end``; empty where none is seen."""
    verb = None
    for m in _SUBJECT_VERB.finditer(text, start, end):
        verb = m
    if verb is None:
        return ""
    return tidy(_last_clause(text, start, verb.start()))


def _last_clause(text: str, start: int, end: int) -> str:
    cut = start
    for m in _CLAUSE.finditer(text, start, end):
        if m.end() < end - 2:
            cut = m.end()
    return text[cut:end]


def tidy(phrase: str) -> str:
    """The phrase without articles and adverbs at its ends, at most eight words of it."""
    phrase = " ".join(phrase.split()).strip(" ,;:.()•*-–—\"“”")
    phrase = _LEADING.sub("", phrase)
    phrase = re.sub(r"^[A-Z][\w.’-]+(?:\s[A-Z][\w.’-]+)*[’']s?\s+(?=\w)", "", phrase)
    words = phrase.split()
    return " ".join(words[-8:])


def measure_of(text: str, sentence: Span, quantity: QuantityMention, earlier: Measure | None) -> Measure | None:
    """What the quantity measures; ``earlier`` is what the quantity before it in the text measured."""
    start, end = quantity.span.start, quantity.span.end
    left = text[max(sentence.start, start - 160) : start]
    if quantity.unit == "%" or quantity.unit in {"percentage points", "points"}:
        return _of_percentage(text, sentence, quantity, left, earlier)
    label = _LABEL.search(left)
    rate = _RATE.match(text, end, sentence.end)
    after = rate.end() if rate else end
    per = _PER.match(text, end, sentence.end)
    if dim := _DIMENSION.match(text, after, sentence.end):
        return Measure(phrase=_DIMENSIONS.get(dim["dim"].lower(), "size"), how="dimension")
    attributive = text[end : end + 1] == "-"
    noun = noun_phrase(text, end + attributive, sentence.end)
    if quantity.unit and not attributive and (of := complement(text, after, sentence.end)):
        noun = of
    if quantity.unit is None:
        if of := _of_which(text, end, sentence.end):
            noun = of
        if noun and (phrase := _counted(text, noun, sentence.end, attributive)):
            return Measure(phrase=_with_rate(phrase, rate), unit=_per_unit(text, noun.end, sentence.end), how="counted")
    elif attributive and noun:
        what = _LENGTHS.get(quantity.unit, "value" if quantity.unit in CURRENCIES else "")
        return Measure(phrase=f"{what} of {noun.of(text)}".strip(), how="attributive")
    if label:
        return Measure(phrase=tidy(label["label"]), unit=per and _unit_of_rate(per), how="label")
    if m := _OF_NUMBER.search(left):
        phrase = tidy(m["noun"])
        if phrase and phrase.lower().split()[-1] not in _STOP | _VERBS:
            return Measure(phrase=_with_rate(phrase, rate), how="of")
    if quantity.unit and noun and text[end : noun.start].strip() in {"of", "in"}:
        what = _LENGTHS.get(quantity.unit, "")
        return Measure(phrase=f"{what} of {noun.of(text)}" if what else noun.of(text), how="unit of")
    if phrase := subject(text, sentence.start, start):
        return Measure(phrase=_with_rate(phrase, rate), how="subject")
    if quantity.unit and (m := re.compile(r"\s+(?:for|on|in|to)\s+").match(text, end, sentence.end)):
        if noun := noun_phrase(text, m.end(), sentence.end):
            return Measure(phrase=noun.of(text), how="for")
    if noun and quantity.unit:
        return Measure(phrase=noun.of(text), how="unit noun")
    if earlier and not earlier.change:
        return Measure(phrase=earlier.phrase, unit=earlier.unit, own=False, how="earlier")
    return None


def _with_rate(phrase: str, rate: re.Match[str] | None) -> str:
    return f"{phrase} per {rate.lastgroup}" if rate else phrase


def _unit_of_rate(m: re.Match[str]) -> str:
    return "per km2" if m["km2"] else "per sq mile" if m["mile"] else f"per {m['number']} {m['of']}"


def _per_unit(text: str, start: int, end: int) -> str | None:
    m = _PER.match(text, start, end)
    return _unit_of_rate(m) if m else None


def _of_which(text: str, start: int, end: int) -> Span | None:
    """The noun in "120 of the 300 stations", "13 of them"."""
    m = re.compile(r"\s+of\s+(?:the|its|their|our|his|these|those)?\s*(?:\d[\d,]*\s+|(?:two|three|four|five|six|seven|eight|nine|ten)\s+)?").match(text, start, end)
    return noun_phrase(text, m.end(), end) if m else None


def _counted(text: str, noun: Span, end: int, attributive: bool) -> str:
    words = noun.of(text).split()
    if attributive:
        return words[0] + ("" if plural(words[0]) else "s")
    if not any(plural(w) for w in words):
        return ""
    of = complement(text, noun.end, end)
    return text[noun.start : of.end] if of and of.end - noun.end < 60 else noun.of(text)


def _of_percentage(
    text: str, sentence: Span, quantity: QuantityMention, left: str, earlier: Measure | None
) -> Measure | None:
    """Shares, rates and changes."""
    start, end = quantity.span.start, quantity.span.end
    after = text[end : sentence.end]
    if (m := _MOVED_BY.search(left)) or text[start] in "+-−":
        what = tidy(_last_clause(text, sentence.start, m.start() + sentence.start * 0 + (start - len(left)) if m else start))
        fall = bool(m and m["fall"]) or quantity.value < 0
        name = what or (earlier.phrase if earlier else "")
        if earlier and not _nouny(name):
            name = earlier.phrase
        name = re.sub(r"^(?:growth|change) in ", "", name)
        return Measure(phrase=f"{'change' if fall else 'growth'} in {name}", change=True, fall=fall, how="moved") if name else None
    if m := _MORE_OF.match(after):
        what = m["what"].lower()
        of = _IN_OF.match(text, end + m.end(), sentence.end)
        noun = noun_phrase(text, of.end() if of else end + m.end(), sentence.end)
        name = noun.of(text) if noun else subject(text, sentence.start, start) or (earlier.phrase if earlier else "")
        name = re.sub(r"^(?:growth|change) in ", "", name)
        fall = what in _LESS
        return Measure(phrase=f"{'change' if fall else 'growth'} in {name}", change=True, fall=fall, how="more") if name else None
    if of := _of_which(text, end, sentence.end):
        return Measure(phrase=f"share of {of.of(text)}", how="share")
    if label := _LABEL.search(left):
        return Measure(phrase=tidy(label["label"]), how="label")
    if not _MOVED_TO.search(left) and (m := _OF_NUMBER.search(left)) and _nouny(phrase := tidy(m["noun"])):
        return Measure(phrase=phrase, how="of")
    if phrase := subject(text, sentence.start, start):
        return Measure(phrase=phrase, how="subject")
    if m := _MOVED_TO.search(left):
        phrase = tidy(_last_clause(text, sentence.start, start - len(left) + m.start()))
        if _nouny(phrase):
            return Measure(phrase=phrase, how="moved to")
    if noun := noun_phrase(text, end, sentence.end):
        return Measure(phrase=noun.of(text), how="unit noun")
    return Measure(phrase=earlier.phrase, own=False, change=earlier.change, how="earlier") if earlier else None


def _nouny(phrase: str) -> bool:
    """True where the phrase can name a measure: its last word is no function word, pronoun or verb."""
    words = phrase.lower().split()
    return bool(words) and words[-1] not in _STOP | _VERBS and any(len(w) > 2 for w in words)


_PLANNED = re.compile(r"\b(?:will|to be|plans?|planned|aims?|intends?|is to|are to|set to|due to|scheduled|would|goal|ambition|wants?)\b", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:targets?|goals?|aims? (?:to|at|for)|ambitions?|pledge[sd]?|by 20[2-9]\d)\b", re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:expect(?:s|ed)?|forecasts?|projected|projections?|predict(?:s|ed)?|estimated to|likely to|anticipat\w+|foresee\w*)\b", re.IGNORECASE)


def modality_of(text: str, sentence: Span, quantity: QuantityMention) -> Modality:
    """Whether the clause of the quantity tells a fact, a plan, a target or a forecast."""
    left = text[max(sentence.start, quantity.span.start - 80) : quantity.span.start]
    right = text[quantity.span.end : min(sentence.end, quantity.span.end + 50)]
    for modality, pattern in ((Modality.FORECAST, _FORECAST), (Modality.TARGET, _TARGET), (Modality.PLANNED, _PLANNED)):
        if pattern.search(left) or (modality is not Modality.PLANNED and pattern.search(right)):
            return modality
    return Modality.ACTUAL
