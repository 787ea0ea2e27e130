"""From the cells of a clerk's sheet to a plan of what they would change. Pure: nothing here writes anything.

The way of a sheet: `heads` finds the table (by the words of `headwords`), `rows` cuts its data out, `mapping` says
which column is which field, `returned` recognises workbooks that the program itself sent out, `parsed` reads the
columns (by the readers of `cells`). Then `planner` gives every row its fate: `chunk` asks the ledger in bulk (`lookup`
is what it is asked), `parents`, `matching` and `similar` say which record a row is, `outcome` what it does to it,
`location` where its problems stand. `plan` holds all that; `decide` takes a clerk's decisions, `held` turns waiting
rows into JSON and back.
"""
