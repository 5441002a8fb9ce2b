"""Write kg/lexicon/common_words.txt: the words that the training articles write in lower case."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from labelled import TRAINING

from kg.model import Article
from kg.read import article_of

WORDS = Path(__file__).resolve().parents[1] / "kg" / "lexicon" / "common_words.txt"
_WORD = re.compile(r"(?<![\w’'./@#:-])[a-z]{2,}(?![\w/@-])(?!\.\w)")  # no part of an address
_NAME = re.compile(r"(?<![\w’'-])[A-Z][a-z]+(?![\w-])")
_OFTENER = 10  # "tokyo" in small letters, once, makes no word of it
_HEAD = (
    "# words that the training articles write in lower case: "
    "a capital at the start of a sentence makes no name of them\n"
)


def main() -> None:
    found: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for path in sorted((TRAINING / "articles").iterdir()):
        article = article_of(path.as_posix(), path.read_bytes())
        if isinstance(article, Article):
            found.update(_WORD.findall(article.text))
            names.update(word.lower() for word in _NAME.findall(article.text))
    common = sorted(word for word, n in found.items() if names[word] < _OFTENER * n)
    WORDS.write_text(_HEAD + "\n".join(common) + "\n", encoding="utf-8")
    print(f"{len(common):,} words")


if __name__ == "__main__":
    main()
