"""Names that share one place in a sentence, as one list of recipients: "Riga, Latvia, Ghent (Belgium) and Oulu".

Input: a masked sentence. Output: the same with a token for each list. Idea: a member may have its country, city or
mayor beside it; what is in brackets is its note; a possessor ("Riga's airport") and an apposition are no recipients.
"""

from __future__ import annotations

import re

from kg.facts.award_tokens import Masked, Recipient, Token, plain
from kg.model import CityMention, Entity, Kind, NameMention, PersonMention, PlaceMention, Span

_POST = r"(?:(?:lord |deputy |vice |former )?mayor|governor|president|ceo|director|founder|head|minister|chair\w*)"
_NAMED = r"⟦[CHONR]\d+⟧"
_MEMBER = (
    rf"(?:(?:\b[Tt]he )?(?:(?:⟦G\d+⟧|\b[a-z-]+) )?\b(?:[Cc]ity|town|port|capital|municipality) of |(?:⟦L\d+⟧|its"
    rf"|their)['’]s? |the ⟦G\d+⟧ capital,? )?"
    rf"{_NAMED}(?: [Cc]ity\b)?(?:,? (?:in|of) (?:the )?⟦L\d+⟧|, ⟦[LCN]\d+⟧,? ⟦L\d+⟧|, ⟦L\d+⟧| \([^()]{{1,60}}\)"
    rf"| (?:of|in) ⟦C\d+⟧)*(?:, (?:the )?(?i:{_POST}) of ⟦[CONL]\d+⟧(?:, ⟦L\d+⟧)?)?"
)
_AND = r"(?:, and |, as well as | as well as | and to | and | & |, )(?:also |then )?"
_LISTED = rf"{_NAMED}(?:, ⟦[LC]\d+⟧(?:, ⟦L\d+⟧)?| \([^()]{{1,60}}\))"
_GROUP = re.compile(rf"{_MEMBER}(?:{_AND}{_MEMBER}){{0,60}}")
_GROUPS = re.compile(  # parted by semicolons
    rf"(?:{_MEMBER}{_AND})*{_LISTED}(?:; (?:and )?(?:{_MEMBER}{_AND}){{0,9}}{_LISTED})+|{_GROUP.pattern}"
)
_EACH = re.compile(_MEMBER)
_NOTE = re.compile(r"\(([^()]{1,60})\)")
# "⟦R1⟧, which …," and the like say more about somebody and are left out.
_APPOSITION = re.compile(
    r"⟦R(\d+)⟧,? (?:, )?(?:(?:which|who|where|whose|a|an|the|its|home to|capital of|situated|located"
    r"|known)\b)(?!⟦)(?:[^⟦⟧.;:]{3,70} (?:after|behind|than|to) [^⟦⟧.;:]{0,30}⟦R\d+⟧|[^⟦⟧.;:]{3,90}),(?= )"
)
# "the X mayor", "X's airport": somebody of X is meant.
_POSSESSOR = re.compile(
    r"⟦R(\d+)⟧(?=['’]s?\s|\s(?:[Mm]ayors?|governor|council\w*|officials?|residents?|airport|police|universit|hall|government|office"
    r"|area|region|municipality|team|metro|port|based|native|resident|project)\b)"
)


def grouped(result: Masked) -> None:
    """Put the lists of names of a masked sentence as tokens of recipients."""
    result.put(_GROUPS if ";" in result.text else _GROUP, lambda m, s: _group(result, m, s))
    result.put(_APPOSITION, lambda m, _: _without_apposition(result, m))
    result.text = _POSSESSOR.sub(r"⟦P\1⟧", result.text)


def _group(result: Masked, match: re.Match[str], span: Span) -> Token | None:
    members: list[Recipient] = []
    for part in _EACH.finditer(match.group()):
        letter, number = re.findall(r"⟦([CHONR])(\d+)⟧", part.group())[0]  # of "Japan's ⟦C1⟧" the city
        token = result.token(number)
        if token.members:
            members.extend(token.members)
            continue
        note = _NOTE.search(part.group())
        behind = part.group().split(f"⟦{letter}{number}⟧", 1)[1]
        members.append(
            Recipient(
                entity=_entity(token, letter, in_place=bool(re.match(r", ⟦L| \(⟦L| in ⟦L", behind))),
                span=token.span,
                note=plain(result, note.group(1)) if note else "",
            )
        )
    return Token(letter="R", span=span, members=tuple(members)) if members else None


def _entity(token: Token, letter: str, *, in_place: bool) -> Entity:
    mention = token.mention
    if isinstance(mention, (CityMention, PersonMention, PlaceMention, NameMention)):
        return mention.entity
    kind = Kind.CITY if in_place else Kind.THING
    assert letter in "NO"
    return Entity(kind=kind, name=token.name)


def _without_apposition(result: Masked, match: re.Match[str]) -> Token | None:
    token = result.token(match.group(1))
    return None if any(m.entity.kind is Kind.ORGANIZATION for m in token.members) else token
