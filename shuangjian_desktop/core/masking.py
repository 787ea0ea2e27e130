"""What may be seen of a personal value until it is unmasked."""

import re

_DIGITS = re.compile(r"^[\d\-Xx ]{7,}$")


def mask_text(text: str) -> str:
    """Return the text with its middle hidden: 张*, 欧阳**, 138****0001, 4101**********001X.

    Long numbers keep three or four characters at either end, names their first, everything else (addresses) six.
    """
    if not text:
        return ""
    if _DIGITS.match(text):
        head, tail = (4, 4) if len(text) >= 15 else (3, 4)
        return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
    if len(text) <= 6:
        return text[0] + "*" * max(1, len(text) - 1)
    return text[:6] + "*" * min(6, len(text) - 6)
