"""Storing bodies, heads and texts as differences to earlier ones, and packing them.

``payloads`` keeps every body once; ``blobs`` has the chains of differences underneath, ``bases``
chooses the base of each, ``recipes`` restores the bytes that were sent over the wire.
"""
