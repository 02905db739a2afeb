"""Changes as live sites make them, written onto pages: changing furniture, and edits."""

from tests.extract.remembered.written.changes import KINDS, Written, write
from tests.extract.remembered.written.host import Host, host_of

__all__ = ["KINDS", "Host", "Written", "host_of", "write"]
