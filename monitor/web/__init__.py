"""The pages: revisions in a browser, and the same as JSON, feeds and mementos.

::

    request | pages | monitor.queries -> document | template, JSON, CSV or feed

A page is a view that makes one query and gives one document; the form in which it is sent is
decided afterwards, so that the forms cannot differ. Stored pages are hostile: see ``policies``.
"""
