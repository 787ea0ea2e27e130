"""What every layer speaks of: field kinds, registers, records, queries, errors. Standard library and python-stdnum only."""
