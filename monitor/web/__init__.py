"""The pages: revisions in a browser, with JSON, feeds and mementos of the same.

::

    request | pages | monitor.queries -> document | template, JSON, CSV or feed

A page is a view that asks one query and gives one document; what form it leaves in is decided
afterwards, so that the forms cannot differ. Stored pages are hostile: see ``policies``.
"""
