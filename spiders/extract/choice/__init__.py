"""Which blocks of a page are its article.

``judge`` is the entrance: it asks the model (``learned``), then the rules that add what belongs
to the text (``kept``) and those that take away what does not (``dropped``), in an order that
``variorum outlet check --explain`` shows. ``body`` is the plain choice, without a model.
"""
