"""Packages: the workbook that one office sends another, in Excel that a person can read, sort and mend.

`layout` names everything that stands in it, `content` is what it carries, `digest` what makes two contents the same,
`cover` the first sheet, `write` and `read` go between file and content. `plan` says row by row what receiving would do
(`planned` its words, `links` its references). The format is written down for other programs'
authors in `resources/manual/package-format.md`.
"""
