"""Imported last by a process that is forked for commands: what was imported until then is never looked at by the collector.

A fork shares the memory of its parent until it writes to it, and a collection writes to every object.
"""

import gc

gc.collect()
gc.freeze()
