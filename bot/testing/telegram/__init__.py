"""A strict Bot API server for tests: the real client library talks to it, and scripted people press its buttons.

Reading order: `world` (what exists), `schema` (which methods and fields there are), `methods` and `profile` (what
they do), `updates` and `webhook` (how the bot hears of things), `faults` and `limits` (what goes wrong), `server` (the
whole), `people` and `groups` (who write and press). docs/testing-telegram.md shows how to use it elsewhere, too.

It knows Telegram alone: nothing here imports the program that is tested.
"""

from bot.testing.telegram.calls import Call
from bot.testing.telegram.faults import Fault, Faults
from bot.testing.telegram.groups import Group
from bot.testing.telegram.limits import Limits
from bot.testing.telegram.people import NoSuchButtonError, NotSeenError, Query, User
from bot.testing.telegram.refusals import Refusal, bad_request, forbidden
from bot.testing.telegram.server import BotApi
from bot.testing.telegram.world import Message

__all__ = [
    "BotApi",
    "Call",
    "Fault",
    "Faults",
    "Group",
    "Limits",
    "Message",
    "NoSuchButtonError",
    "NotSeenError",
    "Query",
    "Refusal",
    "User",
    "bad_request",
    "forbidden",
]
