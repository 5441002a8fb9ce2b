"""What a sum of money is: a cost, a budget, spending, funding, revenue.

Input: Site. Output: Measure: "cost of project", "spending on roads", "revenue from tourism".
"""

from __future__ import annotations

import re

from kg.facts.metric_phrases import Measure, Site, names_bearer
from kg.facts.metric_words import either
from kg.model import Span

_KINDS = (
    "investment in", "spending on", "cost of", "funding for", "revenue from", "savings from", "debt of",
    "funds raised for",
)  # fmt: skip
_VERB = re.compile("|".join(rf"(?P<v{i}>\b(?:{either(kind)})\b)" for i, kind in enumerate(_KINDS)), re.IGNORECASE)
_PURPOSE = re.compile(r"(?: \([^()]{1,40}\))? (?:for|on|in|into|to|towards?|from) ")
_YEARLY_PURPOSE = re.compile(r" (?:(?:an?|per|each|every) (?:year|month|week|day)|annually|yearly) (?:for|on|into) ")
_IS_MONEY = re.compile(
    r"\b(?:product|GDP|budget|income|turnover|value|output|debt|deficit|surplus)(?: of\b.*)?$", re.IGNORECASE
)
_SPENT = re.compile(
    r"\b(?P<who>[Vv]isitors|[Tt]ourists|[Dd]elegates|[Pp]assengers|[Gg]uests|[Tt]ravell?ers) (?:who [a-z]+ )?"
    r"(?:(?:have|had|also|each|together) )?(?:spent|spend)"
    r"(?: about| around| some| over| nearly| almost| an estimated)? ?$"
)
_RECEIVED = re.compile(
    r"\b(?:receive[sd]?|gets?|got|pockets?|pocketed|(?:takes?|took) home)"
    r"(?: (?:each|about|around|some|over|nearly|almost|up to|a further|another))? ?$"
)
_SAVED = re.compile(
    r"\bsav(?:e|es|ed|ing) (?:(?:the|its|their) \w+ |it |them |[a-z]+ers )(?:an? (?:estimated|extra|further) )?$"
)
_SHORT = re.compile(
    r" (?:budget(?:ary)? |funding |financial )?(?P<noun>hole|gap|shortfall|deficit|surplus)\b(?! (?:fund|tax))"
)
_BUDGET = re.compile(r"\bbudget", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bof which (?:the sum of )?$")
_MEANT = re.compile(
    r" (?:is|was|are|were|will be|has been|had been) (?:earmarked|set aside|reserved|meant|allocated) (?:for|to) "
)
_LINK_OF = re.compile(r" of ")
_DETERMINED = re.compile(r"\b(?:an?|the|its|their|this) $")


def sum_of_money(site: Site, *, rate: str, coordinated: bool) -> Measure | None:
    """For "a $4 million project", "spent $4 million on roads"; None where no word says what for."""
    if spender := _SPENT.search(site.left):
        span = site.left_span(spender, "who")
        return Measure(base=f"{spender['who'].removesuffix('s').lower()} spending", rate=rate, how="spent", noun=span)
    if _SAVED.search(site.left):
        return Measure(base="savings", rate=rate, how="saved")
    if short := site.after(_SHORT):
        whose = "budget " if _BUDGET.search(site.sentence.of(site.text)) else ""
        return Measure(base=whose + short["noun"], how="shortfall")
    if (meant := site.after(_MEANT)) and _OF_WHICH.search(site.left) and (use := site.noun_after(meant.end(), most=5)):
        link = site.after(_LINK_OF, use.end)
        of = site.noun_after(link.end(), most=4) if link else None
        use = Span(start=use.start, end=of.end if of else use.end)
        return Measure(base=site.naming(use), kind="funding for", how="earmarked", noun=use)
    noun = site.noun_after(most=4)
    if noun and not site.text[site.end : noun.start].strip(" ") and not rate:
        kind = "cost of" if _DETERMINED.search(site.left) else ""
        return Measure(base=site.naming(noun), kind=kind, how="money noun", noun=noun)
    verbs = [*_VERB.finditer(site.left[-60:])]
    kind = _KINDS[int((verbs[-1].lastgroup or "v0")[1:])] if verbs else ""
    purpose = site.after(_PURPOSE) or site.after(_YEARLY_PURPOSE)
    target = site.noun_after(purpose.end(), most=5) if purpose else None
    if target and names_bearer(site.naming(target)):
        target = None
    if coordinated and not target:
        return None
    base = site.naming(target)
    if not base and not kind.endswith((" on", " in", " for")):
        base = site.naming(site.subject())
    if kind.split(" ")[0] == base.split(" ")[0].lower() or _IS_MONEY.search(base):
        kind = ""  # "revenue from parking", "gross domestic product"
    if not kind and not target:
        return Measure(base="amount received", rate=rate, how="received") if _RECEIVED.search(site.left) else None
    return Measure(base=base, kind=kind if base else kind.rsplit(" ", 1)[0], rate=rate, how="money", noun=target)
