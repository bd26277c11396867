"""Where an installation keeps what it may keep: releases, keys, and in time ledger, units and accounts.

Nothing here knows a conversation. SQLite by default, PostgreSQL when several machines serve; both pass
the same contract tests. Keys are files, never rows, so that they can be destroyed.
"""


class StorageError(Exception):
    """The store holds something it must not hold, lacks something it must have, or does not answer."""
