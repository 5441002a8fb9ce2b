"""Loads on import what every process that reads articles needs: rules, word lists, the model of names.

For processes of our own alone: what is loaded by then is left out of garbage collection for good.
"""

import gc

from kg.memory import give_back
from kg.mentions import annotate
from kg.model import Article
from kg.partition import facts_of
from kg.read import Raw, parse

TEXT = b"Mayor Ana Lima of Vienna said that the city has 5 parks and won the Green Award in 2020."
_article = parse(Raw(source="preload.txt", data=TEXT))
assert isinstance(_article, Article)
facts_of(annotate(_article))
gc.collect()
give_back()  # what loading left behind: 70 MB
gc.freeze()  # what is loaded stays: looking through it for garbage would take a twentieth of the time
