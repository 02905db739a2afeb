"""READ: unread captures become extractions, decisions and intents.

``room`` is the loop, the same for fresh captures and imported ones; ``readings`` reads a capture,
using what ``remembering`` keeps of its page and its outlet.
"""
