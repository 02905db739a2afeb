"""Which blocks of a page are its article.

``judge`` is the entry point: it runs the model (``learned``), then the rules that add what belongs
to the text (``kept``) and those that remove what does not (``dropped``), in the order that
``variorum outlet check --explain`` shows. ``body`` is the plain choice, made without a model.
"""
