"""Which names of people stand for one person, and which one name for several.

Input: Profiles of kind PERSON. Output: marks, parts and judgements for ``identity``. A person holds one
full post at a time, in one country; a league or a board beside it is no contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

from kg import variants, variants_people
from kg.identity_names import bare, places_in, short
from kg.likeness import words as name_words
from kg.namespaces import slug
from kg.profile import Claim, Part, Post, Profile, Rules

# Posts that fill a life: nobody holds two of them at once in two bodies. Word of the role -> family.
FULL_POSTS = {
    "mayor": "mayor", "lord mayor": "mayor", "governor": "governor", "minister": "minister", "premier": "premier",
    "ceo": "executive", "chief executive": "executive", "managing director": "executive", "president": "president",
    "secretary": "minister", "ambassador": "ambassador", "rector": "rector", "vice-chancellor": "rector",
    "city manager": "manager", "town manager": "manager", "municipal manager": "manager", "police chief": "police",
    "chief of police": "police", "commissioner": "commissioner",
    "director": "director", "deputy mayor": "deputy mayor", "vice mayor": "deputy mayor", "councillor": "councillor",
    "spokesperson": "spokesperson", "editor": "editor", "chair": "chair", "head": "head",
    "leader": "leader", **dict.fromkeys(
        ("goalkeeper", "striker", "midfielder", "defender", "footballer", "player", "point guard", "singer"), "athlete"
    ), **dict.fromkeys(("pastor", "priest", "bishop", "archbishop", "cardinal", "imam", "rabbi"), "clergy"),
}  # fmt: skip
FILLING = frozenset({"athlete", "clergy"})  # lives that leave no time for any other post
CIVIC = frozenset({"mayor", "governor", "deputy mayor", "councillor", "manager", "police", "premier"})
# Posts that one body has one or two of: news calls its head by any of them.
HEADS = frozenset({"executive", "president", "chair", "head", "leader", "director"})
_ROLES = {
    "mayor": "oberburgermeister oberburgermeisterin burgermeister burgermeisterin maire alcalde alcaldesa sindaco"
    " sindaca"
    " burgemeester borgmester borgmastare ordforer prefeito prefeita primator primatorka starosta polgarmester primar"
    " dimarchos mer mera fopolgarmester akim",
    "deputy": "vice vize adjoint zamestitel assistant pro", "deputy mayor": "antidimarchos",
    "chair": "chairman chairwoman chairperson chairlady", "spokesperson": "spokesman spokeswoman",
    "councillor": "councilman councilwoman councilmember councilor", "minister": "ministre ministro ministra",
    "alderman": "alderwoman wethouder schepen", "manager": "administrator",
}  # fmt: skip
_ROLE_OF = {word: role for role, found in _ROLES.items() for word in found.split()}
CHINESE = frozenset({"CN", "TW", "HK", "MO", "SG"})
LONGEST_CAREER = 30  # years between two mentions of one person in one post: beyond, it is a namesake
LONGEST_LIFE = 50  # years between two posts of one person
COMMON_FIRST = frozenset(  # the same of first names: together with a common family name
    "john james robert michael david william richard mary maria anna mohamed mohammed muhammad ahmed ali jose"
    " juan carlos"
    " wei min li van thi ivan igor sergey sergei alexander peter paul thomas kevin steve mark chris daniel maria luis"
    " antonio francisco giovanni mario jean pierre hans abdul omar hassan kim hung minh jun ana joao pedro".split()
)
COMMON = frozenset(  # family names that a great many people bear; with nothing else known they prove nothing
    "smith johnson williams brown jones miller davis wilson taylor anderson thomas jackson white martin lee kim"
    " park choi"
    " wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu nguyen tran garcia rodriguez martinez"
    " hernandez lopez"
    " gonzalez perez sanchez silva santos oliveira souza kumar singh khan ali ahmed mohamed hassan ivanov muller"
    " schmidt"
    " rossi dupont murphy tan sato suzuki tanaka sokolov petrov popov hung simon".split()
)


def marks(profile: Profile) -> Iterator[str]:
    """The words in any order, each two words of which the first may begin a short form, and the name with each body.

    Names that differ more are of one person only where the body is the same: see ``judge``.
    """
    for name in profile.values("name"):
        found = variants_people.person(name)
        yield f"{' '.join(sorted(found))}="
        yield f"{''.join(found)}="
        starts = found[:2] if len(found[0]) == 1 else found[:1]
        yield from (
            f"{a} {b}="
            for at, a in enumerate(starts)
            for b in found[at + 1 :]
            if len(b) > 1 and b not in variants_people.PARTICLES
        )
        ends = {variants_people.sound(word) for word in {found[0], *found[-2:]}}
        ends |= {variants_people.sound("".join(found[-2:]))} if len(found) > 2 else set()
        ends |= {variants_people.consonants(found[-1]), variants_people.chinese("".join(found))} - {""}
        bodies = {
            body for post in profile.posts if post.body_key for body in (post.body_key, *_forms(post), *_near(post))
        }
        yield from (f"{end} of {body}=" for end in ends for body in bodies)


def _forms(post: Post) -> frozenset[str]:
    """A body by the words of its name with the places in it, and its initials; a town's name as a Chinese says it."""
    if not post.body_key:
        return frozenset()
    return _forms_of(post.body_kind, post.body_name, post.country)


@lru_cache(maxsize=65_536)
def _forms_of(kind: str, name: str, country: str) -> frozenset[str]:
    if kind != "Organization":
        return frozenset({variants_people.chinese("".join(variants.words(name)))} if country in CHINESE else ())
    words, places = bare(variants.organization, name)
    left = [word for word in words.split() if not (places and word in _OF_TOWN)]
    where = {" ".join((*left, *chosen)) for chosen in product(*sorted(place.keys for place in places))}
    return frozenset(where | {letters for letters in (short(name), variants.initials(name)) if letters})


_OF_TOWN = frozenset({"city", "municipal", "metropolitan", "town", "corporation"})


def _near(post: Post) -> frozenset[str]:
    """The keys of the towns in the name of a body."""
    if post.body_kind != "Organization":
        return frozenset()
    return frozenset(key for _, place in places_in(post.body_name) for key in place.largest)


def parts(profile: Profile) -> list[Part]:
    """The people whom one name stands for, by their posts; none where the posts go together and the name is rare."""
    posts = profile.posts
    against = next((why for a, b in combinations(posts, 2) if (why := _clash(a, b))), "")
    common = all(map(is_common, profile.values("name")))
    if not against and not (common and posts):
        return []
    groups: list[list[Post]] = []
    for post in posts:
        mine = [group for group in groups if any(_linked(post, other) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([post, *(other for group in mine for other in group)])
    merged: list[list[Post]] = []
    for group in sorted(groups, key=min):
        home = next((other for other in merged if not common and _go_together(other, group)), None)
        if home is None:
            merged.append(list(group))
        else:
            home += group
    reason = against or f"a name that many bear: {profile.values('name')[0]}"
    labels = [_label(group) for group in merged]
    return [
        (
            label if labels.count(label) == 1 else f"{label}-{min((p.since or p.told for p in group), default='')}",
            frozenset(Claim("post", tuple(post)) for post in group),
            reason,
        )
        for label, group in zip(labels, merged, strict=True)
    ]


def _go_together(one: list[Post], other: list[Post]) -> bool:
    return bool(_countries(one) & _countries(other)) and not any(_clash(a, b) for a in one for b in other)


def is_common(name: str) -> bool:
    """True for a full name that very many people bear: with nothing else known it proves nothing."""
    found = variants_people.person(name)
    return len(found) > 1 and bool({found[0], found[-1]} & COMMON) and all(w in COMMON | COMMON_FIRST for w in found)


def _label(group: list[Post]) -> str:
    return min((post.body_key or slug(post.role) for post in group), key=lambda key: (not key, key))


def _countries(group: list[Post]) -> set[str]:
    return {post.country for post in group} - {""}


def _linked(one: Post, other: Post) -> bool:
    """True where two claims are of one post or body, and near enough in time."""
    return _same_body(one, other) and not _clash(one, other)


_HELD = frozenset({"Event", "EventSeries", "Organization"})  # a fair is read as what is held or as who holds it


def _same_body(one: Post, other: Post) -> bool:
    if not one.body_key or not other.body_key:
        return False
    if (one.body_kind, one.body_key) == (other.body_kind, other.body_key):
        return True
    a, b = name_words(one.body_name), name_words(other.body_name)
    held = {one.body_kind, other.body_kind} <= _HELD
    within = (held or one.body_kind == other.body_kind) and bool(a & b) and (a <= b or b <= a)
    return within or bool(_forms(one) & _forms(other))


@lru_cache(maxsize=65_536)
def _role(role: str) -> str:
    """The role in one English wording: "Oberbürgermeisterin", "vice chairman" are "mayor", "deputy chair"."""
    return " ".join(_ROLE_OF.get(word, word) for word in variants.words(role))


@lru_cache(maxsize=65_536)
def family(role: str) -> str:
    """What sort of post a role is, of those that fill a life; empty for others."""
    words = _role(role)
    for known in sorted(FULL_POSTS, key=len, reverse=True):
        if words == known or words.endswith(" " + known) or words.startswith((known + " of", known + " for")):
            under = words.startswith(("deputy ", "former deputy ")) and not known.startswith("deputy")
            return "" if under and known != "minister" else FULL_POSTS[known]
    return ""


def _family(post: Post) -> str:
    """The sort of post; the president or head of a town is its mayor."""
    found = family(post.role)
    return "mayor" if post.body_kind == "City" and found in {"president", "head"} else found


def _clash(one: Post, other: Post) -> str:
    """Why two claims cannot be of one person; empty where they can."""
    a, b = _family(one), _family(other)
    if one.country and other.country and one.country != other.country:
        public = [post.body_kind in {"City", "Place"} for post in (one, other)]
        if all(public) or (any(public) and _at_once(one, other)):
            return f"posts in two countries: {_shown(one)}, {_shown(other)}"
    years = [int(year) for post in (one, other) for year in _years(post)]
    most = LONGEST_CAREER if _same_body(one, other) and _alike(one, other) else LONGEST_LIFE
    if years and max(years) - min(years) > most:
        return f"decades apart: {_shown(one)}, {_shown(other)}"
    if _two_ministers(one, other):
        return f"two posts at the same time: {_shown(one)}, {_shown(other)}"
    if _same_body(one, other) or _same_in_all(one, other):
        return ""
    if not (one.body_key and other.body_key) or not _at_once(one, other):
        return ""
    filled = bool(a and b and {a, b} & FILLING and a != b)
    civic = bool({a, b} & CIVIC) or _role(one.role) == _role(other.role)  # in whatever language
    elsewhere = one.body_kind == other.body_kind == "City" and civic
    if filled or elsewhere or (a and b and (a == b or {a, b} & CIVIC) and not _beside(one, other)):
        return f"two posts at the same time: {_shown(one)}, {_shown(other)}"
    return ""


def _years(post: Post) -> list[str]:
    """The years in which the post was held, as far as they are told; of a former one without any that of the article."""
    dated = [year for year in (post.since, post.until) if year]
    return dated if post.status == "former" and dated else [*dated, *([post.told] if post.told else [])]


def _two_ministers(one: Post, other: Post) -> bool:
    """True of ministers of two subjects in one year who took office in two: one cabinet has both."""
    if not (_family(one) == _family(other) == "minister" and one.since and other.since and one.since != other.since):
        return False
    a, b = (name_words(_role(post.role)) - {"minister", "secretary", "state"} for post in (one, other))
    current = one.status == other.status == "current" and one.told == other.told != ""
    return current and bool(a) and bool(b) and not a & b


def _alike(one: Post, other: Post) -> bool:
    """True where two roles may be of one post."""
    kinds = {_family(one), _family(other)}
    if "" not in kinds and (len(kinds) == 1 or kinds <= HEADS):
        return True
    a, b = name_words(_role(one.role)), name_words(_role(other.role))
    return ("deputy" in a) == ("deputy" in b) and 2 * len(a & b) >= max(len(a), len(b))


def _same_in_all(one: Post, other: Post) -> bool:
    """True where role and body together say the same: "port director" of Oslo, "director" of the Port of Oslo."""
    ours, theirs = (
        {_PORT.get(word, word) for text in (_role(post.role), post.body_name) for word in name_words(text)} - _TOWN
        for post in (one, other)
    )
    return len(ours) > 2 and ours == theirs and {one.body_kind, other.body_kind} == {"City", "Organization"}


_PORT = {"harbour": "port", "harbor": "port"}
_TOWN = frozenset({"council", "municipality", "city", "town"})


def at_odds(one: Post, other: Post) -> bool:
    """True where two posts in one body are held by two people, unless their names are the same."""
    return _same_body(one, other) and not _alike(one, other) and one.told == other.told != ""


def _beside(one: Post, other: Post) -> bool:
    """True where one of the two is of a league, party, board or company that a mayor may lead beside the post."""
    if any(_family(post) in _LED and set(variants.words(post.body_name)) & _FULL_TIME for post in (one, other)):
        return False
    return any(post.body_kind == "Organization" and _family(post) not in CIVIC for post in (one, other)) and any(
        _family(post) in CIVIC | {"minister"} for post in (one, other)
    )


# What has a head of its own, who does nothing else.
_FULL_TIME = frozenset("bank university hospital railways airlines".split())
_LED = frozenset({"executive", "president", "director", "rector", "head"})


def _at_once(one: Post, other: Post) -> bool:
    if "former" in {one.status, other.status} and one.status != other.status:
        return _overlap(one, other)
    spans = [_span(post) for post in (one, other)]
    return all(spans) and spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def _overlap(one: Post, other: Post) -> bool:
    """True where both say when they began, and a post that is over lasted more than a year into the other."""
    if not (one.since and other.since):
        return False
    spans = [
        (int(post.since), int(post.until or (post.told if post.status != "former" else post.since) or post.since))
        for post in (one, other)
    ]
    return min(last for _, last in spans) - max(first for first, _ in spans) > 1


def _span(post: Post) -> tuple[int, int]:
    """First and last year in which the post was surely held; an undated current one is taken for any time."""
    years = [int(year) for year in (post.since, post.until, post.told) if year]
    if post.status == "former":
        ends = [int(year) for year in (post.since, post.until) if year] or years
        return (min(ends), max(ends)) if ends else (0, 9999)
    return (min(years), max(years)) if years else (0, 9999)


def _shown(post: Post) -> str:
    year = post.since or post.told
    return f"{post.role} of {post.body_name}" + (f" ({year})" if year else "")


def apart(one: Profile, other: Profile) -> bool:
    """True where what is said of the two cannot be said of one person."""
    generations = [
        {variants_people.generation(name) for name in profile.values("name")} - {""} for profile in (one, other)
    ]
    if all(generations) and generations[0].isdisjoint(generations[1]):
        return True
    return any(_clash(a, b) for a, b in product(one.posts, other.posts))


def judge(one: Profile, other: Profile) -> tuple[int, str] | None:
    """How sure (0 the surest) and why two names are of one person; None where that is not proven."""
    if apart(one, other):
        return None
    best = None
    for a, b in product(one.values("name"), other.values("name")):
        likeness = _likeness(a, b)
        if likeness:
            best = min(best or likeness, likeness)
    if best is None:
        return None
    strength, how = best
    support = _support(one, other)
    if strength and any(_both_full(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength > 1 and any(at_odds(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength == 3 and "alone" in how and any(_began_apart(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength == 3 and not any(_near_in_time(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength <= (1 if support == "the same role" else _NEEDS.index(support)):
        names = f"{one.values('name')[0]} / {other.values('name')[0]}"
        return strength, f"{how}: {names}" + (f"; {support}" if support else "")
    return None


def _both_full(one: Post, other: Post) -> bool:
    """True where two posts in two bodies that each fill a life are held at once: of one name that is possible."""
    full = all(_family(post) and post.body_key for post in (one, other))
    if not full or _same_body(one, other) or _same_in_all(one, other) or _beside(one, other):
        return False
    return all(post.since or post.until for post in (one, other)) and _at_once(one, other)


def _began_apart(one: Post, other: Post) -> bool:
    """True where one post is said to have begun in two years: two people of a family name had it."""
    begun = bool(one.since and other.since) and abs(int(one.since) - int(other.since)) > 1
    return begun and _same_body(one, other) and _alike(one, other)


def _near_in_time(one: Post, other: Post) -> bool:
    """True where two claims of a post are so near in time that one person held it in both."""
    spans = [(0, int(p.told)) if _is_open(p) else _span(p) for p in (one, other)]
    return spans[0][0] - NEAR <= spans[1][1] and spans[1][0] - NEAR <= spans[0][1]


def _is_open(post: Post) -> bool:
    """True for a former post of which nobody says when it was held."""
    return post.status == "former" and bool(post.told) and not (post.since or post.until)


NEAR = 2  # years
# How much the names may differ (see _likeness) at most, by what speaks for one person.
_NEEDS = ("", "in the same country", "of the same body", "the same post")
UNPLACED = 2  # words of a role that are enough where one article does not say of what body: "director-general"


def _support(one: Profile, other: Profile) -> str:
    found = ""
    for a, b in product(one.posts, other.posts):
        if (_same_body(a, b) and _alike(a, b)) or _same_in_all(a, b):
            return "the same post"
        if _same_body(a, b):
            found = "of the same body"
        elif (a.country and a.country == b.country) or _same_unplaced(a, b):
            found = found or ("in the same country" if a.country == b.country != "" else "the same role")
    return found


def _same_unplaced(one: Post, other: Post) -> bool:
    """True where one role is told in two articles of one year, by one of them without the body."""
    words = _role(one.role)
    enough = len(words.split()) >= UNPLACED and words == _role(other.role)
    return enough and bool(one.body_key) != bool(other.body_key) and one.told == other.told != ""


def _likeness(one: str, other: str) -> tuple[int, str] | None:
    """How far two names differ: 0 in form only, 1 in a part left out, 2 in spelling or a short first name, 3 more."""
    a, b = variants_people.person(one), variants_people.person(other)
    a, b = _in_one_word(a, b), _in_one_word(b, a)
    if a == b or "".join(a) == "".join(b):
        return 0, "one name in two spellings"
    if a in {b[1:] + b[:1], b[-1:] + b[:-1]}:
        return 2, "one name in two orders"
    shorter, longer = sorted((a, b), key=lambda name: (len(name), name))
    full = [w for w in shorter if len(w) > 1]
    more = len(shorter) < len(longer) or len(full) < len([w for w in longer if len(w) > 1])
    if len(full) > 1 and more and set(full) <= set(longer) and _is_part(full, longer):
        return 1, "a part of the name left out"
    if len(shorter) > 1 and longer[-len(shorter) :] == shorter:
        return 3, "the family names alone"
    if len(a) == len(b) and len(a) > 1 and (found := _word_by_word(a, b)):
        return found
    if variants_people.is_foreign(one) != variants_people.is_foreign(other) and _same_consonants(a, b):
        return 2, "one name in two scripts"
    if len(shorter) > 1 and variants_people.chinese("".join(a)) == variants_people.chinese("".join(b)) != "":
        return 3, "two ways to write a Chinese name"
    if len(shorter) == 1 and shorter[0] in {longer[-1], longer[0]} and len(longer) > 1:
        return 3, "the family name alone"
    if _by_initials(a, b) or _by_initials(b, a):
        return 3, "initials"
    if len(shorter) > 1 and len(longer) > 2 and len(shorter) < len(longer):
        ends = _word_by_word((shorter[0], shorter[-1]), (longer[0], longer[-1]))
        middle = [w for w in longer[1:-1] if len(w) > 1] if len(shorter) > 2 else []
        return ends if ends and not middle else None
    return None


def _in_one_word(name: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The name with the last two words in one where the other has them so: "La Guardia", "LaGuardia"."""
    return (*name[:-2], other[-1]) if len(name) > 2 and "".join(name[-2:]) == other[-1] else name


def _by_initials(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """True for initials before the family name of which one is that of the only first name: "B. R. Fashola"."""
    letters = short[:-1]
    if len(full) != 2 or not letters or any(len(letter) > 1 for letter in letters) or short[-1] != full[-1]:
        return False
    return full[0][0] in letters


def _same_consonants(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    one, other = (
        [variants_people.consonants(w) for w in name if w not in variants_people.PARTICLES] for name in (a, b)
    )
    return len(one) > 1 and one == other


def _is_part(full: list[str], longer: tuple[str, ...]) -> bool:
    """True where the words of the short name stand in the long one in order, the first among them."""
    at = [longer.index(word) for word in full]
    return at == sorted(at) and (at[0] == 0 or len(longer[0]) == 1)


def _word_by_word(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[int, str] | None:
    worst, how = 0, ""
    for at, (x, y) in enumerate(zip(a, b, strict=True)):
        if x == y:
            continue
        if len(x) == 1 or len(y) == 1:
            step = (2 if 0 < at < len(a) - 1 else 3, "an initial") if x[0] == y[0] else None
        elif at == 0 and variants_people.is_nickname(x, y):
            step = (2, "a short first name")
        elif at == 0 and x[-1:] != y[-1:] and "a" in {x[-1:], y[-1:]}:
            step = None  # Mario and Maria
        elif at and (x in variants_people.forms_for_women(y) or y in variants_people.forms_for_women(x)):
            step = (3, "the form of a name for women")
        elif variants_people.korean(x) == variants_people.korean(y):
            step = (2, "two ways to spell a Korean name")
        elif variants_people.umlauts(x) == variants_people.umlauts(y):
            step = (1, "two ways to spell a name")
        elif _sound_alike(x, y):
            step = (2, "two ways to spell a name")
        elif at == 0 and _begins_alike(x, y):
            step = (3, "two forms of a first name")
        elif min(len(x), len(y)) > 4 and variants.distance(x, y) == 1:
            step = (3, "a slip in the spelling")
        else:
            step = None
        if step is None:
            return None
        worst, how = max((worst, how), step)
    return worst, how


def _begins_alike(one: str, other: str) -> bool:
    """True for a first name and its beginning, and for G and H of Russian and Ukrainian: "Gennady", "Hennadii"."""
    if min(len(one), len(other)) > 3 and (one.startswith(other) or other.startswith(one)):
        return True
    left = variants_people.consonants(one)
    return {one[0], other[0]} == {"g", "h"} and len(left) > 1 and left == variants_people.consonants(other)


def _sound_alike(one: str, other: str) -> bool:
    sound = variants_people.sound(one)
    most = 3 if len(sound) > 1 else 1  # so short a name sounds like many
    return sound == variants_people.sound(other) and variants.distance(one, other, most) <= most


RULES = Rules(marks=marks, judge=judge, apart=apart, parts=parts)
