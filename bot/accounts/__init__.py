"""Who may enter the coordinators' pages, purely: accounts and roles, passwords, one-time codes, brakes on guessing.

    model         what an account is and what it may see; invitations, acts
    api_tokens    tokens of the programming interface
    credentials   passwords (argon2), one-time codes, tokens and their digests
    brakes        how long the next attempt has to wait
    sealed        short texts sealed into a link; letters and round_links have theirs
    store         what the pages ask of the storage

The people here act in their job. Nothing of this touches conversations, which know no accounts. Clock and chance are
arguments; the tables are in `bot.storage`.
"""
