"""What the pages ask of the storage, so that they need not know which database it is. Every method is one
transaction, may wait for the disk, and writes its own line in the log of acts; `by` is who did it."""

from __future__ import annotations

from typing import Protocol

from bot.accounts.model import Account, Credentials, Entry, Invitation, Refused, Role


class AccountStore(Protocol):
    """Accounts, invitations, sessions, acts. Tokens and spare codes are handed over as digests."""

    def is_empty(self) -> bool:
        """Whether nobody has an account yet."""

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, closed ones too, by name."""

    def invite(self, token: str, invitation: Invitation, by: str) -> Refused | None:
        """Keep an invitation. token: its digest. To reset an account ends the invitations that it made."""

    def invitation(self, token: str) -> Invitation | None:
        """What a link is for; None when it cannot be used any more."""

    def pending(self) -> tuple[tuple[str, Invitation], ...]:
        """The invitations that can still be used, each with its token's digest, the next to end first."""

    def withdraw(self, token: str, by: str) -> bool:
        """End an invitation; False when it cannot be used any more. token: its digest."""

    def secret_for(self, token: str) -> str:
        """The secret of the one-time codes that goes with an invitation (the token itself), base32."""

    def accept(self, token: str, name: str, credentials: Credentials) -> Account | Refused:
        """Use an invitation up. All earlier sessions of the account end, and all invitations that it made."""

    def credentials(self, name: str) -> tuple[Account, Credentials] | None:
        """How an account that is not closed proves itself."""

    def sign_in(self, account: int, session: str, *, step: int | None = None, spare: str | None = None) -> bool:
        """Begin a session by a code's step or a spare code, which is used up; False when it was used before."""

    def vouched(self, account: int, session: str) -> bool:
        """Begin a session for whom the organisation's provider vouches for; False when the account is closed."""

    def session(self, token: str) -> Account | None:
        """Whose session it is, None when it has ended. Keeps it from falling asleep."""

    def sign_out(self, token: str) -> None:
        """End a session."""

    def sign_out_everywhere(self, account: int) -> None:
        """End all sessions of an account."""

    def change(self, account: int, role: Role, units: frozenset[int], by: str) -> Refused | None:
        """Give an account another role; it holds from the next page on. Who is no administrator any more
        has no open invitations."""

    def close(self, account: int, by: str) -> Refused | None:
        """Close an account: its sessions end, its password, codes and secret are deleted, and so are
        the invitations that it made."""

    def set_language(self, account: int, language: str) -> None:
        """The language of an account's pages."""

    def spares(self, account: int) -> int:
        """How many spare codes are left."""

    def acts(self, most: int) -> tuple[Entry, ...]:
        """The last acts, newest first."""
