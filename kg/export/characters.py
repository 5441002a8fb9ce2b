"""Text in a file that cannot hold every character: escaped, and what XML forbids replaced.

Input: any text. Output: text for an XML attribute or element. A graph for drawing tools is read by people: a character
that XML 1.0 has no way to write shows as U+FFFD there. RDF/XML refuses it instead, since its triples must be the same.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
REPLACEMENT = "\ufffd"


def attribute(name: str, value: object) -> str:
    """An attribute with a space before it: tabs, line feeds and carriage returns survive as references."""
    return f" {name}={quoteattr(NO_XML.sub(REPLACEMENT, _shown(value)))}"


def element_text(value: object) -> str:
    """The inside of an element."""
    shown = NO_XML.sub(REPLACEMENT, _shown(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return shown.replace("\r", "&#13;")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
