"""What stands on a page beside its article: by-lines, share buttons, related stories, footers.

Patterns only, shared by the readers. Phrases are looked for with their capitals, as pages set
them: "Related stories" is furniture, "related stories" may be prose.
"""

from __future__ import annotations

import re

from kg.read.published import CLOCK, DATE, MONTH, WEEKDAY

def _phrases(lines: str) -> re.Pattern[str]:
    """Any of the phrases, one a line; the first letter as written, the others in either case."""
    phrases = sorted((line.strip() for line in lines.splitlines() if line.strip()), key=len, reverse=True)
    bodies = (f"{phrase[0]}(?i:{phrase[1:]})" if phrase[0].isalpha() else phrase for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(bodies)})(?![\w’'])")


# After one of these, what follows is not the article: a barrier between it and the rest.
BARRIER = _phrases(r"""
    Related (?:news|reading|stor(?:y|ies)|articles?|posts?|topics?|links?|contents?|videos?|coverage|items?|tags?|pages?)
    Related\s?:
    Similar (?:news|stor(?:y|ies)|articles?|posts?)
    Most (?:read|viewed|popular|commented|shared|recent|discussed|watched|clicked|emailed)
    (?:You|Readers) (?:may|might)(?: also)? (?:like|be interested(?: in)?|enjoy|have missed)
    Up next
    Don['’]t miss
    In case you missed it
    In other news
    In this section
    Further reading
    Read next
    Around the web
    From (?:around )?the web
    More (?:from|stories|news|headlines|articles|on this|in this|related|like this|top stories|[\w-]+ picks)
    (?:Popular|Recent|Latest|Top|Other|Trending|Breaking|Hot|Featured|Recommended|Today['’]s|Editors?['’]?s?)(?: top)? (?:posts?|news|stories|articles?|comments?|topics|headlines|briefs|picks?|choice|videos?|content|now|this week)
    Popular on [A-Z]\w+
    Trending(?:\s?:| now)
    We recommend
    Recommended for you
    Sponsored content
    Promoted (?:content|stories)
    Partner content
    Key ?words\s?:?
    Tags?\s?:
    Tagged(?: with| as| under)?\s?:
    Filed under:?
    Labels\s?:
    Categor(?:y|ies)\s?:
    Topics?\s?:
    Posted (?:by|in)
    Published in
    Leave (?:a|your) (?:reply|comment)
    (?:Post|Write|Add)(?: a| your)? comments?
    Your (?:email|e-mail) address
    (?:View|Show|Load|Read|See)(?: all)?(?: \d+)? comments
    Be the first to comment
    (?:Log|Sign) ?in to (?:comment|reply)
    Comments?\s?(?:\(\d*\)|:)
    Comments (?:are closed|disabled)
    Reader comments
    No comments
    Please enable JavaScript
    Join the (?:conversation|discussion)
    Have your say
    What do you think
    Like this:
    Rate this
    Was this (?:article|page|helpful)
    Copyright(?: ?\(c\))?
    All rights reserved
    Blog archive
    Previous(?: article| post| story)?\s?:
    Previous (?:article|post|story)
    Next(?: article| post| story| page)?\s?:
    Next (?:article|post|story|page)
    Newer posts?
    Older posts?
    Back to (?:top|home|news|list)
    Sign up (?:for|to|now|today)
    Subscribe(?: (?:to|now|today|for|here))?\s?[:!]?
    Want more
    Stay (?:connected|informed|up to date|in touch)
    Get the (?:latest|best|news|top)
    Get our
    Download (?:our|the|this) \w+
    (?:Follow|Contact|About|Join|Like|Find) us
    Advertise(?: with us)?
    Keep in (?:contact|touch) with
    Support (?:our|independent|quality) journalism
    (?:Click|Tap) here
    We need your support
    (?:Privacy|Cookie) (?:policy|notice|settings|statement)
    Terms (?:of (?:use|service)|and conditions|& conditions)
    Legal notice
    Disclaimer
    Imprint
    Powered by
    Site ?map
    Skip to (?:main )?content
    Follow [\w.’' ]{2,40} on (?:Twitter|Facebook|X|Instagram|WhatsApp|Telegram|Google News|LinkedIn|Weibo)
    For (?:the latest|more) (?:\w+ ){0,2}(?:news|stories|updates)
    For (?:more|further) (?:information|details|inquiries|enquiries)
    (?:Web |Photo |Copy |News )?Editors?\s?:
    (?:Media|Press) (?:contacts?|enquiries|inquiries)\s?:?
    Notes? to editors?
    Reporting by
    (?:Additional reporting|Edited|Compiled|Written|Translated) by
    Text and (?:picture|photo)s?\s?:
    Document actions
""")
SIGNS = re.compile(
    r"©|\((?:Web |Photo |Copy |News )?[Ee]ditors?\b|\((?:Reporting|Additional reporting|Edited|Compiled|Writing) by|\(For (?:the latest|more)"
    r"|\d+ Comments?\b|(?<!\w)(?:TAGS|RELATED|COMMENTS|TRENDING|LATEST|SHARE)\b|(?<!\w)Tags (?=[A-Z])|Comments (?=Leave|Your|Add|Please)"
)

# Stands in the head or between paragraphs: left out, the article goes on.
MARK = _phrases(r"""
    Share (?:on|to|via|with) (?:Twitter|Facebook|WhatsApp|WeChat|LinkedIn|X|Email|Telegram|Pinterest|Reddit)(?: (?:Weibo|Facebook|Twitter|WhatsApp|X|LinkedIn)\b)*
    Share on\s?:?
    Share(?: (?:this(?: (?:story|article|post|page|news))?|article|story))?\s?:
    Share (?:this(?: (?:story|article|post|page|news))?|article|story)
    Send this(?: page)?
    Print this(?: page| article)?
    Tweet this
    Copy (?:URL|link)
    (?:Share |Print |Email |E-mail |Close |Facebook |Twitter |WhatsApp |Bookmark |Tweet |Comment |Save |Listen |PDF ){1,6}(?:Share|Print|Email|E-mail|Close|Pin|Facebook|Twitter|WhatsApp|Tweet|Comment|Save|Listen|Telegram|LinkedIn)
    (?:Print )?A\+ A-
    A- A\+
    Font size\s?:?(?: A- A A\+)?
    Font: L M S
    Adjust font size:
    Text size\s?:?
    Advertisements?(?: - Continue reading below)?
    Story continues below(?: advertisement)?
    Article continues (?:below|after)(?: advertisement| this ad)?
    Click to (?:play|expand|enlarge|copy)
    Video Player ?Close
    Also read\s?[:|>-]
    (?:Read|See|More|Watch|Read more|See also|Read also)\s?:
    Read (?:more|also)
    Listen to (?:this )?article
    Play audio
    Leave a comment
    (?:Photos?|Images?|Pictures?|Photograph|Pic)(?: credits?| courtesy| source)?(?:\s?:| by) ?\w+(?:/\w+)?
    \[(?:Photo|Image|Picture)[^\]]{0,60}\]
    \(?(?:Xinhua/|Photo/|Photo: ?|Photo by )[^()]{2,60}\)
    \d+ (?:min(?:ute)?s?|mins) read
    \d+ (?:views|shares)
    filed under: [\w ,-]{2,60}?(?= \(?[A-Z]{3})
""")

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
