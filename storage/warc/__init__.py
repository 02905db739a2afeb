"""WARC (ISO 28500), for exchange with other archives: reading and writing records, and a linter.

The archive is not stored as WARC, but any selection of it can be exported as WARC, and WARC made by
anybody can be imported. This package deals with files and records; captures and visits are defined
elsewhere.
"""
