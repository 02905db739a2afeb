"""Questions about an archive: one function per question, whoever asks.

The commands, the pages and their JSON all use these, so that their numbers are the same. Documents
are plain data, ready for JSON.
"""
