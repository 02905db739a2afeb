"""WARC, the language to the outside (ISO 28500): records in and out, and a linter.

The archive is not kept as WARC; any selection of it comes out as WARC, and WARC made by anybody
comes in. What is captured and what is a visit stands elsewhere: here are files and records.
"""
