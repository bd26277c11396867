"""Where an installation keeps what it may keep: releases, keys, and in time ledger, units and accounts.

Nothing here knows a conversation. SQLite by default, PostgreSQL when several machines serve; both pass
the same contract tests. Keys are files, never rows, so that they can be destroyed.
"""


class StorageError(Exception):
    """The store holds something it must not hold, lacks something it must have, or does not answer.

    Base of `AddressError`. remedy: what the people who run the installation can do; empty where that is plain.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class AddressError(StorageError):
    """FRAGESTOD_DATABASE is no address that this program knows. It may hold a password, so it is never shown."""
