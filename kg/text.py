"""From an article to its sentences.

Input: Article. Output: sentences with half-open spans of Article.text, in order, disjoint,
never across blocks; a table row is one sentence. A stop ends a sentence when white space and a
capital or a digit follow, unless it belongs to an abbreviation, an initial or a list number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Article, BlockKind, Sentence, Span

_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\["
_STOP = re.compile(rf"[.!?…]{{1,4}}[{_CLOSING}]{{0,3}}\s+(?=[{_OPENING}]{{0,3}}[^\W_a-zà-öø-ÿ]|[€£$¥•*–—-])")
_LAST = re.compile(r"[^\s]{1,20}$")
_NEXT = re.compile(rf"[{_OPENING}]{{0,3}}([^\W\d_]+)?")

# Never the end of a sentence: what they shorten always has something after it.
_BEFORE_NAMES = frozenset(
    "mr mrs ms mx messrs mme mlle dr drs prof st ste gov govs lt-gov sen sens rep reps gen maj-gen brig-gen lt-gen lt"
    " col lt-col sgt cpl capt cmdr cdr adm pres hon rev fr msgr bro atty supt insp det ald cllr clr cr coun eng engr"
    " arch amb sec-gen secy dir asst dep mgr"
    " no nos art arts fig figs vol vols ch vs v approx ca cf viz e.g i.e eg ie al est mt ft pt sec".split()
)
# The end of a sentence only where a word follows that begins sentences and hardly ever names.
_ABBREVIATIONS = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " inc co cos corp ltd llc plc bros dept assn univ jr sr esq etc ave blvd rd hwy ext bldg"
    " a.m p.m am pm ph.d b.c a.d d.c u.s u.k u.n e.u m.p"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev n.h n.j n.m"
    " n.y n.c n.d okla ore pa r.i s.c s.d tenn tex vt va wash w.va wis wyo ont que alta b.c man sask n.s n.b"
    " mln bn tn mn sq km hrs hr min max avg govt natl intl yr rs".split()
)
_STARTERS = frozenset(
    "the a an it its it's he she they we i you his her their our this that these those there here in on at by for from"
    " to of with as and but or so yet if when while after before since until although though because however meanwhile"
    " moreover also according once then now more most some many all both each every no not nor another other one two"
    " during under over among amid between despite what who how why where which only still even last next earlier later"
    " today yesterday".split()
)
_FORENAMES = frozenset({"Ma", "Wm", "Thos", "Chas"})  # María, William, Thomas, Charles
_TITLES = _BEFORE_NAMES | frozenset(
    "mayor vice-mayor governor vice-governor secretary undersecretary director senator councilor councillor chair head"
    " minister president representative congresswoman commissioner justice ambassador principal superintendent".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, in order; no span begins or ends with white space."""
    return tuple(
        Sentence(span=Span(start=block.span.start + start, end=block.span.start + end), block=block)
        for block in article.blocks
        for start, end in (
            _whole(block.span.of(article.text))
            if block.kind in {BlockKind.ROW, BlockKind.TITLE}
            else split(block.span.of(article.text))
        )
    )


def split(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of ``text``, in order.

    >>> line = "Gov. J. K. Lee came to St. Louis. It cost $2.5 million, i.e. too much."
    >>> [line[start:end] for start, end in split(line)]
    ['Gov. J. K. Lee came to St. Louis.', 'It cost $2.5 million, i.e. too much.']
    """
    start = 0
    for match in _STOP.finditer(text):
        if _ends(text, start, match):
            yield from _whole(text, start, match.end())
            start = match.end()
    yield from _whole(text, start, len(text))


def _whole(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + lead, start + lead + len(piece.strip())


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """True where the stop that ``match`` found ends the sentence that began at ``start``."""
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    last = _LAST.search(text, max(start, match.start() - 20), match.start())
    if last is None:  # a stop behind white space
        return True
    word = last.group().lstrip("\"'“‘«([-–—").lower()
    follower = _NEXT.match(text, match.end())
    after = follower[1].lower() if follower and follower[1] else ""
    if word.isdigit() and len(word) <= 2:
        before = text[start : last.start()].rstrip()
        return not (before == "" or before[-1] in ",:;(–—" or text[match.end()].isdigit())
    if word in _BEFORE_NAMES:
        return word in {"no", "v", "al", "pt", "art"} and after in _STARTERS
    if last.group() in _FORENAMES:  # "Mayor Ma. Elenita Nieto", not "Yo-Yo Ma. Tickets"
        words = text[start : last.start()].split()
        return bool(words) and words[-1][0].isupper() and words[-1].lower().rstrip(".") not in _TITLES
    if len(word) == 1 and word.isalpha():
        return after in _STARTERS and after not in {"a", "i"}
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return after in _STARTERS
    return True
