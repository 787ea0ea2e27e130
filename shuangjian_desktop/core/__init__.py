"""What every layer speaks of: field kinds, registers, records, queries, errors.

Standard library, python-stdnum and (loaded at first use) pypinyin only.
"""
