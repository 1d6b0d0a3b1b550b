"""Hypothesis profiles: ``dev`` draws anew each time, ``ci`` draws the same examples every time.

No deadline: the first example of a test pays for the Java runtime or a cold cache.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
