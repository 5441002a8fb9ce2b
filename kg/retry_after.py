"""How long a server asks to be left alone: the value of Retry-After (RFC 9110, section 10.2.3).

Input: the header. Output: seconds.
"""

from __future__ import annotations

import datetime
import email.utils


def seconds(text: str) -> float:
    """The time that is asked for, as seconds or as a date; 0 where it says neither, or a time that is over."""
    if text.strip().isdecimal():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds()) if when.tzinfo else 0.0
