"""Telegram: the same talks as in the other doors, in one message that is edited in place.

What is shown: `message` (plain data), `pages` (which message), `screen` (a turn), `words` (texts as Telegram's HTML),
`parts` (long texts), `typed` (a reply that chooses). What is done: `updates`, `door`, `calls`, `queue`, `webhook`,
`polling`.
"""
