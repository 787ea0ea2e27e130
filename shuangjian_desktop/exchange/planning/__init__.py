"""From the cells of a clerk's sheet to a plan of what they would change. Pure: nothing here writes anything.

`heads` finds the head, `rows` cuts the data out, `mapping` says which column is which field, `columns` reads the cells,
`planner` decides what becomes of each row, `plan` holds the outcome. `lookup` is what the ledger is asked.
"""
