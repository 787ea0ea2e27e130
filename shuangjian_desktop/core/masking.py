"""What may be seen of a personal value until it is unmasked."""

import re

_DIGITS = re.compile(r"^[\d\-Xx ]{7,}$")


def mask_text(text: str) -> str:
    """Return the text with its middle hidden: 张*, 138****0001, 4101**********001X.

    Long numbers keep three or four characters at either end, short ones the last two, names their first, everything
    else (addresses) a third at most and never more than six.
    """
    if not text:
        return ""
    if _DIGITS.match(text):
        head, tail = (4, 4) if len(text) >= 15 else (3, 4) if len(text) >= 11 else (0, 2)
        return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
    if len(text) <= 6:
        return text[0] + "*" * max(1, len(text) - 1)
    return text[: min(6, len(text) // 3)] + "*" * 6
