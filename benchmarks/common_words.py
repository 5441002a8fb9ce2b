"""Write kg/lexicon/common_words.txt: the words that the training articles write in lower case."""

from __future__ import annotations

import re
from pathlib import Path

from labelled import TRAINING

from kg.model import Article
from kg.read import article_of

WORDS = Path(__file__).resolve().parents[1] / "kg" / "lexicon" / "common_words.txt"
_WORD = re.compile(r"(?<![\w’'-])[a-z]{2,}(?![\w-])")
_HEAD = (
    "# words that the training articles write in lower case: "
    "a capital at the start of a sentence makes no name of them\n"
)


def main() -> None:
    found: set[str] = set()
    for path in sorted((TRAINING / "articles").iterdir()):
        article = article_of(path.as_posix(), path.read_bytes())
        if isinstance(article, Article):
            found.update(_WORD.findall(article.text))
    WORDS.write_text(_HEAD + "\n".join(sorted(found)) + "\n", encoding="utf-8")
    print(f"{len(found):,} words")


if __name__ == "__main__":
    main()
