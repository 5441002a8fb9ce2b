"""The constructions that tell where an event is held, over lines of signs (see ``event_clause``).

Input: nothing. Output: patterns. ``BEHIND`` are compared with the words behind an event, ``BEFORE`` with those
before it; the group ``c`` of each is the host city or cities, ``gap`` the words between city and event. The
other patterns say what speaks against a host, and whether the event is cancelled, moved or held online.
"""

from __future__ import annotations

import re

CITIES = r"<C\d+>(?:(?:,(?: in)? <C\d+>)*(?:,? and|,? &|,? as well as)(?: in| the)? <C\d+>)?"
GROUP = re.compile(r"<E\d+>(?:(?: [A-Z][\w-]+)?(?:,? and|,| &|, as well as)(?: the| a| an)?(?: [\w’'-]+){0,2} <E\d+>)*")
_AUX = (
    r"(?:(?:will|would|shall|is|are|was|were|be|been|being|to|has|have|had|also|again|once|now|just|recently"
    r"|successfully|officially"
    r"|proudly|jointly|first|twice|currently|already|then|set|due|scheduled|slated|expected|going"
    r"|preparing|ready|about|likely"
    r"|next|twice|previously|co-?|not only|<D\d+>|in <D\d+>|on <D\d+>|from <D\d+>),? ){0,7}"
)
_HOST = (
    r"(?:(?:co-)?(?:host|stage)(?:s|d|ed|ing)?|staging|h[eo]ld(?:s|ing)?|welcom(?:e|es|ed|ing)|organi[sz]"
    r"(?:e|es|ed|ing)|put(?:s|ting)? on"
    r"|play(?:s|ed|ing)? host to|(?:the )?(?:host|venue|home|setting|stage|scene|place|site)(?: city|"
    r" town)?(?: of| for| to)"
    r"|home to|launch(?:es|ed)?|open(?:s|ed)|conven(?:e|es|ed)|celebrat(?:e|es|ed|ing)|kick(?:s|ed) off"
    r"|conclud(?:es|ed)|wrap(?:s|ped) up"
    r"|clos(?:es|ed)|inaugurat(?:es|ed)|runs?|ran|(?:mounts?|mounted)|get(?:s|ting)? ready for|prepar(?:es"
    r"|ed|ing) for|gear(?:s|ed|ing) up for)"
)
_CHOSEN = (
    r"(?:(?:was|were|is|are|has been|have been|had been|been|being|be|will be)? ?(?:officially "
    r"|unanimously |finally )?(?:chosen|selected|picked"
    r"|named|confirmed|announced|unveiled|designated|elected|approved|declared|recommended|appointed)(?:"
    r" on <D\d+>)?(?: by [^;]{1,60}?)?"
    r"(?: as| to be)?(?: the)?(?: <D\d+>)?(?: next| new| future| official)? ?(?:to (?:host|stage|hold)"
    r"|hosts?(?: city| cities)?(?: of| for)|venue (?:of|for)|home of)"
    r"|(?:has |have |had )?(?:won|secured|got|gained|earned|landed|clinched|received) (?:the )?(?:rights?"
    r"|bid|race|vote|contest)(?: <D\d+>)? (?:to (?:host|stage|hold)|for)"
    r"|(?:was|were|has been|have been|had been) (?:awarded|given|granted|handed|allocated|entrusted with))"
)
_DET = (
    r"(?: (?:the|its|their|this|an|a|his|her|our|last|next|such))?(?: <D\d+>(?:['’]s)?)?(?: (?!of\b|to\b|for\b"
    r"|in\b)[\w’'“\"‘.-]+){0,4}?[ “\"‘'(]{0,2}$"
)
VERBS = (
    r"\b(?:held|hosted|staged|organi[sz]ed|tak(?:es?|ing) place|took place|opens?|opened|opening|kick(?:s"
    r"|ed|ing)? off|beg[aiu]ns?|beginning|starts?|started|starting"
    r"|conclud(?:es?|ed|ing)|clos(?:es?|ed|ing)|ends?|ended|ending|wrap(?:s|ped)? up|under way|underway"
    r"|conven(?:es?|ed|ing)|runs?|ran|running|returns?|returned|comes?|came|coming|moves?"
    r"|moved|goes|went|going|gone|heads?|headed|off|scheduled|planned|due|set|launched|launches"
    r"|inaugurated|celebrated|met|meets?|stops?|lands?|landed|arrives?"
    r"|gathered|gathers|awarded|given|taken|brought|brings?|unveiled|mounted|premieres?|premiered|takes? (?:over|up))\b"
)
GAP_VETO = re.compile(
    r"<[CP]\d+>|\b(?:said|says|told|tells|recall\w*|noted|wrote|writes|stated|reported|warned|argued|claimed|insisted"
    r"|stressed|observed|predicted|promised|admitted|joked"
    r"|mayors?|minister|won|wins?|winn\w+|beat|from(?! (?:the )?<D)|who"
    r"|whose|where|attend\w*|participa\w+|delegat\w+"
    r"|visit\w*|flew|travel\w*|before|after|while|when|such as|including|than|against|unlike|award(?:s"
    r"|ing)?|prizes?|bid\w*|candida\w+"
    r"|office|headquarter\w*|based|located|instead of|rather than|compar\w+|born|lives?|works?|built"
    r"|president|because|although|if"
    r"|project\w*|plans? to|called|announce[ds]?|explained|added|decided|settled|agreed"
    r"|(?:at|during|after) (?:its|their|an?|the) (?:[\w-]+ ){0,3}(?:meeting|session|sitting|assembly|conference))\b"
)
TO_VERB = re.compile(
    r"\b(?:g(?:o|oes|oing|one)|went|off|head(?:s|ed|ing)?|com(?:e|es|ing)|came|mov(?:e|es|ed|ing)|return"
    r"(?:s|ed|ing)?|award(?:ed)?|given"
    r"|g[ai]ve|bring(?:s|ing)?|brought|tak(?:e|es|en|ing)|took|grant(?:ed)?|hand(?:ed)?|allocated|straight"
    r"|switch(?:ed)?|shift(?:ed)?|back)\b"
)
GIVEN = re.compile(
    r"\b(?:award\w*|g[ai]ve\w*|hand\w*|grant\w*|br(?:ing|ought)\w*|t[ao]ke?\w*|mov\w+|return\w*"
    r"|allocat\w+) (?:the |its )?(?:<D\d+> )?(?:[\w-]+ ){0,2}$"
)
NOT_HOST = re.compile(
    r"\b(?:bid|bids|bidding|candidat\w+|candidac\w+|hop(?:es?|ed|ing) to|want(?:s|ed)? to|would like to"
    r"|could|might|may host|lost|fail(?:s|ed)? to|withdr\w+"
    r"|refus\w+|declin\w+|(?:not|never) (?:be |been )?(?:to )?(?:host\w*|held|hold|stage\w*|chosen"
    r"|selected)|n[o’']t (?:be )?(?:host\w*|held)|no longer"
    r"|gave up|pulled out|ruled out|shortlist\w*|offered to|appl(?:y|ied|ies|ying)|interest(?:ed)? in"
    r"|competing|vying|contend\w+|in the running"
    r"|lobb\w+|dream\w*|proposal|proposed|stripped of|if|should it|would have|replac\w+|unsuccessful\w*|applicant\w*)\b"
)
WON = re.compile(r"\b(?:won|wins|secured|clinched|landed) (?:the |its )?(?:bid|race|vote|contest)\b")
"""A bid that was won: what ``NOT_HOST`` finds in it says nothing."""
LOST = re.compile(
    r" (?:has |have |had )?(?:lost|withdrew|withdrawn|gave up|given up|dropped|pulled out of)\b"
    r"[^.;]{0,25} (?:bids?|race|vote|contest|candidacy)\b"
)
"""Behind a city: it does not host."""
HOPES = re.compile(
    r"(?: (?:also|now|still|even|itself))? (?:hop(?:es?|ed)|wants?|wanted|may|might|could|would (?:like|love)|wishes) "
    r"(?:(?:to|one day|also|soon) ){0,2}(?:host|welcome|stage|hold|bring|have|get|see|organi[sz]e)\b"
    r"| (?:was|is) not (?:among|one of|on)\b"
)
"""Behind a city: nothing says that it will host."""
DECIDED = re.compile(
    r"\b(?:votes?|voted|voting|decisions?|ballot|tell|tells|told|said|announced|presented|signed|unveiled|launched"
    r"|meeting of|session of|assembly of)\b[^;]*$"
)
TO_BE_CHOSEN = re.compile(
    r"^[^.;<]{0,40} (?:will|is to|has yet to) be (?:elected|chosen|selected|picked|announced|decided|named)\b"
)
"""Behind an event that is spoken of before "the city that will host it" is known."""
CANCELLED = re.compile(
    r"\b(?:cancel\w*|call(?:ed|s|ing)? (?:\w+ ){0,4}off|scrapped|axed|abandoned"
    r"|will not (?:take place|be held|go ahead|occur|happen))\b",
    re.IGNORECASE,
)
ONCE_DUE = re.compile(
    r"\b(?:was|were|had been|originally) (?:scheduled|due|planned|slated|set|to (?:be held|take place))\b"
)
POSTPONED = re.compile(r"\b(?:postponed?|put off|rescheduled?|pushed back|delayed|deferred)\b", re.IGNORECASE)
ONLINE = re.compile(r"\b(?:virtual(?:ly)?|online)\b", re.IGNORECASE)
HYBRID = re.compile(r"\b(?:hybrid|offline|in[- ]person|both online)\b", re.IGNORECASE)
CUT = re.compile(
    r";|\b(?:said|says|told|adding|announced|because|but|while|whereas|whose|compared|according|attracted"
    r"|drew|where(?! <C)|recommended|approved|agreed|"
    r"up from|against|than|won|who)\b"
)
PLAN = re.compile(r"\b(?:will|to be|is to|are to|scheduled|slated|due|planned|upcoming|next|would)\b")
# The event stands before what it belongs to: "the Festival board", "the Convention & Visitors Bureau".
AS_ADJECTIVE = re.compile(
    r"(?: \([^()]*\))?(?:, (?:meeting|holding|gathering) | (?:(?:&|and) (?:Visitors|Convention|Exhibition|<O)"
    r"|(?:[Cc]ent(?:er|re)|[Hh]all|[Bb]ureau|[Bb]oard|[Cc]ommittee|[Oo]rgani[sz](?:ers?|ations?|ing)"
    r"|[Aa]ssociation|[Ff]ederation|[Cc]ouncil|[Tt]rust|[Pp]resident|[Dd]irector|[Cc]hief|[Cc]hair\w*|[Mm]anager|bid|bids"
    r"|winner\w*|champion\w*|medal\w*|spokes\w+|village|park)\b))"
)


# "Members of the Conference of Mayors": a body, whatever its name.
BODY_BEFORE = re.compile(
    r"\b(?:members?|president|chair\w*|head|director|secretary|founder|CEO|representatives?) of the $", re.IGNORECASE
)

BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EVENT-58", re.compile(rf"^ ?\((?:at )?(?:[^()<>]{{0,40}}, )?(?P<c>{CITIES})[^()]{{0,60}}\)")),
    ("EVENT-15", re.compile(
        rf"^,? (?:which |that )?(?:in <D\d+>,? )?(?:the city of )?(?P<c>{CITIES}),? (?P<gap>{_AUX}(?:{_HOST}"
        rf"|{_CHOSEN}))")),
    ("EVENT-18", re.compile(
        rf"^,? ?(?P<gap>[^;<]{{0,60}}?\b(?:hosted|staged|organi[sz]ed|held|put on|welcomed)) by (?:the )?"
        rf"(?P<c>{CITIES})")),
    ("EVENT-03", re.compile(
        rf"^(?P<gap>[^;]{{0,160}}?)[ ,(](?:in|at|around|across|inside)(?: (?:the|downtown|central|nearby"
        rf"|neighbouring|both|Old))?(?: <L\d+>['’]s)? (?P<c>{CITIES})")),
    ("EVENT-16", re.compile(
        rf"^(?P<gap>[^;]{{0,160}}?),? (?:in|to) (?:the )?<L\d+>, where (?P<c>{CITIES})"
        r"(?= (?:will|is|was|would|has|plays|takes))")),
    ("EVENT-36", re.compile(
        r"^ (?P<gap>(?:is |was |has |have |will )?(?:occup\w+|fill\w*|visit\w*|reach\w*|t[ao]ke?\w* over)) "
        rf"(?P<c>{CITIES})")),
    ("EVENT-64", re.compile(rf"^(?P<gap>[^;]{{0,100}}?)\b(?:to|for)(?: the)? (?P<c>{CITIES})")),
    ("EVENT-65", re.compile(rf"^,? (?P<gap>(?:is|was|will be|are|were) )(?P<c>{CITIES})['’]s?\b(?! )")),
    ("EVENT-58", re.compile(rf"^,? (?P<gap>)(?P<c>{CITIES})(?=,? (?:on |from )?<D\d+>|[.,]?$)")),
)  # fmt: skip
BEFORE: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    ("EVENT-17", re.compile(
        rf"(?P<c><C\d+>)(?P<gap> (?:beat|defeated|edged out|edged|outbid|saw off|overcame) {CITIES}(?: in the "
        r"(?:race|contest|vote|bidding))? (?:to (?:host|stage|hold)|for))(?: the right to (?:host|stage"
        rf"|hold))?{_DET}"), True),
    ("EVENT-14", re.compile(
        rf"(?P<c>{CITIES})(?:,[^,;<>]{{2,60}},)?,? (?P<gap>(?:(?:which|that|who|and) )?{_AUX}(?:{_HOST}"
        rf"|{_CHOSEN})){_DET}"), True),
    ("EVENT-16", re.compile(
        rf"(?P<c>{CITIES})(?P<gap>,? (?:[^;<>]{{0,60}}\b(?:is|was|will be) )?where)(?: [^<>;,]{{2,40}})?{_DET}"), True),
    ("EVENT-65", re.compile(rf"(?:^|,|\band) (?P<c>{CITIES})(?P<gap> for){_DET}"), True),
    ("EVENT-18", re.compile(rf"(?P<c><C\d+>)(?P<gap> [^;<>]{{2,80}} (?:for|with|during|at) its(?: own)?){_DET}"), True),
    ("EVENT-16", re.compile(
        rf"\b(?:chose|chosen|picked|selected|named|preferred|designated|confirmed|announced) (?P<c>{CITIES})"
        r"(?P<gap>(?: over <C\d+>(?:,? and <C\d+>)?)? (?:as |to be )?(?:the )?(?:(?:next |new )?(?:host|site"
        rf"|venue|home|stage|place)(?: city)?(?: of| for)|to (?:host|stage|hold))){_DET}"), True),
    ("EVENT-22", re.compile(
        rf"(?:\b[Ii]n|\b[Aa]t)(?: the)? (?P<c>{CITIES}),?(?: (?:on |from |in )?<D\d+>,?)?(?P<gap> "
        rf"(?:[^;<>]{{0,60}} )?(?:at|during|for|to attend|to open|with|alongside|as part of|on the sidelines of"
        rf"|of|where)){_DET}"), False),
    ("EVENT-23", re.compile(rf"(?P<c><C\d+>)['’]s?(?P<gap>){_DET}"), True),
    ("EVENT-58", re.compile(rf"(?:^|[;:•] )(?P<c>{CITIES})(?P<gap>) ?(?:–|—|-|:|--) (?:the )?$"), True),
    ("EVENT-71", re.compile(
        rf"\b(?:to|for) (?P<c>{CITIES}) (?P<gap>(?:[^;<>]{{0,30}} )?(?:for|to attend|to (?:open|join))){_DET}"), True),
)  # fmt: skip
IT = re.compile(
    rf"\b(?:it|[Tt]he (?:city|capital|town|metropolis|municipality)|which|that)[,]? (?P<gap>{_AUX}"
    rf"(?:{_HOST}|{_CHOSEN})){_DET}"
)
HERE = re.compile(
    r"\bhere\b|(?:held|staged|took place|takes place|hosted|run|return\w*|back) there\b|\bin town\b"
    r"|\bin (?:the|this|our) (?:same )?(?:city|capital|town|metropolis)\b(?! of)"
)
