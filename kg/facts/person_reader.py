"""The constructions of posts, read sentence after sentence: who holds which post, by rules.

Input: a Document and the outlines of its sentences, in order. Output: a Reader with the tenures found. A construction
is a regular expression over an outline, in which people and posts are blanked; the reader remembers who was spoken of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.facts import person_succession, post_cities
from kg.facts.bodies import entity_of, in_full
from kg.facts.person_constructions import (
    BY_PARTICIPLE,
    BY_VERB,
    CHAIN,
    CONSTRUCTIONS,
    OBJECT,
    RELATIVE,
    Construction,
)
from kg.facts.post_bodies import Bodies
from kg.facts.post_words import MEMBER, PARTICIPLES, PERSON, POST, PRONOUN, SPORT, VERBS, body_behind, read_object
from kg.facts.posts import Outline, Post
from kg.mentions.periods import year
from kg.model import (
    CityMention,
    DateMention,
    Document,
    Entity,
    Kind,
    Period,
    PersonMention,
    Span,
    Tenure,
    TenureStatus,
)

_PERSON = re.compile(f"{PERSON}+")
_DATE_LINK = re.compile(
    r"[ ,(]{1,2}(?P<link>since|from|in|on|until|till|as of|effective)(?: (?:early|late|mid|the (?:start|end) of))? ?"
)


@dataclass
class Reader:
    """Reads sentence after sentence and remembers who was spoken of."""

    document: Document
    topic: PersonMention | None  # the person named most
    tenures: list[Tenure] = field(default_factory=list)
    fresh: Tenure | None = None  # the last post that changed hands
    before: tuple[PersonMention, ...] = ()  # the people of the last sentence that had any
    unfilled: Post | None = None  # told of somebody who has no name yet
    subject: PersonMention | None = None  # whom the last sentences spoke of
    same_block: bool = False  # the sentence follows another one of its paragraph
    outlines: list[Outline] = field(default_factory=list)  # the sentences read
    ruled: dict[tuple[int, str], bool] = field(default_factory=dict)  # posts by offset and their holders by name
    used: dict[int, PersonMention] = field(default_factory=dict)  # posts of this sentence that have their holder

    @cached_property
    def bodies(self) -> Bodies:
        """Who finds whose a post is."""
        return Bodies(self.document, self.outlines)

    def read(self, sketch: Outline) -> None:
        """Read one sentence."""
        self.used = {}
        if _BYLINE.match(sketch.text):
            return
        self.outlines.append(sketch)
        if sketch.posts and sketch.people:
            person_succession.stated(self, sketch)
        if sketch.posts and (sketch.people or self.before):
            for construction in CONSTRUCTIONS:
                if construction.listing and len(sketch.people) < _SEVERAL:
                    continue
                for match in construction.pattern.finditer(sketch.text):
                    self._construction(sketch, construction, match)
            self._chain(sketch)
            self._pronoun_object(sketch)
        if sketch.people:
            if " by " in sketch.text:
                for match in BY_PARTICIPLE.finditer(sketch.text):
                    self._by_participle(sketch, match)
            person_succession.told(self, sketch)
        if sketch.people or self.before:
            for match in BY_VERB.finditer(sketch.text):
                self._by_verb(sketch, match)
        self._announced(sketch)
        self._remember(sketch)

    def _announced(self, sketch: Outline) -> None:
        """Somebody described is named to a post, and named in the next sentence with people: "the appointment of P"."""
        if not sketch.people:
            filled = _NAMED_TO.search(sketch.text)
            self.unfilled = sketch.posts.get(filled.start("R")) if filled else self.unfilled
            return
        match = _APPOINTMENT.search(sketch.text) if self.unfilled else None
        if match and self.unfilled and sketch.people[match.start("P")] not in self.used.values():
            self.add(sketch, -1, sketch.people[match.start("P")], self.unfilled, _CHOSEN, match.span())
        self.unfilled = None

    def _construction(self, sketch: Outline, construction: Construction, match: re.Match[str]) -> None:
        start = match.start("R")
        post = sketch.posts.get(start)
        if post is None or start in self.used:
            return
        groups = match.groupdict()
        if groups.get("L"):
            self._several(sketch, construction, match, post)
            return
        person = sketch.people.get(match.start("P")) or self.meant(sketch, match.start("P"))
        begin, named = match.start(), match.start("P") in sketch.people and construction.rule in _OF_SUBJECTS
        if named and (subject := _IN_BETWEEN.search(sketch.text, 0, match.start("P"))):
            begin = subject.start("owner")
            person = sketch.people.get(begin)
        if construction.rule == "PERSON-03" and post.head in {"editor", "publisher", "photographer"}:
            return  # "Web editor: P" is page furniture
        if person is None or post.plural or (construction.rule == "PERSON-06" and self._claimed(sketch, match)):
            return
        end = match.end()
        if construction.rule in {"PERSON-06", "PERSON-20"} and not post.body:
            behind = body_behind(sketch.text, match.end("P"))
            if city := post_cities.listed(self.document, post, person):
                post = replace(post, body=city)
            elif behind:
                post = replace(post, body=Span(start=sketch.start + behind.start, end=sketch.start + behind.end))
                end = behind.end
        if post.vague or self.nowhere(post) or hypothetical(sketch.text, match.start()):
            return
        verb = sketch.text[max(0, match.start() - 100) : match.start()]
        if construction.rule == "PERSON-42" and _PROPOSED.search(verb):
            self.ruled[post.span.start, person.name] = True
            return
        if post.status is TenureStatus.CURRENT and _is_left(sketch.text, construction, match, end):
            post = replace(post, status=TenureStatus.FORMER)
        self.add(sketch, start, person, post, construction, (begin, end))
        other = sketch.posts.get(match.start("S")) if groups.get("S") else None
        if (
            other
            and (other.body or other.determiner == "the")
            and match.start("S") not in self.used
            and not other.plural
            and not (construction.rule == "PERSON-20" and _OWNER.search(sketch.text, 0, match.start("S")))
        ):
            self.add(sketch, match.start("S"), person, other, construction, match.span())

    def _several(self, sketch: Outline, construction: Construction, match: re.Match[str], post: Post) -> None:
        """Posts of several people in one list, or one for each, "respectively"."""
        starts = [m.start() for m in _PERSON.finditer(sketch.text, match.start("L"), match.end("L"))]
        roles = post.parts if construction.rule == "PERSON-21" else (post.role,) * len(starts)
        if len(roles) != len(starts) or (construction.rule != "PERSON-21" and not post.plural) or post.vague:
            return
        bodies = self._bodies_in(post, len(starts))
        for start, role, shared in zip(starts, roles, bodies, strict=True):
            own = _PERSON.match(sketch.text, start)
            body = body_behind(sketch.text, own.end()) if own else None
            span = Span(start=sketch.start + body.start, end=sketch.start + body.end) if body else shared
            one = replace(post, role=role, body=span, shared_out=span != post.body)
            self.add(sketch, match.start("R"), sketch.people[start], one, construction, match.span())

    def _bodies_in(self, post: Post, count: int) -> tuple[Span | None, ...]:
        """One body for each of several people: "the mayors of Lyon and Turin, P and Q"."""
        cities = self.document.within(post.span, CityMention)
        return tuple(city.span for city in cities) if len(cities) == count else (post.body,) * count

    def _claimed(self, sketch: Outline, match: re.Match[str]) -> bool:
        """True for the post in "P, R, Q": it is that of the person before it, unless that one has a post already."""
        if sketch.text[match.end("R")] != ",":
            return False
        before = _OWNER.search(sketch.text, max(0, match.start("R") - 150), match.start("R"))
        return before is not None and sketch.people.get(before.start(1)) not in self.used.values()

    def _chain(self, sketch: Outline) -> None:
        """Further posts of somebody who has one."""
        ends = {sketch.posts[s].span.end - sketch.start: p for s, p in self.used.items() if s in sketch.posts}
        for match in CHAIN.finditer(sketch.text):
            start = match.start("R")
            post = sketch.posts.get(start)
            holder = ends.get(match.start())
            if post and holder and start not in self.used and not post.plural and not post.vague:
                self.add(sketch, start, holder, post, _CHAIN, match.span("R"))
                ends[match.end("R")] = holder
        for match in RELATIVE.finditer(sketch.text):
            post, person = sketch.posts.get(match.start("R")), sketch.people.get(match.start("P"))
            if post and person and match.start("R") not in self.used and not post.plural and not post.vague:
                self.add(sketch, match.start("R"), person, post, _CHAIN, match.span())

    def _pronoun_object(self, sketch: Outline) -> None:
        """Read "the party made her its chair", "elected him mayor"."""
        for match in OBJECT.finditer(sketch.text):
            post, person = sketch.posts.get(match.start("R")), self.meant(sketch, match.start())
            if post and person and match.start("R") not in self.used and not post.plural:
                self.add(sketch, match.start("R"), person, post, _CHOSEN, match.span())
        for start, post in sketch.posts.items():
            if start not in self.used and post.determiner in {"her", "him"} and _MADE.search(sketch.text, 0, start):
                person = self.meant(sketch, start)
                if person and " " in post.role:
                    self.add(sketch, start, person, post, _CHOSEN, (start, post.span.end - sketch.start))

    def _by_verb(self, sketch: Outline, match: re.Match[str]) -> None:
        """P heads, chairs, edits, … a body."""
        person = sketch.people.get(match.start("P")) or self.meant(sketch, match.start("P"))
        if person is None:
            return
        verbal, status = VERBS[match["verb"]]
        if SPORT.match(self.document.text, sketch.start + match.end("verb")):
            return
        stated = sketch.posts.get(match.start("R")) if match["R"] else None
        told = read_object(sketch.text, match.end("verb")) or Span(start=match.start("body"), end=match.end("body"))
        body = Span(start=sketch.start + told.start, end=sketch.start + told.end)
        role = stated.role if stated else verbal
        if not stated and entity_of(self.document, body) is None:
            return
        post = Post(span=body, role=role, head=role, body=body)
        if match["will"]:
            status = TenureStatus.INCOMING
        self.add(sketch, -1, person, post, replace(_HEADS, status=status), match.span())

    def _by_participle(self, sketch: Outline, match: re.Match[str]) -> None:
        """A body chaired, headed, founded, … by P."""
        body = Span(start=sketch.start + match.start("body"), end=sketch.start + match.end("body"))
        role = PARTICIPLES[match["verb"]]
        meant = match["body"] == "It"  # a body named before
        if meant or entity_of(self.document, body):
            post = Post(
                span=body, role=role, head=role, body=None if meant else body, determiner="its" if meant else ""
            )
            self.add(sketch, -1, sketch.people[match.start("P")], post, _HEADS, match.span())

    def meant(self, sketch: Outline, at: int) -> PersonMention | None:
        """Whom a pronoun means.

        Somebody named before it in the sentence; at the head of a paragraph the person the article
        is about; else the one person of the sentence before, or its subject.
        """
        near = [sketch.people[start] for start in sorted(sketch.people) if start < at]
        if not near and self.topic and not (self.subject is None or self.same_block):
            return self.topic
        named = near or list(self.before)
        topic = next((p for p in named if self.topic and p.name == self.topic.name), None)
        if topic or near:
            return topic or near[0]
        return self.before[0] if len(self.before) == 1 and self.subject == self.before[0] else self.subject

    def _remember(self, sketch: Outline) -> None:
        """Keep who was named, and who was the subject: it stays where a pronoun comes first."""
        first = min(sketch.people, default=None)
        if first is not None:
            self.before = tuple(sketch.people[start] for start in sorted(sketch.people))
            pronoun = sketch.text.find(PRONOUN)
            if self.subject is None or not -1 < pronoun < first:
                self.subject = sketch.people[first]

    def add(
        self,
        sketch: Outline,
        start: int,
        person: PersonMention,
        post: Post,
        construction: Construction,
        span: tuple[int, int],
    ) -> None:
        """Tell that a person holds a post; ``start`` and ``span`` count characters of the outline."""
        self.used[start] = person
        self.ruled[post.span.start, person.name] = True
        first, last = self._period(sketch.start + span[1]) if construction.dated else (None, None)
        tenure = Tenure(
            person=person.entity,
            role=stated_role(self, post),
            of=self.body(post, person),
            status=construction.status if construction.status and post.status is TenureStatus.CURRENT else post.status,
            start_date=first,
            end_date=last,
            evidence=(Span(start=sketch.start + span[0], end=sketch.start + span[1]),),
            rule=construction.rule,
        )
        self.tenures.append(tenure)
        if post.fresh or construction.fresh:
            self.fresh = tenure

    def copy(
        self, held: Tenure, person: PersonMention, sketch: Outline, span: tuple[int, int], status: TenureStatus
    ) -> None:
        """Tell that a person has, had or will have the post that somebody else holds."""
        evidence = (Span(start=sketch.start + span[0], end=sketch.start + span[1]),)
        self.tenures.append(
            Tenure(person=person.entity, role=held.role, of=held.of, status=status, evidence=evidence, rule="PERSON-45")
        )

    def nowhere(self, post: Post) -> bool:
        """True for a profession with a nationality only: "Brazilian architect", "French director"."""
        of = entity_of(self.document, post.body) if post.body and (post.head in MEMBER or post.role in _ARTS) else None
        return of is not None and of.kind is Kind.PLACE

    def body(self, post: Post, person: PersonMention) -> Entity | None:
        """Whose post it is, by its full name."""
        hers = post.role.lower() == "deputy" and post.determiner in {"his", "her"} and not post.body and self.tenures
        if hers and (city := self.tenures[-1].of) and city.kind is Kind.CITY:
            return city  # that of whom "her" means
        of = self.bodies.of(post, person)
        if of is None or (of.kind is Kind.ORGANIZATION and of.name.lower() in post.role.lower()):
            return None  # words of the post itself
        return in_full(self.document, post.role, of)

    def _period(self, offset: int) -> tuple[Period | None, Period | None]:
        """Start and end of a tenure, from a date right behind."""
        link = _DATE_LINK.match(self.document.text, offset)
        if not link:
            return None, None
        date = next((d for d in self.document.all(DateMention) if link.end() <= d.span.start <= link.end() + 4), None)
        if date is None:
            return None, None
        first, last = _ends(date.period)
        return (None, last) if link["link"] in {"until", "till"} else (first, last if last != first else None)


_OF_SUBJECTS = frozenset(("PERSON-40", "PERSON-42", "PERSON-46"))
_IN_BETWEEN = re.compile(  # "[P], brother of MP [Q], has been elected", "[P], whose ward covers part of [Q], is"
    rf"(?P<owner>{PERSON}+), (?:[^,.;{PERSON}]{{2,60}}, )?(?:(?:an? |the |his |her )?(?:[\w-]+ ){{0,2}}"
    r"(?:brother|sister|son|daughter|wife|husband|father"
    r"|mother|nephew|niece|cousin|widow|widower|aide|ally|friend|colleague|prot[eé]g[eé]e?) (?:of|to) "
    rf"(?:{POST}+,? )?(?:[a-z-]+ ){{0,3}}|(?:which|whose) [^,.;{PERSON}{PRONOUN}]{{5,60}} (?:of|and|in|for|to|with) )$"
)
_NAMED_TO = re.compile(
    rf"\b(?:has|have|was|were|is|will) (?:been |be )?(?:\w+ly )?(?:named|appointed|chosen|selected|picked|hired)"
    rf"(?: as| to be)?(?: the)? (?P<R>{POST}+)"
)
_APPOINTMENT = re.compile(
    rf"\b(?:appointment|selection|hiring|nomination|choice|name) of (?P<P>{PERSON}+)(?! as\b| to\b)"
)
_PROPOSED = re.compile(
    r"\b(?:resolution|proposal|motion|call|calls|called|plans?|needs?|wants?|wish(?:es)?|hopes?|whether|bid|intends?|urged?|"
    r"considering|debating|asked)(?: \w+)? to (?:\w+ly )?"
    rf"(?:(?:appoint|name|elect|hire|make) [^.;:{PERSON}]{{0,60}})?$"
)
_LEFT = re.compile(r",? (?:has |had |who )?(?:retired|stepped down|stood down|resigned|died|passed away)\b")
_LEAVING = re.compile(
    rf"\b(?:retirement|resignation|departure|ousting|ouster|dismissal|death|firing) of (?:the )?(?:{POST}+ )?$"
)
_AS_POST = re.compile(rf" as (?:its |the )?{POST}")


def _is_left(text: str, construction: Construction, match: re.Match[str], end: int) -> bool:
    """True of a post that was left: "the resignation of Mayor P", "of Councillor P as leader": not the councillor's."""
    if construction.rule == "PERSON-06":
        leaving = _LEAVING.search(text, 0, match.start("R"))
        return _LEFT.match(text, end) is not None or (leaving is not None and not _AS_POST.match(text, end))
    return construction.rule == "PERSON-42" and _LEAVING.search(text, 0, match.start("P")) is not None


_SEVERAL = 2
_ARTS = frozenset(("director", "producer"))  # of films, where only a country is named


def _ends(period: Period) -> tuple[Period | None, Period | None]:
    """First and last day, month or year of a time in office: "2016 to 2019" is two years."""
    if period.year:
        return period, period
    first, last = year(period.start.year), year(period.end.year)
    return (first, last) if (first.start, last.end) == (period.start, period.end) else (None, None)


_CHAIN = Construction(rule="PERSON-02", pattern=CHAIN)
_CHOSEN = Construction(rule="PERSON-42", pattern=OBJECT, fresh=True)
_HEADS = Construction(rule="PERSON-41", pattern=BY_VERB)
_MADE = re.compile(r"\b(?:made|make|makes|named|names|elected|elects|appointed|appoints|chose|picked) $")
_BYLINE = re.compile(
    rf"[^\w{PERSON}]{{0,3}}(?:[Bb]y|BY|Photo|Text|Words|Author|Posted by|Written by|Edited by):? {PERSON}[^.]{{0,60}}$"
)
_OWNER = re.compile(rf"({PERSON}+),? (?:(?:who|and) \w+ )?$")
_IF = re.compile(r"\b(?:if|unless|whether|should) $", re.IGNORECASE)


def hypothetical(text: str, start: int) -> bool:
    """True of what stands behind "if", "unless", "whether"."""
    return bool(_IF.search(text, max(0, start - 12), start))


def stated_role(reader: Reader, post: Post) -> str:
    """The post in words; "her deputy" is the deputy of what she is."""
    if post.role.lower() == "deputy" and reader.tenures and post.determiner in {"his", "her", "its", "whose", "their"}:
        return f"{post.role} {reader.tenures[-1].role}"
    return post.role
