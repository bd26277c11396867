"""What Telegram is told of the bot, and what it tells of itself: commands, descriptions, menu, webhook.

Everything here may be done again at any time: each step sets what should be, whatever was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC

from telegram import Bot, BotCommand, MenuButtonCommands, MenuButtonDefault, WebhookInfo, error

from bot.channels.telegram.account import Account
from bot.channels.telegram.library import open_bot
from bot.channels.telegram.standing import Profile
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import path

CONNECTIONS = 40
"""Updates that Telegram sends at the same time at most; it allows 100."""

Profiles = Callable[[str], Profile]
Told = Callable[[str], object]


class SetupError(Exception):
    """Telegram did not do what it was asked. The message says what to do, and holds no token."""


@dataclass(frozen=True, slots=True)
class Status:
    """What Telegram says. webhook: "" when it is asked for updates. ours: the webhook is the one set up here.

    waiting: updates that nobody has taken. trouble: what went wrong with the last delivery, and when. languages: those
    in which commands are registered; "" is the one for everybody else.
    """

    username: str
    name: str
    can_join_groups: bool
    reads_groups: bool
    inline: bool
    webhook: bool
    ours: bool
    waiting: int
    trouble: str
    languages: tuple[str, ...]


async def set_up(
    account: Account, profile: Profiles, languages: Iterable[str], *, public_url: str, rename: bool, told: Told
) -> None:
    """Register everything, in each language; the first language is also everybody else's.

    Args:
        public_url: where the webhook is, when the account has a secret; else a webhook is taken away.
        rename: also set the bot's name, which Telegram allows only now and then.
        told: told of each step that is done.

    Raises:
        SetupError: Telegram refused a step or was not reached.
    """
    async with _Opened(account) as bot:
        for place, language in enumerate(languages):
            shown = profile(language)
            commands = [BotCommand(name, description) for name, description in shown.commands]
            for code in _codes([language], everybody=place == 0):
                await bot.set_my_commands(commands, language_code=code)
                await bot.set_my_short_description(shown.short, language_code=code)
                await bot.set_my_description(shown.long, language_code=code)
                if rename:
                    await bot.set_my_name(shown.name, language_code=code)
                told(f"commands and descriptions: {code or 'for everybody'}")
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        told("menu button: the commands")
        if account.secret:
            await bot.set_webhook(
                public_url.rstrip("/") + path(account.secret),
                secret_token=account.secret,
                allowed_updates=WANTED,
                max_connections=CONNECTIONS,
            )
            told("webhook: set")
        else:
            await bot.delete_webhook()
            told("webhook: none; this installation asks Telegram (polling)")


async def remove(account: Account, languages: Iterable[str], told: Told) -> None:
    """Take away everything that was registered. Updates that wait stay with Telegram for a day.

    Raises:
        SetupError: see `set_up`.
    """
    async with _Opened(account) as bot:
        await bot.delete_webhook()
        told("webhook: gone")
        for code in _codes(languages):
            await bot.delete_my_commands(language_code=code)
            await bot.set_my_short_description("", language_code=code)
            await bot.set_my_description("", language_code=code)
        await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
        told("commands, descriptions and menu: gone")


async def read_status(account: Account, languages: Iterable[str], public_url: str) -> Status:
    """What Telegram says of the bot.

    Raises:
        SetupError: see `set_up`.
    """
    async with _Opened(account) as bot:
        me = await bot.get_me()
        hook = await bot.get_webhook_info()
        known = [code for code in _codes(languages) if await bot.get_my_commands(language_code=code)]
        ours = bool(account.secret) and hook.url == public_url.rstrip("/") + path(account.secret)
        return Status(
            username=me.username or "",
            name=me.first_name,
            can_join_groups=bool(me.can_join_groups),
            reads_groups=bool(me.can_read_all_group_messages),
            inline=bool(me.supports_inline_queries),
            webhook=bool(hook.url),
            ours=ours,
            waiting=hook.pending_update_count,
            trouble=_trouble(hook),
            languages=tuple(known),
        )


def _codes(languages: Iterable[str], *, everybody: bool = True) -> list[str]:
    """Languages as Telegram knows them, of two letters; "" is everybody else's."""
    return [*([""] if everybody else []), *(language for language in languages if len(language) == 2)]


def _trouble(hook: WebhookInfo) -> str:
    if hook.last_error_date is None:
        return ""
    return f"{hook.last_error_date.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {hook.last_error_message}"


class _Opened:
    """The library's bot for a few calls. Its refusals become a SetupError that says what to do."""

    def __init__(self, account: Account) -> None:
        self._transport = Transport(account.base, account.token)
        self._bot = open_bot(account, self._transport)

    async def __aenter__(self) -> Bot:
        return self._bot

    async def __aexit__(self, kind: object, failure: BaseException | None, trace: object) -> None:
        await self._transport.close()
        if isinstance(failure, error.InvalidToken):
            raise SetupError("Telegram does not know this token; copy it anew from @BotFather") from None
        if isinstance(failure, error.RetryAfter):
            raise SetupError(f"Telegram wants a pause ({failure.message}); run it again after that") from None
        if isinstance(failure, error.BadRequest | error.Forbidden):
            raise SetupError(f"Telegram refused: {failure.message}") from None
        if isinstance(failure, error.TelegramError):
            raise SetupError("Telegram was not reached; see that this machine may open connections to it") from None
