"""Text on its way to a paper: nothing in it may steer the layout, whatever a clerk's sheet held."""

import unicodedata

_LEFT_OUT = frozenset(("Cc", "Cf", "Cs"))  # controls, zero-width and direction signs, halves of a surrogate pair
_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})


def cleaned(text: str) -> str:
    """Return the text in NFC, its lines ended by LF, without characters that are seen only by what they do."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_ENDS))
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in _LEFT_OUT)
