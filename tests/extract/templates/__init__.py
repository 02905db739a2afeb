"""Pages of our own in the manner of many makers and languages, whose correct reading is known."""

from tests.extract.templates.articles import LANGUAGES, Article, articles
from tests.extract.templates.edits import EDITS, edited
from tests.extract.templates.make import TEMPLATES, Made, make

__all__ = ["EDITS", "LANGUAGES", "TEMPLATES", "Article", "Made", "articles", "edited", "make"]
