"""``jobwidgets doctor``: looks at every part between a job and its widget and says what is wrong.

With the URL and a token alone it asks the server and opens a real socket; where REDIS_URL or the
embedded stack is at hand it asks Redis itself as well. Each check measures first and judges after.
"""

from .examination import examine

__all__ = ["examine"]
