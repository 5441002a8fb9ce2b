"""The ways in which one name is written: what two spellings of it have in common.

Input: a name. Output: forms that are equal for variants of one name. Nothing here decides that two
things are the same: ``identity`` does, with what articles say about them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from anyascii import anyascii

from kg.namespaces import folded

SMALL = frozenset(
    "of the for and in on at to di dei della degli de del la le les des du da do dos das d el et und y e der die "
    "das von".split()
)
SPELLINGS = {
    "centre": "center", "organisation": "organization", "programme": "program", "theatre": "theater",
    "harbour": "harbor", "labour": "labor", "defence": "defense", "neighbourhood": "neighborhood", "metre": "meter",
    "kilometre": "kilometer", "litre": "liter", "tonne": "ton", "colour": "color", "favourite": "favorite",
    "honour": "honor",
    "neighbour": "neighbor",
    "urbanisation": "urbanization", "licence": "license", "tram": "tramway", "catalogue": "catalog",
    "aeroplane": "airplane", "traveller": "traveler", "modernisation": "modernization", "per cent": "percent",
}  # fmt: skip
ABBREVIATIONS = {
    "dept": "department", "corp": "corporation", "intl": "international", "int": "international", "univ": "university",
    "assn": "association", "assoc": "association", "govt": "government", "natl": "national", "nat": "national",
    "inst": "institute", "co": "company", "bros": "brothers", "mfg": "manufacturing", "dev": "development",
    "admin": "administration", "min": "ministry", "comm": "commission", "fed": "federation", "tech": "technology",
    "transp": "transport", "uni": "university", "un": "united nations", "eu": "european union", "uk": "united kingdom",
    "us": "united states", "usa": "united states", "dist": "district", "auth": "authority", "soc": "society",
    "constr": "construction", "st": "saint", "mgmt": "management", "tu": "technical university",
}  # fmt: skip
LEGAL_FORMS = frozenset(
    "ltd limited inc incorporated llc llp lp plc gmbh ag kg kgaa se sa sas sarl srl spa bv nv oy oyj ab as asa aps"
    " corporation company pty pvt private sl sdn bhd pte kk jsc ojsc pjsc ooo zao tbk kft zrt doo".split()
)
_FORM_OF = {"ltd": "limited", "inc": "incorporated", "corp": "incorporated", "corporation": "incorporated"}
GROUPS = frozenset("group holding zeitung newspaper".split())
# Bodies that are called "X of CITY" and "CITY X" alike; a university is not one of them.
OF_A_CITY = frozenset(
    "council municipality government hall administration chamber police department authority board office assembly"
    " prefecture mayoralty agency bureau port museum library orchestra opera zoo".split()
)
AWARD_NOUNS = frozenset("award prize title competition contest accolade trophy honor".split())
# Sorts of things that are given; things of two sorts are not one.
_GIVEN = {
    "award": "award prize title accolade honor trophy", "contest": "competition contest challenge tournament",
    "medal": "medal", "label": "label seal certificate", "index": "index ranking barometer",
    "fund": "fund grant bursary",
    "fellowship": "fellowship scholarship",
}  # fmt: skip
_SORT_OF = {noun: sort for sort, nouns in _GIVEN.items() for noun in nouns.split()}
# Words that tell one award or event from another of the same name without them.
TELLING = frozenset(
    "junior youth young senior student child kid teen women woman men man girl boy half ultra mini small large little"
    " gold golden silver bronze paralympic para amateur indoor outdoor winter summer spring autumn rising"
    " virtual regional audience jury public lifetime special honorary first second north south east west northern"
    " southern eastern western".split()
)
FEW = 3  # words of a name of which none says "number of" but "count": a census count is no census
FULL = 5  # words of a name that needs no "Achievement" before "Award"
COUNTED = frozenset("number total count amount overall".split())
_COMPOUNDS = {"konferenz": "conference", "kongress": "congress", "messe": "fair", "gipfel": "summit", "woche": "week",
              "tage": "day", "lauf": "run", "fest": "festival", "festspiele": "festival", "preis": "prize"}  # fmt: skip
_LANGUAGES = {
    "conference": "conferencia conferenza konferenz konferencja",
    "congress": "congreso congresso congres kongress kongres",
    "fair": "feria fiera foire messe", "forum": "foro forumul", "summit": "cumbre sommet gipfel vertice cupula",
    "week": "semana semaine settimana woche", "day": "tage jornada journee giornata dia",
    "festival": "festspiele festiwal fete",
    "biennale": "biennial bienal", "prize": "premio prix preis pris nagroda", "city": "ciudad ville citta stadt cidade",
    "architecture": "architettura arquitectura architektur arquitetura", "film": "cinema cine",
    "book": "libro livre buch",
    "light": "lumiere licht luz luce", "music": "musica musique musik", "show": "salon salone",
    "marathon": "maraton maratona", "art": "arte kunst",
    "theater": "teatro", "carnival": "carnaval carnevale karneval",
    "youth": "jugend juventud jeunesse", "book fair": "buchmesse", "security": "sicherheit",
}  # fmt: skip
TRANSLATED = {word: english for english, found in _LANGUAGES.items() for word in found.split()}
_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {
    **{word: at for at, word in enumerate(_ONES, 1)},
    **{f"{ten[:-1]}ieth": 10 * at for at, ten in enumerate(_TENS, 2)},
    **{f"{ten} {word}": 10 * at + n for at, ten in enumerate(_TENS, 2) for n, word in enumerate(_ONES[:9], 1)},
}
ORDINAL_WORDS = frozenset({*(word for word in ORDINALS if " " not in word), "annual", "edition"})
_TEN_BEFORE = re.compile(rf"(?i)\b({'|'.join(_TENS)})[ -](?=({'|'.join(_ONES[:9])})\b)")
ROMAN = re.compile(r"(?=[ivxl])(?!l$)(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
NUMBER = re.compile(r"\d+(st|nd|rd|th)?|(19|20)\d\d")
SAME_MEASURE = {
    "resident": "inhabitant", "population": "inhabitant", "people living": "inhabitant", "citizen": "inhabitant",
    "co2": "carbon dioxide", "metro": "subway", "underground": "subway", "lorry": "truck", "bicycle": "bike",
    "cycle": "bike", "motorcar": "car", "automobile": "car", "flat": "apartment", "rubbish": "waste", "trash": "waste",
    "garbage": "waste", "rail": "railway", "cycleway": "bike path",
    "employee": "employee", "staff": "employee", "tramway": "tram", "streetcar": "tram", "trolley bus": "trolleybus",
    "jobless": "unemployment", "gdp": "gross domestic product", "cycling": "bike", "walking": "foot",
    "municipal": "city", "storey": "floor",
    "mean": "average", "altitude": "elevation", "height above sea level": "elevation",
    "home": "dwelling", "completed": "built", "ridership": "passenger",
}  # fmt: skip


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and script.

    >>> words("Сергей Собянин"), words("Zürich & Genève")
    (('sergey', 'sobyanin'), ('zurich', 'and', 'geneve'))
    """
    return tuple(folded(anyascii(_greek(name))).split())


_GREEK = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("γκ", "g"), ("γγ", "ng"), ("χ", "ch"), ("υ", "y"))


def _greek(name: str) -> str:
    """Greek letters that are read together, as they are mostly written in Latin script."""
    if name.isascii() or not re.search(r"[\u0370-\u03ff]", name):
        return name
    text = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    for letters, latin in _GREEK:
        text = text.replace(letters, latin)
    return text


_LATIN = re.compile(r"(?:bus|campus|census|virus|status|bonus|circus|chorus|focus)es$")  # "houses" are no "hous"


def singular(word: str) -> str:
    """The word without the s or es of the plural.

    >>> singular("cities"), singular("buses"), singular("houses"), singular("glass")
    ('city', 'bus', 'house', 'glass')
    """
    if word in {"works", "customs", "arts", "sports"}:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and (word.endswith(("sses", "xes", "ches", "shes")) or _LATIN.search(word)):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _plain(name: str, *, abbreviations: bool = True) -> list[str]:
    """The words that carry a name, singular, in one spelling."""
    found: list[str] = []
    for word in words(name):
        stem = singular(word)
        full = ABBREVIATIONS.get(stem if stem in ABBREVIATIONS else word) if abbreviations else None
        found += (full or SPELLINGS.get(stem, stem)).split()
    return [re.sub(r"is(e|ation|ing)$", r"iz\1", word) if len(word) > 6 else word for word in found]


@lru_cache(maxsize=8192)
def organization(name: str) -> str:
    """What all spellings of an organisation's name have in common.

    >>> organization("Oslo City Council") == organization("The City Council of Oslo")
    True
    >>> organization("University of Washington") == organization("Washington University")
    False
    """
    found = _plain(re.sub(r"\b([AOS])[./]([ABSY])\.?(?!\w)", r"\1\2", name.split(" de C.V.", maxsplit=1)[0]))
    while len(found) > 1 and found[-1] in LEGAL_FORMS | GROUPS:
        found.pop()
    text = re.sub(r"\b(university) of technology\b", "technical university", " ".join(found))
    found = re.sub(r"\bregional office (for|of)\b|^(people|republic)s republic of\b", "", text).split()
    bare = [word for word in found if word not in SMALL]
    if OF_A_CITY & set(bare):
        return " ".join(sorted(bare))
    return " ".join(word for word in found if word not in SMALL or word == "of") or name


def legal_form(name: str) -> str:
    """The legal form that the name of a company ends with, in one spelling; empty where it has none."""
    last = words(name)[-1:] or ("",)
    return _FORM_OF.get(last[0], last[0]) if last[0] in LEGAL_FORMS - {"company"} else ""


@lru_cache(maxsize=8192)
def award(name: str) -> str:
    """What all spellings of an award's name have in common: no year, no edition, no "award"."""
    found = [word for word in _plain(_TEN_BEFORE.sub("", name)) if word not in SMALL and not _counts(word)]
    found = ["index" if word == "ranking" else word for word in found]
    found = [word for word in found if word != "achievement" or len(found) < FULL]
    return " ".join(word for word in found if word not in AWARD_NOUNS) or " ".join(found) or name


@lru_cache(maxsize=8192)
def award_nouns(name: str) -> frozenset[str]:
    """The sorts of things that a name says are given: "award" for awards and prizes, "label", "index" and so on."""
    return frozenset(_SORT_OF[word] for word in _plain(name) if word in _SORT_OF)


def told_apart(ones: Iterable[str], others: Iterable[str]) -> bool:
    """True where the names of two things differ in a word such as "junior" or "half".

    >>> told_apart(["Oslo Half Marathon"], ["Oslo Marathon"]), told_apart(["Oslo Marathon"], ["Marathon"])
    (True, False)
    """
    found = [[_telling(name) for name in names] for names in (ones, others)]
    return bool(found[0]) and bool(found[1]) and not any(a == b for a in found[0] for b in found[1])


@lru_cache(maxsize=8192)
def _telling(name: str) -> frozenset[str]:
    return TELLING & frozenset(_plain(name))


@lru_cache(maxsize=8192)
def event(name: str) -> str:
    """What all spellings of an event's name have in common: no year, no edition, no "session"."""
    plain = [TRANSLATED.get(word, word) for word in _plain(_TEN_BEFORE.sub("", name), abbreviations=False)]
    found = [word for word in plain if word not in SMALL and not _counts(word) and word != "session"]
    return " ".join(found) or " ".join(plain) or name


def event_nouns(name: str) -> frozenset[str]:
    """The English nouns by which a name, in whatever language, says what sort of event it is."""
    found = {TRANSLATED.get(word, word) for word in _plain(name, abbreviations=False)}
    found |= {noun for word in words(name) for german, noun in _COMPOUNDS.items() if word.endswith(german)}
    return frozenset(found & {*TRANSLATED.values(), *_COMPOUNDS.values()})


def is_translated(name: str) -> bool:
    """True for a name with a word for an event in another language than English."""
    return any(word in TRANSLATED or word.endswith(tuple(_COMPOUNDS)) for word in _plain(name, abbreviations=False))


def unnumbered(name: str) -> str:
    """The name of an event without its number: "Ninth session of the World Urban Forum" is "World Urban Forum".

    >>> unnumbered("Ninth session of the World Urban Forum"), unnumbered("28th Conference of the Parties")
    ('World Urban Forum', 'Conference of the Parties')
    """
    found = re.sub(r"(?i)\b(session|edition) of (the )?", "", _TEN_BEFORE.sub("", name))
    return " ".join(w for w in found.split() if not _counts("".join(words(w))) and w.casefold() != "session")


def numbered(name: str) -> tuple[str, str]:
    """The initials and the number of an event that is called by both, "wuf" and "9" for WUF9; empty for others."""
    found = re.fullmatch(r"([A-Z]{2,6})[ -]?(\d{1,3})", name)
    return (found[1].casefold(), found[2]) if found else ("", "")


def _counts(word: str) -> bool:
    return bool(NUMBER.fullmatch(word) or ROMAN.fullmatch(word)) or word in ORDINAL_WORDS


def edition(text: str) -> str:
    """The number of an edition, however it is written: "11th", "XI" and "eleventh" are 11.

    >>> edition("58th"), edition("LVIII"), edition("fifty-eighth session")
    ('58', '58', '58')
    """
    found = words(text)
    for at, word in enumerate(found):
        if digits := re.match(r"\d+", word):
            return digits.group()
        for name in (" ".join(found[at : at + 2]), word):
            if name in ORDINALS:
                return str(ORDINALS[name])
        if ROMAN.fullmatch(word):
            return str(_roman(word))
    return text


def _roman(word: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in word]
    return sum(-v if v < max(values[at:]) else v for at, v in enumerate(values))


_METRICS = (
    (r"\([^)]*\b(pm ?\d[\d.]*)\b[^)]*\)", r" \1 "), (r"\b(fine )?(particulate matter|particles|dust)\b(?=.*\bpm)", " "),
    # PM2.5 is "fine particulate matter" in the WHO global air quality guidelines of 2021; formulas as of IUPAC
    (r"\bfine (particulate matter|particulates|particles|dust)\b", "pm2.5"), (r"\bso2\b", "sulphur dioxide"),
    (r"\bsulfur\b", "sulphur"), (r"\bo3\b", "ozone"), (r"\bch4\b", "methane"), (r"\bghgs?\b", "greenhouse gas"),
    (r"\bsize of (the )?(?=.*\barea\b)", " "),
    (r"\bper (capita|head|person|inhabitant|resident)\b", "per inhabitant"),
    (r"\b(a|per|each|every) year\b|\byearly\b", " annual "), (r"\b(a|per|each|every) day\b", " daily "),
    (r"\b(kilomet(re|er)s?|km) of\b", "length of"),
    (r"\b(inhabitants|residents|people|persons) (per|a) (square \w+|km2|km²|sq\.? \w+|hectare)", "population density"),
    (r"\b(modal|mode) (share|split) of\b", "share of trips by"),
    (r"\bevs?\b", "electric vehicle"),
    (r"\b(rate|percentage|proportion|quota)\b", "share"), (r"\b(made|taken|done) (by|on)\b", "by"),
    (r"\b(waste|rubbish|garbage) recycled\b|\b(waste )?recycling\b", "recycled waste"),
    (r"\b(people|persons) (living|who live) (in|here).*", "inhabitants"), (r"\bno2\b", "nitrogen dioxide"),
    (r"\b(dioxide|pm ?\d[\d.]*|ozone) levels?\b", r"\1 concentration"), (r"\b(that|which|is|are)\b", " "),
    (r"\b(road|traffic) (deaths|fatalities)\b", "traffic death"), (r"^(.*) kilomet(re|er)s$", r"length of \1"),
    (r"\blength of (the )?(.*) network\b", r"length of \2"), (r"\bhousing units?\b", "dwelling"),
)  # fmt: skip


@lru_cache(maxsize=8192)
def metric(name: str) -> str:
    """What all names of a measure have in common: "number of residents" and "inhabitants"."""
    text = re.sub(r"\be-(?=\w)", "electric ", re.sub(r"\bmetros\b", "metropolitan areas", name.casefold()))
    for pattern, plain in _METRICS:
        text = re.sub(pattern, plain, text)
    found = [word for word in _plain(text, abbreviations=False) if word not in SMALL]
    bare = [word for word in found if word not in COUNTED or (word == "count" and len(found) < FEW)] or found
    return " ".join(sorted(set(" ".join(SAME_MEASURE.get(word, word) for word in bare).split())))


def city(name: str) -> str:
    """What all spellings of a town's name have in common: "St. Ives", "City of Saint Ives"."""
    found = ["saint" if word in {"st", "ste", "sankt"} else word for word in words(name)]
    if found[:2] in (["city", "of"], ["town", "of"], ["municipality", "of"]) and len(found) > 2:
        found = found[2:]
    if len(found) > 1 and found[-1] in _UNITS_BEHIND and re.search(r"-\w+$", name):
        found.pop()
    return " ".join(found)


_UNITS_BEHIND = frozenset("gu si gun shi ku".split())  # Korean and Japanese for ward, city and county: "Yeonsu-gu"


def initials(name: str) -> str:
    """The initials of the words that carry a name; empty where there are fewer than three.

    >>> initials("World Health Organization"), initials("Smart City Expo World Congress")
    ('who', 'scewc')
    """
    found = [word for word in words(name) if word not in SMALL]
    return "".join(word[0] for word in found) if len(found) > 2 else ""


def all_initials(name: str) -> frozenset[str]:
    """The initials of a name with and without small words, articles alone, and "City": "TfL", "COP", "NYPD"."""
    found = words(name)
    kept = (
        found,
        [w for w in found if w != "the"],
        [w for w in found if w not in SMALL],
        [w for w in found if w not in SMALL and w != "city"],
    )
    return frozenset("".join(word[0] for word in some) for some in kept if len(some) > 2)


def is_syllabic(brief: str, name: str) -> bool:
    """True where a short form takes the beginnings of all words of a name, of one of them more than a letter.

    >>> is_syllabic("lamata", "Lagos Metropolitan Area Transport Authority"), is_syllabic("septa", "Lagos Area Bus")
    (True, False)
    """
    found = words(name)
    bearing = [word for word in found if word not in SMALL]
    if len(brief) < SYLLABLES or len(bearing) < FEW or brief in bearing:
        return False
    if _spells(brief, found) and brief not in all_initials(name):
        return True
    return len(bearing) > SYLLABLES and found[0] == bearing[0] and _spells(brief, found[1:])  # "Company for …"


SYLLABLES = 4  # letters of a short form made of the beginnings of words, and words of a name with one to spare


def _spells(letters: str, found: tuple[str, ...]) -> bool:
    if not found:
        return not letters
    least = 0 if found[0] in SMALL else 1
    return any(
        _spells(letters[size:], found[1:])
        for size in range(least, 5)
        if found[0].startswith(letters[:size]) and size <= len(letters)
    )


def beginnings(name: str) -> frozenset[str]:
    """The first three letters of all short forms that ``is_syllabic`` accepts for a name."""
    found = [word for word in words(name) if word not in SMALL]
    starts = [found] + ([found[1:]] if len(found) > SYLLABLES else [])
    return (
        frozenset(
            letters
            for a, b, c, *_ in starts
            for letters in (a[:3], a[:2] + b[0], a[0] + b[:2], a[0] + b[0] + c[0])
            if len(letters) > 2
        )
        if len(found) >= FEW
        else frozenset()
    )


def short_forms_in(name: str) -> frozenset[str]:
    """The words of a longer name that are initials, in small letters: "uclg" of "UCLG Congress"."""
    found = name.split()
    return frozenset(word.casefold() for word in found if is_short(word)) if len(found) > 1 else frozenset()


def with_initials(name: str) -> Iterator[tuple[str, str]]:
    """Initials that may stand for the beginning or the end of a longer name, each with a word of the rest."""
    found = [word for word in words(name) if word not in SMALL]
    for size in range(3, len(found)):
        for some, rest in ((found[:size], found[size:]), (found[-size:], found[:-size])):
            letters = "".join(word[0] for word in some)
            yield from ((letters, word) for word in rest)


def same_but_initials(one: str, other: str) -> bool:
    """True where two names differ only by initials in the one and the words in the other.

    >>> same_but_initials("UCLG World Congress", "World Congress of United Cities and Local Governments")
    True
    """
    for short, full in ((one, other), (other, one)):
        for letters in short_forms_in(short):
            rest = [word for word in words(short) if word not in SMALL and word != letters]
            left = [word for word in words(full) if word not in SMALL and word not in rest]
            if set(rest) <= set(words(full)) and "".join(word[0] for word in left) == letters:
                return True
    return False


@lru_cache(maxsize=8192)
def is_short(name: str) -> bool:
    """True for a name that is written as initials: "WHO", "ICLEI", "UN-Habitat" not."""
    letters = name.replace(".", "").replace("-", "")
    capitals = sum(letter.isupper() for letter in letters)
    mixed = len(letters) < 6 and 2 * capitals > len(letters) and letters[-1:].isupper() and letters[0].isupper()
    return 2 < len(letters) < 9 and letters.isalpha() and (letters.isupper() or mixed)


def distance(one: str, other: str, most: int = 2) -> int:
    """Letters to change, add, drop or swap with a neighbour between two words; more than ``most`` is not counted on."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
