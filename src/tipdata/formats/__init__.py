"""The doors: one module for each format, with the same names in each.

`json` is one document for a dataset, `jsonl` a record on each line, `package`
a folder or a zip file of tables. Each has `dumps`, `loads`, `dump` and `load`,
and its docstring is the format's documentation. `schema` gives the JSON Schema
of a record and of a document.
"""
