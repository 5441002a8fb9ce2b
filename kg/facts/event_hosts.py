"""Which city hosts the events named in a sentence, and when.

Input: a Clause with at least one event. Output: Reading, one an event. The idea: events that are listed
together form a group; the words behind the group, then those before it, are compared with a table of
constructions, each of which tells where the host city stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.facts.event_clause import SIGN, Clause
from kg.facts.event_dates import When, when
from kg.mentions.gazetteer import City, homonyms, key, names_in
from kg.model import CityMention, DateMention, Document, Entity, HostingStatus, NameMention, Span

CITIES = r"<C\d+>(?:(?:,(?: in)? <C\d+>)*(?:,? and|,? &|,? as well as)(?: in| the)? <C\d+>)?"
_GROUP = re.compile(
    r"<E\d+>(?:(?: [A-Z][\w-]+)?(?:,? and|,| &|, as well as)(?: the| a| an)?(?: [\w’'-]+){0,2} <E\d+>)*"
)
_AUX = (
    r"(?:(?:will|shall|is|are|was|were|be|been|being|to|has|have|had|also|again|once|now|just|recently|successfully|officially"
    r"|proudly|jointly|first|twice|currently|already|then|set|due|scheduled|slated|expected|going|preparing|ready|about|likely"
    r"|next|twice|previously|co-?|not only|<D\d+>|in <D\d+>|on <D\d+>|from <D\d+>),? ){0,7}"
)
_HOST = (
    r"(?:(?:co-)?(?:host|stage)(?:s|d|ed|ing)?|staging|h[eo]ld(?:s|ing)?|welcom(?:e|es|ed|ing)|organi[sz](?:e|es|ed|ing)|put(?:s|ting)? on"
    r"|play(?:s|ed|ing)? host to|(?:the )?(?:host|venue|home|setting|stage|scene|place|site)(?: city| town)?(?: of| for| to)"
    r"|home to|launch(?:es|ed)?|open(?:s|ed)|conven(?:e|es|ed)|celebrat(?:e|es|ed|ing)|kick(?:s|ed) off|conclud(?:es|ed)|wrap(?:s|ped) up"
    r"|clos(?:es|ed)|inaugurat(?:es|ed)|runs?|ran|(?:mounts?|mounted)|get(?:s|ting)? ready for|prepar(?:es|ed|ing) for|gear(?:s|ed|ing) up for)"
)
_CHOSEN = (
    r"(?:(?:was|were|is|are|has been|have been|had been|been|being|be|will be)? ?(?:officially |unanimously |finally )?(?:chosen|selected|picked"
    r"|named|confirmed|announced|unveiled|designated|elected|approved|declared|recommended|appointed)(?: on <D\d+>)?(?: by [^;]{1,60}?)?"
    r"(?: as| to be)?(?: the)?(?: <D\d+>)?(?: next| new| future| official)? ?(?:to (?:host|stage|hold)|hosts?(?: city| cities)?(?: of| for)|venue (?:of|for)|home of)"
    r"|(?:has |have |had )?(?:won|secured|got|gained|earned|landed|clinched|received) (?:the )?(?:rights?|bid|race|vote|contest)(?: <D\d+>)? (?:to (?:host|stage|hold)|for)"
    r"|(?:was|were|has been|have been|had been) (?:awarded|given|granted|handed|allocated|entrusted with))"
)
_DET = r"(?: (?:the|its|their|this|an|a|his|her|our|last|next|such))?(?: <D\d+>(?:['’]s)?)?(?: (?!of\b|to\b|for\b|in\b)[\w’'“\"‘.-]+){0,4}?[ “\"‘'(]{0,2}$"
_VERBS = (
    r"\b(?:held|hosted|staged|organi[sz]ed|tak(?:es?|ing) place|took place|opens?|opened|opening|kick(?:s|ed|ing)? off|beg[aiu]ns?|beginning|starts?|started|starting"
    r"|conclud(?:es?|ed|ing)|clos(?:es?|ed|ing)|ends?|ended|ending|wrap(?:s|ped)? up|under way|underway|conven(?:es?|ed|ing)|runs?|ran|running|returns?|returned|comes?|came|coming|moves?"
    r"|moved|goes|went|going|gone|heads?|headed|off|scheduled|planned|due|set|launched|launches|inaugurated|celebrated|met|meets?|stops?|lands?|landed|arrives?"
    r"|gathered|gathers|awarded|given|taken|brought|brings?|unveiled|mounted|premieres?|premiered|takes? (?:over|up))\b"
)
_GAP_VETO = re.compile(
    r"<[CP]\d+>|\b(?:said|says|told|tells|mayors?|minister|won|wins?|winn\w+|beat|from(?! (?:the )?<D)|who|whose|where|attend\w*|participa\w+|delegat\w+"
    r"|visit\w*|flew|travel\w*|before|after|while|when|such as|including|than|against|unlike|award(?:s|ing)?|prizes?|bid\w*|candida\w+"
    r"|office|headquarter\w*|based|located|instead of|rather than|compar\w+|born|lives?|works?|built|president|because|although|if"
    r"|project\w*|plans? to|called|announce[ds]?|explained|added|decided|settled|agreed)\b"
)
_TO_VERB = re.compile(
    r"\b(?:g(?:o|oes|oing|one)|went|off|head(?:s|ed|ing)?|com(?:e|es|ing)|came|mov(?:e|es|ed|ing)|return(?:s|ed|ing)?|award(?:ed)?|given"
    r"|g[ai]ve|bring(?:s|ing)?|brought|tak(?:e|es|en|ing)|took|grant(?:ed)?|hand(?:ed)?|allocated|straight|switch(?:ed)?|shift(?:ed)?|back)\b"
)
_GIVEN = re.compile(r"\b(?:award\w*|g[ai]ve\w*|hand\w*|grant\w*|br(?:ing|ought)\w*|t[ao]ke?\w*|mov\w+|return\w*|allocat\w+) (?:the |its )?(?:<D\d+> )?(?:[\w-]+ ){0,2}$")
NOT_HOST = re.compile(
    r"\b(?:bid|bids|bidding|candidat\w+|candidac\w+|hop(?:es?|ed|ing) to|want(?:s|ed)? to|would like to|could|might|may host|lost|fail(?:s|ed)? to|withdr\w+"
    r"|refus\w+|declin\w+|(?:not|never) (?:be |been )?(?:to )?(?:host\w*|held|hold|stage\w*|chosen|selected)|n[o’']t (?:be )?(?:host\w*|held)|no longer"
    r"|gave up|pulled out|ruled out|shortlist\w*|offered to|appl(?:y|ied|ies|ying)|interest(?:ed)? in|competing|vying|contend\w+|in the running"
    r"|lobb\w+|dream\w*|proposal|proposed|stripped of|if|should it|would have|replac\w+|unsuccessful\w*|applicant\w*)\b"
)
_CANCELLED = re.compile(r"\b(?:cancel\w+|called (?:\w+ ){0,4}off|scrapped|axed|abandoned|will not (?:take place|be held|go ahead))\b", re.IGNORECASE)
_POSTPONED = re.compile(r"\b(?:postponed?|put off|rescheduled?|pushed back|delayed|deferred)\b", re.IGNORECASE)
_ONLINE = re.compile(r"\b(?:virtual(?:ly)?|online)\b", re.IGNORECASE)
_HYBRID = re.compile(r"\b(?:hybrid|offline|in[- ]person|both online)\b", re.IGNORECASE)
_CUT = re.compile(
    r";|\b(?:said|says|told|adding|announced|because|but|while|whereas|whose|compared|according|attracted|drew|where|recommended|approved|agreed|"
    r"up from|against|than|won|who)\b"
)
_PLAN = re.compile(r"\b(?:will|to be|is to|are to|scheduled|slated|due|planned|upcoming|next|would)\b")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one sentence says of one edition of an event."""

    mention: NameMention | None
    event: Entity
    rule: str
    evidence: tuple[Span, ...]
    city: tuple[Entity, ...] = ()
    edition: str | None = None
    when: When = When()
    organizer: Entity | None = None
    status: HostingStatus | None = None
    assumed: bool = False  # the city is that of the passage: nothing says that the event is there

    @property
    def year(self) -> int | None:
        """The year of the edition: of its name, else of its dates."""
        return self.mention.year if self.mention and self.mention.year else self.when.year


@dataclass(frozen=True, kw_only=True)
class _Found:
    """Where a construction says the event is held: the cities, and whether the clause is about the event."""

    cities: tuple[CityMention, ...]
    rule: str
    subject: bool = True
    assumed: bool = False


_BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EVENT-58", re.compile(rf"^ ?\((?:at )?(?:[^()<>]{{0,40}}, )?(?P<c>{CITIES})[^()]{{0,60}}\)")),
    ("EVENT-15", re.compile(rf"^,? (?:which |that )?(?:in <D\d+>,? )?(?:the city of )?(?P<c>{CITIES}),? (?P<gap>{_AUX}(?:{_HOST}|{_CHOSEN}))")),
    ("EVENT-18", re.compile(rf"^,? ?(?P<gap>[^;<]{{0,60}}?\b(?:hosted|staged|organi[sz]ed|held|put on|welcomed)) by (?:the )?(?P<c>{CITIES})")),
    ("EVENT-03", re.compile(rf"^(?P<gap>[^;]{{0,160}}?)[ ,(](?:in|at|around|across|inside)(?: (?:the|downtown|central|nearby|neighbouring|both|Old))?(?: <L\d+>['’]s)? (?P<c>{CITIES})")),
    ("EVENT-36", re.compile(rf"^ (?P<gap>(?:is |was |has |have |will )?(?:occup\w+|fill\w*|visit\w*|reach\w*|t[ao]ke?\w* over)) (?P<c>{CITIES})")),
    ("EVENT-64", re.compile(rf"^(?P<gap>[^;]{{0,100}}?)\b(?:to|for)(?: the)? (?P<c>{CITIES})")),
    ("EVENT-65", re.compile(rf"^,? (?P<gap>(?:is|was|will be|are|were) )(?P<c>{CITIES})['’]s?\b(?! )")),
    ("EVENT-58", re.compile(rf"^,? (?P<gap>)(?P<c>{CITIES})(?=,? (?:on |from )?<D\d+>|[.,]?$)")),
)  # fmt: skip
_BEFORE: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    ("EVENT-17", re.compile(rf"(?P<c><C\d+>)(?P<gap> (?:beat|defeated|edged out|edged|outbid|saw off|overcame) {CITIES}(?: in the (?:race|contest|vote|bidding))? (?:to (?:host|stage|hold)|for))(?: the right to (?:host|stage|hold))?{_DET}"), True),
    ("EVENT-14", re.compile(rf"(?P<c>{CITIES})(?:,[^,;<>]{{2,60}},)?,? (?P<gap>(?:(?:which|that|who|and) )?{_AUX}(?:{_HOST}|{_CHOSEN})){_DET}"), True),
    ("EVENT-16", re.compile(rf"(?P<c>{CITIES})(?P<gap>,? (?:[^;<>]{{0,60}}\b(?:is|was|will be) )?where)(?: [^<>;,]{{2,40}})?{_DET}"), True),
    ("EVENT-65", re.compile(rf"(?:^|,|\band) (?P<c>{CITIES})(?P<gap> for){_DET}"), True),
    ("EVENT-18", re.compile(rf"(?P<c><C\d+>)(?P<gap> [^;<>]{{2,80}} (?:for|with|during|at) its(?: own)?){_DET}"), True),
    ("EVENT-16", re.compile(rf"\b(?:chose|chosen|picked|selected|named|preferred|designated|confirmed|announced) (?P<c>{CITIES})(?P<gap>(?: over <C\d+>(?:,? and <C\d+>)?)? (?:as |to be )?(?:the )?(?:(?:next |new )?(?:host|site|venue|home|stage|place)(?: city)?(?: of| for)|to (?:host|stage|hold))){_DET}"), True),
    ("EVENT-22", re.compile(rf"(?:\b[Ii]n|\b[Aa]t)(?: the)? (?P<c>{CITIES}),?(?: (?:on |from |in )?<D\d+>,?)?(?P<gap> (?:[^;<>]{{0,60}} )?(?:at|during|for|to attend|to open|with|alongside|as part of|on the sidelines of|of|where)){_DET}"), False),
    ("EVENT-23", re.compile(rf"(?P<c><C\d+>)['’]s?(?P<gap>){_DET}"), True),
    ("EVENT-71", re.compile(rf"\b(?:to|for) (?P<c>{CITIES}) (?P<gap>(?:[^;<>]{{0,30}} )?(?:for|to attend|to (?:open|join))){_DET}"), True),
)  # fmt: skip
_IT = re.compile(rf"\b(?:it|[Tt]he (?:city|capital|town|metropolis|municipality)|which|that)[,]? (?P<gap>{_AUX}(?:{_HOST}|{_CHOSEN})){_DET}")
_HERE = re.compile(r"\bhere\b|\bin town\b|\bin (?:the|this|our) (?:same )?(?:city|capital|town|metropolis)\b(?! of)")


def readings(document: Document, clause: Clause, topic_city: CityMention | None) -> Iterator[Reading]:
    """What the sentence says of each event it names; ``topic_city`` is the city meant by "here"."""
    groups = [g for g in _GROUP.finditer(clause.line) if not _AS_ADJECTIVE.match(clause.line, g.end())]
    for index, group in enumerate(groups):
        left = clause.line[groups[index - 1].end() if index else 0 : group.start()]
        right = clause.line[group.end() : groups[index + 1].start() if index + 1 < len(groups) else len(clause.line)]
        if _BODY_BEFORE.search(left):
            continue
        found = _host(clause, left, right, topic_city)
        for event in _events(document, clause, group[0]):
            own = found or _from_name(document, event) or _assumed(clause, topic_city)
            date = _when(document, clause, left, group[0], right, own)
            yield _reading(clause, event, own, date, left, right)


# The event stands before what it belongs to: "the Festival board", "the Convention & Visitors Bureau".
_AS_ADJECTIVE = re.compile(
    r"(?: \([^()]*\))?,? (?:(?:meeting|holding|gathering) |(?:&|and) (?:Visitors|Convention|Exhibition|<O)|(?:[Cc]ent(?:er|re)|[Hh]all|[Bb]ureau|[Bb]oard|[Cc]ommittee|[Oo]rgani[sz]\w+"
    r"|[Aa]ssociation|[Ff]ederation|[Cc]ouncil|[Tt]rust|president|director|chief|chair\w*|bid|bids|winner\w*|champion\w*|medal\w*|spokes\w+|village|park)\b)"
)


# "Members of the Conference of Mayors": a body, whatever its name.
_BODY_BEFORE = re.compile(r"\b(?:members?|president|chair\w*|head|director|secretary|founder|CEO|representatives?) of the $", re.IGNORECASE)


def _events(document: Document, clause: Clause, signs: str) -> Iterator[NameMention]:
    """The events of a group; those joined by "&" are one."""
    for piece in re.split(r"(?<=>)(?:,? and|,|, as well as) ", signs):
        events = [m for m in clause.of(piece) if isinstance(m, NameMention)]
        if len(events) > 1:
            whole = Span(start=events[0].span.start, end=events[-1].span.end)
            yield replace(events[0], span=whole, name=" ".join(document.quote(whole).split()))
        elif events:
            yield events[0]


def _host(clause: Clause, left: str, right: str, topic_city: CityMention | None) -> _Found | None:
    for rule, pattern in _BEHIND:
        match = pattern.search(right)
        if match is not None and _fits(rule, match.groupdict().get("gap") or "", left):
            return _Found(cities=_cities(clause, match["c"]), rule=rule)
    for rule, pattern, subject in _BEFORE:
        match = pattern.search(left)
        if match is not None and not NOT_HOST.search(left[match.start() :]):
            return _Found(cities=_cities(clause, match["c"]), rule=rule, subject=subject)
    it = _IT.search(left)
    if it is not None and not NOT_HOST.search(left[it.start() :]):
        earlier = [m for m in clause.of(left[: it.start()]) if isinstance(m, CityMention)]
        city = earlier[-1] if earlier else topic_city
        return _Found(cities=(city,), rule="EVENT-34") if city else None
    if topic_city and (_HERE.search(right[:120]) or _HERE.search(left[-60:])):
        return _Found(cities=(topic_city,), rule="EVENT-59")
    return None


def _assumed(clause: Clause, topic_city: CityMention | None) -> _Found | None:
    """The only city of the sentence, else the city that the article is about.

    Local news names an event without its place; on the labelled articles that is this city nine times of
    ten. Where another sentence says the place, what is assumed here gives way.
    """
    if len(set(city.name for city in clause.cities)) == 1:
        return _Found(cities=clause.cities[:1], rule="EVENT-71", subject=False, assumed=True)
    if topic_city is not None and not clause.cities:
        return _Found(cities=(topic_city,), rule="EVENT-70", assumed=True)
    return None


def _fits(rule: str, gap: str, left: str) -> bool:
    """True where the words between event and city let the city be its host."""
    if NOT_HOST.search(gap) or NOT_HOST.search(left[-40:]):
        return False
    if rule == "EVENT-03":
        return not _GAP_VETO.search(gap) and (len(SIGN.sub("", gap)) < 25 or bool(re.search(_VERBS, gap)))
    if rule == "EVENT-64":
        return bool(_TO_VERB.search(gap) or _GIVEN.search(left)) and not _GAP_VETO.search(gap) and " to " not in gap and "<D" not in gap
    return True


def _cities(clause: Clause, signs: str) -> tuple[CityMention, ...]:
    return tuple(m for m in clause.of(signs) if isinstance(m, CityMention))


def _from_name(document: Document, event: NameMention) -> _Found | None:
    """The city in an event's own name, where the name stands in full: "the Rotterdam Marathon"."""
    if event.name not in document.quote(event.span):
        return None
    known = next((m for m in document.all(CityMention) if re.search(rf"\b{re.escape(m.name)}\b", event.name)), None)
    if known is None:
        named = next(names_in(event.name), None)
        if named is None or named.start or not named.cities or named.places:
            return None
        name = event.name[: named.end]
        if named.cities[0].population < _WELL_KNOWN or key(name) in homonyms():
            return None
        known = _mention(event, name, named.cities[0])
    return _Found(cities=(known,), rule="EVENT-23")


_WELL_KNOWN = 50_000  # people: smaller cities in a name must be named elsewhere in the text, too


def _mention(event: NameMention, name: str, city: City) -> CityMention:
    return CityMention(
        span=Span(start=event.span.start, end=event.span.start + len(name)),
        name=name,
        geonames_id=city.geonames_id,
        country=city.country,
        region=city.region or None,
        population=city.population,
    )


_ASIDE = re.compile(r"\b(?:at|during|of|by|to|in|for|from)(?: the)?(?: [\w’'-]+){0,3} ?$")
_RELATIVE = re.compile(r", (?:which|that|who) (?![^,]*\b(?:h[eo]ld|open\w*|beg[ai]n\w*|start\w*|runs?|ran|took|takes)\b)[^,]{3,90},(?= (?:is|was|will|has|are|were|opens|starts|begins|returns|runs|takes)\b)")
_LEFT_DATE = re.compile(
    r"(?:^|[;:] )(?:[Ff]rom|[Oo]n|[Ii]n|[Bb]etween|[Dd]uring)? ?<D\d+>,? [^;]{0,90}$"
    r"|<D\d+>(?:['’]s)?(?: (?:[\w-]+ ){0,2})?$|<C\d+>[^;<]{0,40} (?:on|from|in) <D\d+> [^;<]{0,40}$"
)
_REPORTS = re.compile(
    r"\b(?:said|says|told|announced|confirmed|unveiled|chose\w*|made public|revealed|presented|voted|decided|picked|signed|won|named|awarded|published|released|retires?)\b"
)
_ONE_DAY = re.compile(r"\b(?:ceremony|gala|meeting|parade|marathon|race|dinner|day|night|run)$", re.IGNORECASE)


def _when(document: Document, clause: Clause, left: str, group: str, right: str, found: _Found | None) -> When:
    """The time of the events of a group: from the words behind, else from before."""
    subject = (found is None or found.subject) and not _ASIDE.search(left)
    if named := re.search(r"<D\d+>(?:['’]s)?(?: (?!of\b|in\b|to\b|on\b|and\b)[\w-]+){0,3} ?$", left):  # "next year's Summit"
        own = when(document, clause, named[0], subject=subject)
        if own and not own.start:
            exact = when(document, clause, right, subject=subject)
            return exact if exact.year == own.year else own
    name = clause.of(group)
    if any(isinstance(m, NameMention) and _ONE_DAY.search(m.name) for m in name):
        subject = True
    behind = right[: cut.start()] if (cut := _CUT.search(right)) else right
    date = when(document, clause, group + _RELATIVE.sub("", behind), subject=subject)
    if date.start or date.end:
        return date
    near = _LEFT_DATE.search(left)
    if near is None or _REPORTS.search(near[0]):
        return date
    before = when(document, clause, near[0], subject=subject)
    return before if before and (not date or date.year == before.year) else date


def _reading(clause: Clause, event: NameMention, found: _Found | None, date: When, left: str, right: str) -> Reading:
    around = left[-60:] + right
    status = None
    if _CANCELLED.search(around):
        status, date = HostingStatus.CANCELLED, When(year=date.year)
    elif _POSTPONED.search(around):
        status = HostingStatus.POSTPONED
    elif (found is None or found.assumed) and _ONLINE.search(around) and not _HYBRID.search(around):
        status, found = HostingStatus.ONLINE, None
    elif _PLAN.search(around):
        status = HostingStatus.PLANNED
    if event.year and date.year and event.year != date.year:
        date = When()
    return Reading(
        mention=event,
        event=replace(event.entity, name=event.name),
        rule=found.rule if found else "EVENT-37",
        evidence=(clause.sentence.span,),
        city=tuple(city.entity for city in found.cities) if found else (),
        edition=event.edition,
        when=date,
        status=status,
        assumed=bool(found and found.assumed),
    )


def organizer_in(clause: Clause, event: NameMention) -> Entity | None:
    """The body that a sentence says organises the event."""
    sign = re.escape(clause.sign(event))
    for pattern in _ORGANIZERS:
        match = re.search(pattern.replace("EVENT", sign), clause.line)
        if match is not None:
            return next(m.entity for m in clause.of(match["o"]) if isinstance(m, NameMention))
    return None


_O = r"(?P<o><O\d+>)"
_ORGANIZERS = (
    rf"EVENT[^;]{{0,120}}?\b(?:organi[sz]ed|hosted|convened|run|staged|arranged|put on|held)(?: \w+)? by (?:the )?{_O}",
    rf"EVENT(?: <D\d+>| \d{{4}})? of (?:the )?{_O}",
    rf"{_O}['’]s? (?:\w+ ){{0,2}}EVENT",
    rf"{_O}(?:, which)? (?:is |was |has |will )?(?:organi[sz]|hold|host|conven|stag|runs|ran)\w*(?: (?:its|the|this|an?|annual|own|\w+th|\w+st|\w+nd|\w+rd)){{0,4}} EVENT",
    rf"EVENT (?:is|was) (?:the )?{_O}['’]s?",
    rf"EVENT, (?:which|that) (?:the )?{_O} (?:organi[sz]es|runs|holds|hosts|convenes|stages)",
)


def dates_of(clause: Clause) -> tuple[DateMention, ...]:
    """The dates of a clause, in order."""
    return tuple(m for m in clause.of(clause.line) if isinstance(m, DateMention))
