"""Telegram: the same talks as in the other doors, in one message that is edited in place.

What is shown, and knows no network: `message` (plain data), `pages` (which message), `standing` (what needs no
token), `screen` and `outcome` (a turn), `contacts` (/find), `keyboard` (buttons in rows), `markup` and `phone` (texts
as Telegram's HTML), `parts` (long texts), `typed` (a reply that chooses); of practice `practice` (which message),
`round` and `debrief` (a round), `cards` (flashcards), `rehearsed` (what these are put together from).

What is done: `updates` (what comes in), `door` (an update → calls to make), `bodies` (their JSON), `service` and
`queue` (in order, until done), `calls` and `transport` (one client), `webhook` and `polling` (two ways in), `library`
(for what is not in a hurry), `account`, `setup` and `links` (the bot itself), `app` (all of it together).
"""
