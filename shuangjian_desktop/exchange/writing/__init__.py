"""Workbooks that the program writes: exports (`table`) and error workbooks (`error_book`).

Text is written as text: nothing that stands in a record becomes a formula or a link. Every file is written beside its
place, read back and compared, and only then put there (`place`).
"""
