"""What stands on a page beside its article: by-lines, share buttons, related stories, footers.

Patterns only, shared by the readers. Phrases are looked for with their capitals, as pages set
them: "Related stories" is furniture, "related stories" may be prose.
"""

from __future__ import annotations

import re

from kg.read.published import CLOCK, DATE, MONTH, WEEKDAY

# After one of these, what follows is not the article: a barrier between it and the rest.
_BARRIERS = (
    r"Related (?:[Nn]ews|[Rr]eading|[Ss]tor(?:y|ies)|[Aa]rticles?|[Pp]osts?|[Tt]opics?|[Ll]inks?|[Cc]ontent|[Vv]ideos?|[Cc]overage)\b:?"
    r"|RELATED(?: [A-Z]+)?\b:?|Related:"
    r"|(?:Most|MOST) (?:[Rr]ead|READ|[Vv]iewed|VIEWED|[Pp]opular|POPULAR|[Cc]ommented|[Ss]hared|[Rr]ecent|[Dd]iscussed)\b"
    r"|(?:You|YOU) (?:[Mm]ay|MAY|[Mm]ight|MIGHT)(?: [Aa]lso| ALSO)? (?:[Ll]ike|LIKE|[Bb]e [Ii]nterested(?: [Ii]n)?|[Ee]njoy|[Hh]ave [Mm]issed)\b"
    r"|(?:Up|UP) (?:[Nn]ext|NEXT)\b|(?:Don['’]t|DON['’]T) (?:[Mm]iss|MISS)\b"
    r"|More (?:[Ff]rom|[Ss]tories|[Nn]ews|[Hh]eadlines|[Aa]rticles|[Oo]n [Tt]his|[Ii]n [Tt]his|[Rr]elated|[A-Z][\w-]+ picks)\b"
    r"|MORE (?:FROM|STORIES|NEWS|HEADLINES)\b"
    r"|(?:Popular|Recent|Latest|Top|Other|Trending|Breaking|Hot|Featured|Recommended|Editors?['’]?s?) "
    r"(?:[Pp]osts?|[Nn]ews|[Ss]tories|[Aa]rticles?|[Cc]omments?|[Tt]opics|[Hh]eadlines|[Bb]riefs|[Pp]icks?|[Vv]ideos?|[Cc]ontent|[Nn]ow|[Oo]n [A-Z]\w+|[Tt]his [Ww]eek)\b"
    r"|(?:LATEST|TOP|TRENDING|POPULAR|RECENT|RECOMMENDED)(?: (?:NEWS|STORIES|POSTS|ARTICLES|HEADLINES|NOW))?\b"
    r"|Trending\b:?|We [Rr]ecommend|Recommended [Ff]or [Yy]ou|Sponsored [Cc]ontent|Key [Ww]ords\b"
    r"|Tags?\s?:|TAGS?\b:?|Tags (?=[A-Z])|Tagged(?: with| as)?:?|Filed [Uu]nder:?|Labels:|Categor(?:y|ies):|Topics:|Keywords?:"
    r"|Leave a (?:[Rr]eply|[Cc]omment)|Post a [Cc]omment|Add (?:your|a) [Cc]omments?|Write a [Cc]omment|Your email address"
    r"|(?:No |\d+ )?Comments?(?: ?\(\d*\)|:)|Comments (?=Leave|Your|Add|Please)|Please enable JavaScript|Join the (?:conversation|discussion)"
    r"|Copyright\b|COPYRIGHT\b|©|All [Rr]ights [Rr]eserved|Posted (?:by|in)\b|Blog Archive"
    r"|Previous:|Previous (?:[Aa]rticle|[Pp]ost|[Ss]tory)|Next:|Next (?:[Aa]rticle|[Pp]ost|[Ss]tory|[Pp]age)|Newer Post|Older Post"
    r"|Sign [Uu]p (?:for|to)\b|Subscribe (?:to|now|today|for)\b|Subscribe:|Want more\b|(?:Follow|Contact|About) [Uu]s\b"
    r"|Keep in (?:contact|touch) with|Support (?:our|independent) journalism|We need your support|(?:Privacy|Cookie) [Pp]olicy|Terms of (?:[Uu]se|[Ss]ervice)"
    r"|Follow [\w.’' ]{2,40} on (?:Twitter|Facebook|X|Instagram|WhatsApp|Telegram|Google News|LinkedIn|Weibo)"
    r"|\(?For (?:the latest|more) (?:[A-Z]\w+ ){0,2}(?:news|stories)|\((?:Web |Photo |Copy )?[Ee]ditors?\b|Editors?:|Web editor:|Reporting by [A-Z]|\(Reporting by"
    r"|Text and (?:picture|photo)s?:|Document Actions|Hot (?:[Nn]ews|[Tt]opics)|Skip to (?:main )?content|Site [Mm]ap"
)
BARRIER = re.compile(rf"(?<!\w)(?:{_BARRIERS})")

# Stands in the head or between paragraphs: left out, the article goes on.
_MARKS = (
    r"Share (?:on|to|via|with) (?:Twitter|Facebook|WhatsApp|WeChat|LinkedIn|X|Email|Telegram|Pinterest|Reddit)(?: (?:Weibo|Facebook|Twitter|WhatsApp|X|LinkedIn))*"
    r"|Share on:?|Share (?:[Tt]his(?: (?:[Ss]tory|[Aa]rticle|[Pp]ost|[Pp]age))?|[Aa]rticle)\b:?|Share Tweet Pin|Share Tweet|Share Print|Tweet This|Send this|Print this|Copy (?:URL|[Ll]ink)"
    r"|(?:Share |Print |Email |E-mail |Close |Facebook |Twitter |WhatsApp |Bookmark |Tweet |Comment ){2,6}"
    r"|Print A\+ A-|A\+ A-|A- A\+|Font [Ss]ize:?(?: A- A A\+)?|Font: L M S|Adjust font size:|Text [Ss]ize"
    r"|(?:ADVERTISEMENT|Advertisement)s?(?: - Continue reading below)?|Story continues below(?: advertisement)?|Click to (?:play|expand|enlarge)"
    r"|(?:Also [Rr]ead|ALSO READ|Read [Aa]lso|READ ALSO|Read [Mm]ore|READ MORE|See [Aa]lso|SEE ALSO|Watch)(?:\s?[:|>-])"
    r"|(?:\d+ )?(?:min(?:ute)?s?) read\b|\d+ views?\b|Listen to (?:this )?article|Play [Aa]udio|Leave a comment"
    r"|(?:Photo|Image|Picture|Photograph|Pic)(?:s)?(?: credit| courtesy| source)?(?::| by) ?(?:[A-Z]\w+(?:[/ ][A-Z]\w+){0,2}|\w+)"
    r"|filed under: [\w ,-]{2,60}?(?= \(?[A-Z]{3})"
)
MARK = re.compile(rf"(?<!\w)(?:{_MARKS})(?!\w)")

_DESK = (
    r"(?:(?:[Tt]he |[Oo]ur |A |An )?(?:(?:[A-Z][\w’']+ ){0,3}(?:[Ss]taff|[Ww]eb|[Nn]ews|[Oo]nline|[Cc]ity|[Dd]igital|[Ee]ditorial|[Ss]pecial) ?"
    r"(?:[Ww]riters?|[Rr]eporters?|[Dd]esk|[Rr]oom|[Cc]orrespondents?|[Tt]eam|[Ee]ditors?|[Ss]ervice|[Bb]ureau)|[Nn]ewsroom|[Cc]orrespondent|(?:[A-Z][\w’']+ ){1,3}staff))"
)
_NAME = r"(?:(?:[A-Z][a-z’'-]+|[A-Z]\.)[ -]?){2,4}"
BYLINE = re.compile(
    rf"(?<![.!?,] )(?<!\w)(?:By:? (?:{_DESK}|{_NAME}(?:and {_NAME})?)|{_DESK})(?=\s*(?:[|•·,/–—-]|$|\s[A-Z(“\"\d]))"
)

# "Published 2 months ago on Thursday, September 5, 2019", "Updated: 2019-08-20 09:12 (China Daily)"
STAMP = re.compile(
    r"(?:(?:First )?(?:Published|Updated|Posted|Last [Uu]pdated|Last [Mm]odified|Issued|Created|Date|Release[d]?)(?: on| at)?:?\s?(?:\d+ \w+ ago(?: on)?\s?)?)?"
    rf"(?:{CLOCK},?\s)?(?:{WEEKDAY},?\s)?{DATE.pattern}(?:,?\s{WEEKDAY})?"
    rf"(?:\s?(?:[,|@–-]|//|at|T)?\s?{CLOCK})?(?:\s?\([A-Z][\w .]{{1,25}}\))?",
    re.IGNORECASE,
)

# Words of menus: stripped from the front of a headline that was glued to them.
SECTIONS = frozenset(
    "home news politics business economy society culture sport sports world national local opinion opinions lifestyle"
    " travel tourism health science technology tech environment education entertainment video videos photo photos region"
    " regional metro city cities international asia africa europe americas latest press room releases publications events"
    " blog magazine features aviation property transport transportation energy finance markets more search menu share"
    " print contact about jobs media government community living market markets english".split()
)

PLACE_AND_DATE = re.compile(
    rf"^[A-Z][\w .'’-]{{1,40}}(?:, [A-Z][\w .]{{1,30}})?, (?:{MONTH} \d|\d{{1,2}} {MONTH}|{WEEKDAY})"
)
_LABEL = re.compile(
    r"^\W*(?:(?:for )?immediate release|(?:press|news|media) (?:release|office|statement|information)|embargoed|comment|opinion"
    r"|explainer|analysis|editorial|interview|press|news|posted in|published|updated|issued|date|by|photo|image|source|contact)\b[^.]{0,120}$",
    re.IGNORECASE,
)
_DATE_REST = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|\d{{1,4}}(?:st|nd|rd|th)?|[ap]\.?m\.?|[^\w\s]|at|of|on|updated|published|issued|posted|[A-Z]{{3,4}}\b|\s)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^\W*(?:share (?:this|on)\b|tags?:|related\b|read more\b|see also:|next page\b|continue reading|copyright|©|all rights reserved|add your comment"
    r"|leave a (?:reply|comment)|follow us|subscribe|sign up|\(?web editor|posted by|filed under|most (?:read|viewed|popular)|you may also like)",
    re.IGNORECASE,
)


def is_label(line: str) -> bool:
    """True for date lines, by-lines and labels of the head."""
    text = line.strip()
    if len(text) > 140:
        return False
    if _LABEL.match(text) or BYLINE.match(text):
        return True
    stamp = STAMP.search(text)
    if stamp and (len(text.split()) - len(stamp.group().split())) <= 6 and not PLACE_AND_DATE.match(text):
        return True
    return bool(re.search(r"\d{4}", text) and _DATE_REST.fullmatch(text))


def is_tail(line: str) -> bool:
    """True for a short line that closes an article: share buttons, tags, related stories, copyright."""
    return len(line) < 200 and len(line.split()) < 15 and bool(_TAIL.match(line))
