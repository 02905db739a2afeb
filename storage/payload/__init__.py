"""Bytes at the cost of the difference: bodies, heads and texts, and how they are packed.

``payloads`` keeps every body once; ``blobs`` are the chains of differences beneath, ``bases``
chooses what leans on what, ``recipes`` makes the bytes on the wire again.
"""
