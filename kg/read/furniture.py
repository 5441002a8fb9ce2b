"""What stands on a page beside its article: by-lines, share buttons, related stories, footers.

Patterns only, shared by the readers; the phrases are lists in kg/lexicon. They are looked for
with a capital in front, as pages set them: "Related stories" is furniture, "related stories" prose.
"""

from __future__ import annotations

import re
from importlib.resources import files

from kg.read.published import CLOCK, DATE, MONTH, WEEKDAY, spans_days


def _lines(name: str) -> list[str]:
    """The entries of ``kg/lexicon/<name>.txt``; comments and blank lines are left out."""
    text = (files("kg") / "lexicon" / f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _phrases(name: str) -> re.Pattern[str]:
    """Any of the phrases of a list, the longest first."""
    phrases = sorted(_lines(name), key=len, reverse=True)
    bodies = (f"{phrase[0]}(?i:{phrase[1:]})" if phrase[0].isalpha() else phrase for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(bodies)})(?![\w’'])")


# After one of these, what follows is not the article: a barrier between it and the rest.
BARRIER = _phrases("page_barriers")
SIGNS = re.compile(  # the same, where capitals or brackets make the difference
    r"©|\((?:Web |Photo |Copy |News )?[Ee]ditors?\b|\((?:Reporting|Additional reporting|Edited|Compiled|Writing) by"
    r"|\(For (?:the latest|more)|\d{1,5} Comments?\b|(?<!\w)(?:TAGS|RELATED|COMMENTS|TRENDING|LATEST|SHARE)\b"
    r"|(?<!\w)Tags (?=[A-Z])|Comments (?=Leave|Your|Add|Please)"
)

# Stands in the head or between paragraphs: left out, the article goes on.
MARK = _phrases("page_marks")

_DESK = (
    r"(?:(?:[Tt]he |[Oo]ur |A |An )?(?:(?:[A-Z][\w’']{1,30} ){0,3}"
    r"(?:[Ss]taff|[Ww]eb|[Nn]ews|[Oo]nline|[Cc]ity|[Dd]igital|[Ee]ditorial|[Ss]pecial) ?"
    r"(?:[Ww]riters?|[Rr]eporters?|[Dd]esk|[Rr]oom|[Cc]orrespondents?|[Tt]eam|[Ee]ditors?|[Ss]ervice|[Bb]ureau)"
    r"|[Nn]ewsroom|[Cc]orrespondent|(?:[A-Z][\w’']{1,30} ){1,3}staff))"
)
_NAME = r"(?:(?:[A-Z][a-z’'-]+|[A-Z]\.)[ -]?){2,4}"
BYLINE = re.compile(
    rf"(?<![.!?,] )(?<!\w)(?:By:? (?:{_DESK}|{_NAME}(?:and {_NAME})?)|{_DESK})(?=\s*(?:[|•·,/–—-]|$|\s[A-Z(“\"\d]))"
)

# "Published 2 months ago on Thursday, September 5, 2019", "Updated: 2019-08-20 09:12 (China Daily)"
STAMP = re.compile(
    r"(?:(?:First )?(?:Published|Updated|Posted|Last Updated|Last Modified|Issued|Created|Date|Released?)"
    r"(?: on| at)?:?\s?"
    r"(?:\d{1,3} \w{3,8} ago(?: on)?\s?)?)?"
    rf"(?:{CLOCK},?\s)?(?:{WEEKDAY},?\s)?{DATE.pattern}(?:,?\s{WEEKDAY})?"
    rf"(?:\s?(?:[,|@–-]|//|at|T)?\s?{CLOCK})?(?:\s?\([A-Z][\w .]{{1,25}}\))?",
    re.IGNORECASE,
)

# Words of menus: stripped from the front of a headline that was glued to them.
SECTIONS = frozenset(_lines("page_sections"))

PLACE_AND_DATE = re.compile(
    rf"^[A-Z][\w .'’-]{{1,40}}(?:, [A-Z][\w .]{{1,30}})?, (?:{MONTH} \d|\d{{1,2}} {MONTH}|{WEEKDAY})"
)
_LABEL = re.compile(
    r"^\W*(?:(?:for )?immediate release|(?:press|news|media) (?:release|office|statement|information)|embargoed?"
    r"|comment|opinion|explainer|analysis|editorial|interview|press|news|exclusive|posted in|published|updated|issued"
    r"|date|photo|image|source|contact)"
    r"\W*(?:[:|,/–—-]\s.{0,100})?$"
    r"|^[Bb]y (?:our|the|an?)? ?(?:[\w’'-]+ ){0,4}[\w’'-]+$",
    re.IGNORECASE,
)
_DATE_REST = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|\d{{1,4}}(?:st|nd|rd|th)?|[ap]\.?m\.?|[^\w\s]|at|of|on|updated|published|issued|posted"
    r"|[A-Z]{3,4}\b|\s)+",
    re.IGNORECASE,
)
_HAPPENED = re.compile(  # "Opened: 3 May 1926", "First flight 13 September 1925": no day of publication
    r"^\W*(?:(?:[Oo]fficially |[Ff]ormally )?(?:opened|opening(?: date| day)?|founded|foundation|established"
    r"|inaugurated|inauguration|built|completed|completion|launched|formed|incorporated|born|died|elected|appointed"
    r"|in office|began|commenced|started|closed|demolished|renovated|since|from|until"
    r"|(?:began|commenced|start of|commencement of) (?:operations?|service|construction)"
    r"|(?:first|last) (?!published|updated|posted|released|issued|modified)[a-z]+))(?: on| in|:)* "
    rf"(?:{WEEKDAY},? )?{DATE.pattern}",
    re.IGNORECASE,
)
_CLOCK_AND_MONTH = re.compile(rf"^(?=.*\b{CLOCK})(?=.*\b{MONTH})", re.IGNORECASE)
_POINTER = re.compile(r"(?:also read|read (?:more|also|next)|see also|more|watch|related)\s?[:|>]\s", re.IGNORECASE)
_NOTICE = re.compile(
    r"\b(?:cookies|JavaScript|your browser|ad ?blocker|privacy policy|terms of use|newsletter)\b", re.IGNORECASE
)


def is_label(line: str) -> bool:
    """True for date lines, by-lines and labels of the head."""
    text = line.strip()
    if len(text) > 140 or tells_of_past(text):
        return False
    if _LABEL.match(text) or BYLINE.match(text):
        return True
    if spans_days(text):
        return False
    stamp = STAMP.search(text)
    if stamp and (len(text.split()) - len(stamp.group().split())) <= 6 and not PLACE_AND_DATE.match(text):
        return True
    if len(text.split()) <= 12 and _CLOCK_AND_MONTH.match(text):
        return True
    return bool(re.search(r"\d{4}", text) and _DATE_REST.fullmatch(text))


def tells_of_past(line: str) -> bool:
    """True for a line of a profile with the day that something happened: "Opened 3 May 1926"."""
    return _HAPPENED.match(line) is not None


def is_mark(line: str) -> bool:
    """True for a line of nothing but share buttons, a pointer to another story or a notice about cookies."""
    text = line.strip()
    if MARK.fullmatch(text) or (_POINTER.match(text) and len(text.split()) < 25):
        return True
    return len(text.split()) < 40 and bool(_NOTICE.search(text))


def is_barrier(line: str) -> bool:
    """True for a short line that closes an article: tags, related stories, comments, copyright."""
    text = line.strip(" \t#*>•|-–—")
    text = text[:1].upper() + text[1:]
    return len(text) < 200 and len(text.split()) < 15 and bool(BARRIER.match(text) or SIGNS.match(text))
