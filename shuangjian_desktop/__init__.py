"""双减治理台账: the books of a district education office on off-campus tutoring."""

__version__ = "0.1.0"
