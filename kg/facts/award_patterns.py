"""The constructions in which news tells who got an award, as patterns over masked sentences.

Input: none. Output: PATTERNS, tried in order on each sentence; groups of a pattern:
r recipients, a award, k category words, g giver, n rank, y year; ``result`` is what the
construction says. The ids are those of the catalogue of constructions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Result

_ADVERB = (
    r"(?:(?:has|have|had|was|were|is|are|be|been|being|will|recently|just|also|again|officially|now|today|yesterday"
)
_ADVERB += (
    r"|once more|once again|already|itself|unanimously|jointly|both|each|twice|first|finally|who|which|that|later"
)
_ADVERB += (
    r"|formally|became|becoming|can|since|then|thus|successfully|duly|deservedly|proudly|narrowly|on ⟦Y\d+⟧|⟦Y\d+⟧"
)
_ADVERB += r"|in ⟦Y\d+⟧)\s)*?"
_NAMING = (
    r"(?:named|crowned|declared|chosen|selected|picked|designated|voted|proclaimed|recogni[sz]ed|honou?red|judged|adjudged"
    r"|elected|hailed|announced|confirmed|dubbed|nominated by ⟦R\d+⟧|made|unveiled|revealed|rated|certified|appointed)"
)
# Who tells of winners has not won: "the League announced the winners of".
_TELLING = r"[a-z]+ (?:the|its) (?:[\w’'-]+ ){0,2}(?:winners|results|finalists|recipients|shortlist)\b"
_NAME = (
    r"(?:names?|named|crowns?|crowned|declares?|declared|chose|chosen|selects?|selected|picks?|picked"
    r"|designated?|designates"
    r"|voted|proclaims?|proclaimed|recogni[sz]e[sd]|honou?r(?:s|ed)|judged|adjudged|elected|made|has made)"
)
_TAKING = (
    r"(?:won|wins?|winning|takes?|took|taken|clinch(?:es|ed)|bag(?:s|ged)|scoop(?:s|ed)|land(?:s|ed)|secure[sd]?|claim(?:s|ed)"
    r"|captur(?:es|ed)|collect(?:s|ed)|receive[sd]?|receiving|earn(?:s|ed)|gets?|got|gain(?:s|ed)|snatch(?:es|ed)"
    r"|pick(?:s|ed) up|carr(?:ies|ied) off|carr(?:ies|ied) away|(?:takes?|took) home|(?:walk|went|go|goes|gone"
    r"|come|came|comes)"
    r"(?:s|ed)? (?:away|home|off) with|br(?:ing|ings|ought) home|retain(?:s|ed)|ke(?:eps?|pt)|defend(?:s|ed)"
    r"|shares?|shared"
    r"|holds?|held|bears?|bore|grab(?:s|bed)|garner(?:s|ed)|lift(?:s|ed)|scored|nabs?|nabbed|obtain(?:s|ed)"
    r"|was awarded|were awarded|is awarded|been awarded|was given|were given|been given|was presented with|were"
    r" presented with"
    r"|been presented with|was granted|been granted|was conferred|been conferred|was handed|been handed|swept)"
)
# Up to six words between verb and award: "won this year's highly coveted …".
_DET = (
    r"(?: (?!(?:not|to|over|against|from|after|before|when|while|but|than|until|if|who|which|that|because|and|by"
    r"|thanks|finalists?|nominees?|candidates?|runners?-up|shortlist|contenders?|hosts?|members?|rivals?|bid|near|behind|outside)\b)"
    r"[\w’'-]+| ⟦[YLPG]\d+⟧(?:['’]s)?){0,6}"
)
_R = r"⟦R(?P<r>\d+)⟧"
_A = r"⟦[ATQ](?P<a>\d+)⟧"
_ONLY_A = r"⟦A(?P<a>\d+)⟧"
_GAP = r"[^⟦⟧.;:]"
# Years, events, places and givers may stand in between; recipients and awards not.
_WIDE = r"(?:[^⟦⟧.;:]|⟦[YELG]\d+⟧)"


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A construction.

    ``title``: the award need not be named ("the greenest city") but is one of a kind; ``further``: it tells of
    a second award in a sentence, by the verb of the first.
    """

    rule: str
    regex: re.Pattern[str]
    result: Result = Result.WINNER
    title: bool = False
    further: bool = False


def _pattern(
    rule: str, regex: str, result: Result = Result.WINNER, *, title: bool = False, further: bool = False
) -> Pattern:
    return Pattern(rule=rule, regex=re.compile(regex, re.IGNORECASE), result=result, title=title, further=further)


_SPECIAL = (
    r"(?:special (?:mention|recognition|commendation)s?|honou?rable mentions?|special prizes?"
    r"|commendations?|highly commended)"
)
_SHORT = (
    r"(?:finalists?|short-?listed|nominees?|nominated|short ?list(?:ed)?|candidates|contenders|in the"
    r" running|the final)"
)

PATTERNS: tuple[Pattern, ...] = (
    _pattern(
        "AWARD-58",
        rf"(?:finalists?|nominees?|runners?-up|contenders|candidates|rivals|short-?list(?:ed)?)\b{_WIDE}{{0,60}}?(?:⟦A(?P<a>\d+)⟧"
        rf"{_WIDE}{{0,40}}?)?(?: are| were| is| was|:| include[sd]?| being|, among them| to (?:two|three|four"
        rf"|five|six|seven|eight|ten):)"
        rf" {_R}",
        Result.FINALIST,
    ),
    _pattern(
        "AWARD-61",
        rf"{_R}(?![^⟦⟧]{{0,30}} (?:said|says|added|told)\b){_WIDE}{{0,60}}? (?:finalists?|nominees?|shortlist"
        rf"|short list|contenders|candidates|shortlisted"
        rf"|longlisted"
        rf"|nominated|in the running|in contention)\b{_WIDE}{{0,40}}? {_A}",
        Result.FINALIST,
    ),
    _pattern(  # "A joins B in the running for the X Prize"
        "AWARD-61",
        rf"{_R} (?:(?:has|have) )?join(?:s|ed)? ⟦R\d+⟧ (?:in the running|in contention|on the short-?list)\b"
        rf"(?:{_WIDE}{{0,30}}? {_ONLY_A})?",
        Result.FINALIST,
    ),
    _pattern(  # "while for the X Prize, A and B have been shortlisted"
        "AWARD-61",
        rf"\bfor (?:the |this year['’]s )?{_ONLY_A}(?: (?:contest|competition|category|title))?,? {_R},? "
        r"(?:have|has|were|was|are|is)(?: been)?(?: also)? (?:shortlisted|nominated|named (?:as )?finalists"
        r"|in the running)",
        Result.FINALIST,
    ),
    _pattern(
        "AWARD-53",
        rf"{_R},? (?:also |again |each |all )?(?:made(?: it)?(?: on| on to| onto| into| to)?|entered|(?:is|are"
        rf"|was|were) (?:also )?"
        rf"(?:among|on|in)|features? (?:on|in)|appears? (?:on|in))(?: {_GAP}{{0,40}})? {_ONLY_A}",
        Result.RANKED,
    ),
    _pattern(
        "AWARD-14",
        rf"(?:beat(?:ing)?|beats|edged out|edging out|saw off|seeing off|came out ahead of|defeat(?:ed|ing)|"
        rf"ahead of|outdid)(?:{_GAP}|⟦Y\d+⟧){{0,30}}? {_R}{_WIDE}{{0,60}}?(?:to|for|in) (?:win |take |claim |clinch"
        rf" )?(?:the |its )*{_ONLY_A}",
        Result.FINALIST,
    ),
    _pattern(
        "AWARD-14",
        rf"{_ONLY_A}{_WIDE}{{0,60}}?,? (?:beating|ahead of|edging out|seeing off|defeating"
        rf"|outdoing){_GAP}{{0,25}}? {_R}",
        Result.FINALIST,
    ),
    _pattern("AWARD-66", rf"{_R}{_WIDE}{{0,60}}?\b{_SPECIAL}(?! ⟦R)", Result.SPECIAL_MENTION),
    _pattern(
        "AWARD-67",
        rf"{_SPECIAL}\b{_GAP}{{0,30}}?(?: (?:to|for|are|were|is|was|went to|goes to|go to)|:) {_R}",
        Result.SPECIAL_MENTION,
    ),
    _pattern("AWARD-65", rf"{_R}{_WIDE}{{0,40}}?(?:runners?-up|second prize|silver)\b", Result.RUNNER_UP),
    _pattern(
        "AWARD-65",
        rf"(?:runners?-up|second prize|silver(?: medal)?)\b{_GAP}{{0,30}}?(?: (?:to|for|are|were|is|was)|:| -| –) {_R}",
        Result.RUNNER_UP,
    ),
    _pattern(
        "AWARD-02",
        rf"{_R}(?!,? (?:has|have|had|that|which) (?:just |now |also |unanimously )?(?!been|be|was)[a-z]+(?:ed"
        rf"|en)\b)(?:,|,? (?:which|who|where))?"
        rf"(?: [a-z]+){{0,3}}? {_ADVERB}(?!{_TELLING}){_NAMING}"
        rf"(?: by [^⟦⟧.;:]{{0,20}}⟦R(?P<g>\d+)⟧)?(?: (?:on|in|by|at)"
        rf" [^⟦⟧.;:,]{{0,12}}(?:⟦[YL]\d+⟧)?)?"
        rf"(?: (?:as|to be))?{_DET} ?{_A}(?! (?:finalist|nominee|candidate|contender))",
        title=True,
    ),
    _pattern(
        "AWARD-04",
        rf"⟦R(?P<g>\d+)⟧,? {_ADVERB}{_NAME} {_R}(?: as| to be)?{_DET} ?{_A}",
        title=True,
    ),
    _pattern(
        "AWARD-18",
        rf"{_A}(?:{_WIDE}|⟦R\d+⟧(?=\))){{0,60}}? (?:went|goes|go|has gone|have gone|belongs?|will go|going"
        rf"|gone)(?: (?:instead|jointly|this year))? to (?:the |both )?{_R}",
    ),
    _pattern(
        "AWARD-17",
        rf"{_A}(?:{_WIDE}){{0,60}}? (?:awarded|given|presented|handed(?: over| out)?|conferred|bestowed)"
        rf"(?: by [^⟦⟧.;:]{{0,20}}⟦R(?P<g>\d+)⟧)?{_WIDE}{{0,20}}? (?:to|on|upon) (?:the |both )?{_R}",
    ),
    _pattern(
        "AWARD-05",
        rf"⟦R(?P<g>\d+)⟧,? {_ADVERB}(?:gave|gives|given|presented|presents|awarded|awards|handed|granted"
        rf"|bestowed|conferred)"
        rf"(?: the| its| an?)* {_A}[^⟦⟧.;:]{{0,70}}? (?:to|on|upon) (?:the |both )?{_R}",
    ),
    _pattern(
        "AWARD-05",
        rf"(?:⟦R(?P<g>\d+)⟧|jury|judges|committee)[^⟦⟧.;:]{{0,20}} (?:gave|presented|awarded|handed|granted"
        rf"|honou?red) {_R}"
        rf"(?: with)?{_DET} ?{_ONLY_A}",
    ),
    _pattern(
        "AWARD-17",
        rf"(?:gave|presented|awarded|handed|granted|gives|awards)(?: the| its| an?)* {_ONLY_A} to (?:the |both )?{_R}",
    ),
    _pattern("AWARD-68", rf"{_ONLY_A}{_WIDE}{{0,40}}? on (?:behalf of|its behalf,?) {_R}"),
    _pattern("AWARD-07", rf"{_R}{_WIDE}{{0,50}}? {_TAKING}{_DET} ?{_A}"),
    _pattern(  # "A won the X Prize for its parks and the Y Prize for its canals"
        "AWARD-07",
        rf"{_R}{_WIDE}{{0,50}}? {_TAKING}{_DET} ?⟦[AT]\d+⟧{_WIDE}{{0,60}}?,? (?:and|as well as"
        rf"|along with|plus) (?:also )?(?:the |an? |its )?{_ONLY_A}"
        r"(?! (?:[a-z]+ )?(?:jury|committee|judges|gala|ceremony|in ⟦Y\d+⟧ (?:to|by)|(?:to|by|went) ))",
        further=True,
    ),
    _pattern(  # "A won the X Prize, and also scooped the Y Prize"
        "AWARD-07",
        rf"{_R}{_WIDE}{{0,50}}? {_TAKING}{_DET} ?⟦[AT]\d+⟧,? and (?:also |then )?{_TAKING} (?:the |an? |its )"
        rf"{_ONLY_A}",
        further=True,
    ),
    _pattern(  # "A won the X Prize and B the Y Prize"
        "AWARD-07",
        rf"{_TAKING}{_DET} ?⟦[AT]\d+⟧{_WIDE}{{0,30}}?,? (?:and|while) {_R},? (?:the |its |an? ){_ONLY_A}",
        further=True,
    ),
    _pattern(  # "the X Prize was won by A, the Y Prize by B"
        "AWARD-48",
        rf"(?:(?:won|taken|claimed|scooped) by|(?:went|awarded|given|presented) to) (?:the )?⟦R\d+⟧{_GAP}{{0,20}}?,?"
        rf" (?:and )?(?:the |that ){_ONLY_A}{_GAP}{{0,30}}? (?:by|to) (?:the )?{_R}",
        further=True,
    ),
    _pattern("AWARD-12", rf"{_R}(?:{_WIDE}){{0,60}}? to win{_DET} ?{_A}"),
    _pattern(  # "A beat last year's winner B to take the X Prize"
        "AWARD-12",
        rf"{_R},? (?:has |have )?(?:beat|beats|beaten|saw off|edged out|defeated)(?:{_GAP}|⟦Y\d+⟧){{0,30}}? ⟦R\d+⟧"
        rf"{_GAP}{{0,20}}? to {_TAKING}{_DET} ?{_A}",
    ),
    _pattern(
        "AWARD-47",
        rf"{_R}(?:,| who| which)? (?:is|was|are|were|will be|to be|becomes?|became|has become|have become"
        rf"|remains?|can call itself"
        rf"|will become|to become|took over as|takes over as|serves as|will serve as|continues as|comes first"
        rf" for|came first for"
        rf"|came first in|comes first in)(?: [a-z]+ed)?{_DET} ?{_A}",
    ),
    _pattern(  # "A is X Capital and Y Capital"
        "AWARD-47",
        rf"{_R} (?:is|was|are|were|will be|became|becomes){_DET} ?⟦A\d+⟧,? (?:and|as well as)"
        rf" (?:also )?(?:the |an? )?{_ONLY_A}",
        further=True,
    ),
    _pattern(
        "AWARD-48",
        rf"{_A}(?: at the moment)? (?:is|was|are|will be|was won by|were won by|won by|is held by|is|:|, is)"
        rf"(?: now| again| once again| once more| \.\.\.)? {_R}",
    ),
    _pattern(
        "AWARD-43",
        rf"(?:winners?|laureates?|recipients?|holders?|awardees?|honou?rees|champions?)\b(?: of (?:the |its"
        rf" )?{_ONLY_A})?{_WIDE}{{0,40}}?"
        rf"(?: (?:is|was|are|were|include[sd]?|being)|:) {_R}",
    ),
    _pattern(  # "A was one of the two winners of the X Prize"
        "AWARD-45",
        rf"{_R} (?:is|was|are|were) (?:one of |among )(?:the |this year['’]s )?(?:[a-z]+ |\d+ ){{0,2}}?(?:winners"
        rf"|recipients|laureates|holders) of{_DET} ?{_ONLY_A}",
    ),
    _pattern(
        "AWARD-45",
        rf"{_R},? (?:the |a |⟦L\d+⟧['’]s )?(?:⟦Y\d+⟧(?:['’]s)? |last year['’]s |reigning |current |overall "
        rf"|joint |first |previous )*"
        rf"(?:winners?|holder|recipient|laureate|host) of{_DET} ?{_A}",
    ),
    _pattern(
        "AWARD-45",
        rf"{_R},? (?:the )?(?:⟦Y\d+⟧(?:['’]s)? |last year['’]s |reigning |previous |defending )+(?:winners?"
        rf"|champions?|holders?|laureates?)\b(?! of)",
    ),
    _pattern("AWARD-47", rf"{_R} takes? over(?: [^⟦⟧.;:]{{0,30}})? from ⟦R\d+⟧[^⟦⟧.;:]{{0,20}} as{_DET} ?{_A}"),
    _pattern("AWARD-47", rf"{_A}(?:, |: )(?:the )?{_R}$"),
    _pattern(
        "AWARD-56",
        rf"(?:named|designated|winners?|won|awarded|chosen|given|honou?red|recogni[sz]ed|granted){_WIDE}{{0,30}}?{_A}"
        rf"(?:{_WIDE}|⟦R\d+⟧){{0,80}}?: {_R}",
    ),
    _pattern(
        "AWARD-47",
        rf"{_R}(?:[^⟦⟧.;:]|⟦[AYLE]\d+⟧){{0,60}} and (?:in ⟦Y\d+⟧ )?(?:will be|was|became|is) (?:the |an? )*{_ONLY_A}",
    ),
    _pattern("AWARD-44", rf"(?:^|; |, )in ⟦Y\d+⟧,? (?:it|the title|the prize|the award|⟦A\d+⟧) (?:was|went to) {_R}"),
    _pattern(  # "in 2019 it was A's turn"
        "AWARD-44",
        r"\bit (?:is|was|will be)(?: now| then)? ⟦[RP](?P<r>\d+)⟧(?:['’]s?)? turn\b(?! to (?!be\b|hold\b|carry\b))",
    ),
    _pattern(  # "the success of A as X Capital"
        "AWARD-46",
        rf"(?:success|year|reign|time|term|stint|tenure|example) of {_R} as (?:the )?{_ONLY_A}",
    ),
    _pattern(  # "A's year as X Capital"
        "AWARD-46",
        r"⟦[RP](?P<r>\d+)⟧(?:['’]s?)? (?:(?:successful|own) )?(?:year|reign|time|term|stint|tenure|success) as "
        rf"(?:the )?{_ONLY_A}",
    ),
    _pattern("AWARD-08", rf"{_R} (?:won|triumphed|prevailed|came first) in (?:the )?⟦R(?P<c>\d+)⟧"),
    _pattern("AWARD-19", rf"⟦R(?P<c>\d+)⟧ (?:prize |award |category )?went to {_R}"),
    _pattern("AWARD-19", rf"went to [^.]{{0,150}}(?:, |; )(?:and )?⟦R(?P<c>\d+)⟧ to {_R}"),
    _pattern(
        "AWARD-19",
        r"\bwinners? (?:in|for|of) (?:the |our |this |its )?(?P<k>(?:[^⟦⟧.;:]|⟦[NRQTO]\d+⟧){1,60}?) category"
        rf" (?:is|was|are|were) (?:the )?{_R}",
    ),
    _pattern("AWARD-46", rf"{_R}, (?:the |this year['’]s |last year['’]s )?{_ONLY_A}(?=[,.;]|$| and )"),
    _pattern(
        "AWARD-56",
        r"(?:chosen|named|honou?red|recogni[sz]ed|designated|selected|awarded|rewarded|making the grade|made the"
        r" grade|certified)"
        rf"{_WIDE}{{0,40}}?(?:⟦[RP]\d+⟧{_WIDE}{{0,20}})?(?: were| are|:| was)(?:, among others,)? {_R}",
    ),
    _pattern(
        "AWARD-18",
        rf"\b(?:those|the one|that)(?: for ⟦Y\d+⟧)? (?:went|goes|go|has gone|will go|belongs?) to (?:the |both )?{_R}",
    ),
    _pattern(
        "AWARD-12",
        rf"{_R} (?:was|became|is) the (?:very )?first{_WIDE}{{0,30}}? to (?:have|win|hold|get|receive|be given"
        rf"|claim|take)"
        rf" (?:one|it|{_ONLY_A}|that one)",
    ),
    _pattern(
        "AWARD-44",
        rf"{_R}(?:,? which| who)? (?:has |had |have |also |itself )*(?:won|was chosen|was honou?red|received|got)"
        r"(?: it| one| the same)?(?: twice)?(?:,? in)? (?=⟦Y)",
    ),
    _pattern("AWARD-47", rf"{_R} (?:will follow|will have it|follows|has it|will be next|was next)(?: in)? (?=⟦Y)"),
    _pattern(
        "AWARD-47",
        rf"\b(?:hands?|handed|handing|passe[sd]|pass)(?: it| ⟦A\d+⟧| the baton)? (?:over|on)(?: it| ⟦A\d+⟧)? to"
        rf" (?:the |both )?{_R}",
    ),
)

# Who gives an award: "A, organised by O", "O presents A", "A of O".
GIVERS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(regex, re.IGNORECASE)
    for regex in (
        (
            rf"{_ONLY_A}(?: \([^()]*\))?,?(?:{_WIDE}){{0,70}}? (?:presented|organi[sz]ed|awarded|given|run|compiled"
            rf"|drawn up|published|released"
            r"|conferred|sponsored|launched|established|created|handed out|bestowed|produced|conducted|prepared"
            r"|issued|founded|set up"
            r"|initiated|put together|granted|overseen|made|announced)(?: [a-z]+){0,3}? by (?:the |a |[a-z]+"
            r" )*⟦[RE](?P<g>\d+)⟧"
        ),
        (
            r"⟦R(?P<g>\d+)⟧,?(?: which| who)?(?:[^⟦⟧.;:]){0,25}? (?:presents?|organi[sz]es?|awards?|draws? up"
            r"|publish(?:es|ed)|releases?|released"
            r"|compile[sd]?|set up|sets up|hands? out|handed out|bestowed|bestows|bestowing|confers?|conferred"
            r"|gives?|gave|given|runs?|launched|established"
            r"|created|sponsors?|announced|announces|unveiled|presented|awarded|issued|issues|has carried out"
            r"|carries out|released|produces?)"
            rf"(?: (?:out|the|its|their|an?|latest|annual|new|this|it|first|\d+(?:st|nd|rd|th)|edition of))* {_ONLY_A}"
        ),
        rf"{_ONLY_A} (?:of|from|by) (?:the )?⟦R(?P<g>\d+)⟧",
        rf"⟦[RP](?P<g>\d+)⟧['’]s? (?:(?:annual|new|latest|first|⟦Y\d+⟧|\d+(?:st|nd|rd|th)) )*{_ONLY_A}",
        rf"{_ONLY_A}[^⟦⟧.;:]{{0,20}} that (?:the )?⟦R(?P<g>\d+)⟧",
        (
            rf"⟦R(?P<g>\d+)⟧[^⟦⟧.;:]{{0,15}} (?:set|gives|gave|handed|hands|organi[sz]es?|runs"
            rf"|sponsors?)[^⟦⟧.;:]{{0,10}} {_ONLY_A}"
        ),
        (
            rf"{_ONLY_A}(?:[^⟦⟧.;:]|⟦Y\d+⟧){{0,20}},? (?:that|which) (?:the )?⟦R(?P<g>\d+)⟧[^⟦⟧.;:]{{0,12}} (?:has"
            rf"|had|gave|gives|award|present|organi|run|draw"
            r"|publish|release|compile|set up|hand|given)"
        ),
        rf"(?:jury|judges|panel|committee|experts) (?:of|from) (?:the )?⟦[RE](?P<g>\d+)⟧(?:{_WIDE}){{0,80}}? {_ONLY_A}",
        (
            rf"{_ONLY_A}(?:{_WIDE}){{0,60}}? which (?:the )?(?:[a-z]+ ){{0,2}}⟦R(?P<g>\d+)⟧ (?:gave|has given"
            rf"|awarded|runs|bestow|confer)"
        ),
        (
            rf"⟦R(?P<g>\d+)⟧ (?:has |have |had )?(?:awarded|bestowed|conferred|handed out|set up|created|founded"
            rf"|launched) {_ONLY_A}"
        ),
        (
            rf"⟦R(?P<g>\d+)⟧,? (?:which|who) (?:set|runs|gives|gave|organi[sz]es|awards|created|founded|hands"
            rf" out)(?: [a-z]+){{0,2}} {_ONLY_A}"
        ),
        rf"{_ONLY_A} comes from (?:the )?⟦R(?P<g>\d+)⟧",
        rf"{_ONLY_A}(?:{_WIDE}){{0,100}}, (?:the )?⟦R(?P<g>\d+)⟧ (?:has )?(?:announced|decided|made known|declared)",
        rf"according to (?:the )?⟦[RP](?P<g>\d+)⟧['’]s? (?:[a-z]+ ){{0,2}}{_ONLY_A}",
    )
)

# The event where an award is given: "… at the X Congress".
AT_EVENT = re.compile(
    r"\b(?:at|during|on the sidelines of|as part of|part of|on the occasion of|celebration of|came down on|end"
    r" of|close of|"
    r"opening of|the)(?: (?:the|this|its|year['’]s|last|week['’]s|\d+(?:st|nd|rd|th)|⟦Y\d+⟧(?:['’]s)?|annual))*"
    r" ⟦E(?P<e>\d+)⟧",
    re.IGNORECASE,
)

# What keeps a construction from being news of a win.
NEGATION = re.compile(
    r"\b(?:not|never|no|nor|fail(?:s|ed)?|miss(?:es|ed)?|lost|loses?|hop(?:es?|ed|ing)|wants?|wanted|could|might|would|may|bids?"
    r"|bidding|appl(?:y|ies|ied|ication)|aims?|aiming|dreams?|if|whether|compet(?:es?|ed|ing)|vie[sd]?|vying"
    r"|chance|race for|seeks?"
    r"|seeking|tries|tried|trying|plans?|campaign|without|n['’]t|denied|refused|rejected|nearly|almost|should"
    r"|who will|expects?|"
    r"expected|wish(?:es)?|attempts?|eyes?|eyeing|deserves?|instead of|set to|targets?|working to|vow(?:s|ed)?"
    r"|ambition|goal|favou?rites? (?:to|for)|tipped|guests? of honou?r)\b",
    re.IGNORECASE,
)

# An article without any of these tells of no award.
TOLD = re.compile(
    r"award|prize|medal|\btitles?\b|crown|\bcapitals? of\b|[Cc]apital\b(?! city)|\brank|\b[Ii]ndex|survey"
    r"|\b[Ll]ist\b|poll\b|winner"
    r"|finalist|shortlist|nominee|\bjury\b|runner|laureate|trophy|\b[Ss]eal\b|plaque|accolade|[Ss]tandard\b|[Ll]abel\b"
    r"|(?:most \w+|best|[a-z]{3,}est) (?:city|town|destination|place)|\bcity of\b|named|designat(?:ed|ion)|crowned"
    r"|[Ss]croll|[Hh]onou?red",
    re.IGNORECASE,
)
TRIGGER = re.compile(  # over words in lower case
    r"award|prize|medal|title|crown|capital|rank|index|survey|list|winner|won\b|win\b|wins\b|honou?r|mention|finalist|shortlist"
    r"|nomin|named|declared|chosen|selected|designat|voted|laureate|trophy|seal\b|plaque|recogni|top\b|first|second|third|best"
    r"|place|spot|gold|silver|bronze|no\. ?\d|number|st\b(?<=\dst)|nd\b(?<=\dnd)|rd\b(?<=\drd)|th\b(?<=\dth)"
    r"|\((?:19|20)\d\d\)|runner|scoop|standard|label|certif"
)
