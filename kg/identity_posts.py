"""Posts that people hold: which are of one body, which are one post, and which two nobody holds at once.

Input: Posts, as articles tell them. Output: yes, no, or why not; for ``identity_people``.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from kg import variants, variants_people
from kg.identity_names import bare, places_in, short
from kg.likeness import words as name_words
from kg.profile import Post

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


def forms_of_body(post: Post) -> frozenset[str]:
    """A body by the words of its name with the places in it, and its initials; a town's name as a Chinese says it."""
    if not post.body_key:
        return frozenset()
    return _forms_of(post.body_kind, post.body_name, post.country)


@lru_cache(maxsize=8192)
def _forms_of(kind: str, name: str, country: str) -> frozenset[str]:
    if kind != "Organization":
        return frozenset({variants_people.chinese("".join(variants.words(name)))} if country in CHINESE else ())
    words, places = bare(variants.organization, name)
    left = [word for word in words.split() if not (places and word in _OF_TOWN)]
    where = {" ".join((*left, *chosen)) for chosen in product(*sorted(place.keys for place in places))}
    return frozenset(where | {letters for letters in (short(name), variants.initials(name)) if letters})


_OF_TOWN = frozenset({"city", "municipal", "metropolitan", "town", "corporation"})


def towns_in(post: Post) -> frozenset[str]:
    """The keys of the towns in the name of a body."""
    if post.body_kind != "Organization":
        return frozenset()
    return frozenset(key for _, place in places_in(post.body_name) for key in place.largest)


def is_linked(one: Post, other: Post) -> bool:
    """True where two claims are of one post or body, and near enough in time."""
    return same_body(one, other) and not clash(one, other)


_HELD = frozenset({"Event", "EventSeries", "Organization"})  # a fair is read as what is held or as who holds it


def same_body(one: Post, other: Post) -> bool:
    """True where two posts are in one town, country or body: one key, or one name within the other."""
    if not one.body_key or not other.body_key:
        return False
    if (one.body_kind, one.body_key) == (other.body_kind, other.body_key):
        return True
    a, b = name_words(one.body_name), name_words(other.body_name)
    held = {one.body_kind, other.body_kind} <= _HELD
    within = (held or one.body_kind == other.body_kind) and bool(a & b) and (a <= b or b <= a)
    return within or bool(forms_of_body(one) & forms_of_body(other))


@lru_cache(maxsize=8192)
def _role(role: str) -> str:
    """The role in one English wording: "Oberbürgermeisterin", "vice chairman" are "mayor", "deputy chair"."""
    return " ".join(_ROLE_OF.get(word, word) for word in variants.words(role))


@lru_cache(maxsize=8192)
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


@lru_cache(maxsize=8192)
def clash(one: Post, other: Post) -> str:
    """Why two claims cannot be of one person; empty where they can."""
    a, b = _family(one), _family(other)
    if one.country and other.country and one.country != other.country:
        public = [post.body_kind in {"City", "Place"} for post in (one, other)]
        if all(public) or (any(public) and _at_once(one, other)):
            return f"posts in two countries: {_shown(one)}, {_shown(other)}"
    years = [int(year) for post in (one, other) for year in _years(post)]
    most = LONGEST_CAREER if same_body(one, other) and is_alike(one, other) else LONGEST_LIFE
    if years and max(years) - min(years) > most:
        return f"decades apart: {_shown(one)}, {_shown(other)}"
    if _two_ministers(one, other):
        return f"two posts at the same time: {_shown(one)}, {_shown(other)}"
    if same_body(one, other) or same_in_all(one, other):
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
    """The years in which the post was held, as far as told; of a former one without any that of the article."""
    dated = [year for year in (post.since, post.until) if year]
    return dated if post.status == "former" and dated else [*dated, *([post.told] if post.told else [])]


def _two_ministers(one: Post, other: Post) -> bool:
    """True of ministers of two subjects in one year who took office in two: one cabinet has both."""
    if not (_family(one) == _family(other) == "minister" and one.since and other.since and one.since != other.since):
        return False
    a, b = (name_words(_role(post.role)) - {"minister", "secretary", "state"} for post in (one, other))
    current = one.status == other.status == "current" and one.told == other.told != ""
    return current and bool(a) and bool(b) and not a & b


def is_alike(one: Post, other: Post) -> bool:
    """True where two roles may be of one post."""
    kinds = {_family(one), _family(other)}
    if "" not in kinds and (len(kinds) == 1 or kinds <= HEADS):
        return True
    a, b = name_words(_role(one.role)), name_words(_role(other.role))
    return ("deputy" in a) == ("deputy" in b) and 2 * len(a & b) >= max(len(a), len(b))


def same_in_all(one: Post, other: Post) -> bool:
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
    return same_body(one, other) and not is_alike(one, other) and one.told == other.told != ""


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


def both_full(one: Post, other: Post) -> bool:
    """True where two posts in two bodies that each fill a life are held at once: of one name that is possible."""
    full = all(_family(post) and post.body_key for post in (one, other))
    if not full or same_body(one, other) or same_in_all(one, other) or _beside(one, other):
        return False
    return all(post.since or post.until for post in (one, other)) and _at_once(one, other)


def began_apart(one: Post, other: Post) -> bool:
    """True where one post is said to have begun in two years: two people of a family name had it."""
    begun = bool(one.since and other.since) and abs(int(one.since) - int(other.since)) > 1
    return begun and same_body(one, other) and is_alike(one, other)


def near_in_time(one: Post, other: Post) -> bool:
    """True where two claims of a post are so near in time that one person held it in both."""
    spans = [(0, int(p.told)) if _is_open(p) else _span(p) for p in (one, other)]
    return spans[0][0] - NEAR <= spans[1][1] and spans[1][0] - NEAR <= spans[0][1]


def _is_open(post: Post) -> bool:
    """True for a former post of which nobody says when it was held."""
    return post.status == "former" and bool(post.told) and not (post.since or post.until)


NEAR = 2  # years
UNPLACED = 2  # words of a role that are enough where one article does not say of what body: "director-general"


def same_unplaced(one: Post, other: Post) -> bool:
    """True where one role is told in two articles of one year, by one of them without the body."""
    words = _role(one.role)
    enough = len(words.split()) >= UNPLACED and words == _role(other.role)
    return enough and bool(one.body_key) != bool(other.body_key) and one.told == other.told != ""
