"""READ: captures that nobody read become extractions, decisions and intents.

``room`` is the loop, the same for a fresh capture and an imported one; ``readings`` reads one, in
the light of what ``remembering`` keeps of its page and its outlet.
"""
