r"""From bytes to text that can be trusted: one encoding, no control characters, NFC.

Input: bytes and what was declared about them. Output: a str in which "\n" ends lines, blanks
are plain blanks, and nothing invisible stands inside names; or the reason why it is no text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

MAX_REPLACED = 0.02  # share of U+FFFD above which the text has no sense
MAX_CONTROLS = 0.03  # share of control characters, NUL not counted, above which it has none either
MIN_LETTERS = 0.3  # share of letters and digits below which it has none
_SNIFF = 4096  # bytes looked at for magic numbers and a declared encoding

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"RIFF", "RIFF"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"PAR1\x15", "Parquet"),
    (b"wOF", "font"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)

# What HTML calls Latin-1 is windows-1252: the WHATWG Encoding Standard, section 4.2.
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_ALIASES |= {"gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932"}

# Any bytes are text in these, so they are believed only where the bytes are not UTF-8.
_WESTERN = frozenset({"cp1252", "windows-1252", "iso-8859-15", "latin-9"})

_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, variation selectors,
# tag characters, noncharacters: none is seen, all make equal names differ.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_RUNS = re.compile(r" {9,}|\n{4,}")  # blanks in hundreds say no more than a few, and cost patterns their time
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def binary(data: bytes) -> str | None:
    """What ``data`` is when its first bytes say that it is no text (``PDF``), else None."""
    head = data[:_SNIFF].lstrip(b"\r\n\t ")
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def decode(data: bytes, *, media_type: str | None = None) -> str | None:
    """The text of ``data``, cleaned; None where it has no sense as text.

    The encoding is that of the byte order mark, else UTF-16 by its zero bytes, else what
    ``media_type`` or a ``meta`` element declares (if it fits), else UTF-8 if it is, else a guess.
    """
    text = _decoded(data, media_type)
    if text is None or text.count("\ufffd") > MAX_REPLACED * len(text) + 1:
        return None
    controls = len(_CONTROLS.findall(text))
    text = clean(text)
    return text if controls <= MAX_CONTROLS * len(text) + 1 and _readable(text) else None


def clean(text: str) -> str:
    r"""``text`` in NFC with plain blanks and line ends, without control, zero-width and bidi characters.

    >>> clean("Zu\u0308rich\u200b has\u00a0it\r\n")
    'Zürich has it\n'
    """
    text = _SURROGATES.sub("\ufffd", text)
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _RUNS.sub(lambda run: run.group()[:8], _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes, media_type: str | None) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding if encoding != "utf-8" else "utf-8-sig", "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    utf8 = _strictly(data, "utf-8")
    for declared in (_HTTP.search(media_type or ""), _DECLARED.search(data[:_SNIFF])):
        if declared:
            name = declared[1].decode("ascii") if isinstance(declared[1], bytes) else declared[1]
            encoding = _ALIASES.get(name.lower(), name.lower())
            text = _strictly(data, encoding)
            if text is not None and (utf8 is None or encoding not in _WESTERN):
                return text
    return utf8 if utf8 is not None else _guessed(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)  # LookupError also for "hex" and its like, which give no text
    except (LookupError, UnicodeError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, by where the zero bytes of ASCII letters are."""
    head = data[:_SNIFF]
    zeros = [head[n::4].count(0) / (len(head) / 4) for n in range(4)] if len(head) >= 8 else [0.0] * 4
    for encoding, pattern in (
        ("utf-32-le", (0, 1, 1, 1)),
        ("utf-32-be", (1, 1, 1, 0)),
        ("utf-16-le", (0, 1, 0, 1)),
        ("utf-16-be", (1, 0, 1, 0)),
    ):
        if all(share > 0.8 if wanted else share < 0.2 for share, wanted in zip(zeros, pattern, strict=True)):
            return encoding
    return None


def _guessed(data: bytes) -> str | None:
    """The best reading of bytes that are not UTF-8 and declare nothing.

    Mostly-ASCII bytes are the hard case: detectors took one "ü" of windows-1252 for "³". There
    the bytes above ASCII are too few to tell, and windows-1252 is by far the most frequent.
    A few bad bytes in a text that is else UTF-8 are damage, not another encoding.
    """
    high = sum(byte > 0x7F for byte in data)
    utf8 = data.decode("utf-8", "replace")
    if sum(character > "\x7f" for character in utf8) > 4 * utf8.count("\ufffd"):
        return utf8
    if high < 0.1 * len(data):
        return data.decode("cp1252", "replace")
    best = from_bytes(data[: 1 << 16]).best()
    return data.decode(best.encoding, "replace") if best else None


def _readable(text: str) -> bool:
    """False for text that is mostly marks: bytes that happen to decode."""
    sample = text[: 1 << 16]
    seen = [character for character in sample if not character.isspace()]
    letters = sum(character.isalnum() for character in seen)
    return not seen or letters >= MIN_LETTERS * len(seen)
