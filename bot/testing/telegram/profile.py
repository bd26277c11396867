"""The bot's profile: commands, name, descriptions and menu, in each language, as `telegram setup` registers them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.testing.telegram.refusals import bad_request
from bot.testing.telegram.world import BOT_NAME, World

MAX_COMMANDS, MAX_DESCRIPTION = 100, 256
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
LIMITS = {"name": 64, "description": 512, "short_description": 120}
"""Characters (Bot API: setMyName, setMyDescription, setMyShortDescription)."""
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
MENUS = {"commands": (), "default": (), "web_app": ("text", "web_app")}

Fields = Mapping[str, Any]


def _language(fields: Fields) -> str:
    code = str(fields.get("language_code", ""))
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(fields: Fields) -> str:
    scope = fields.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    for name in SCOPES[kind]:
        if name not in scope:
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    return " ".join(str(scope[name]) for name in ("type", *SCOPES[kind]))


def _set_commands(world: World, fields: Fields) -> bool:
    commands = fields.get("commands")
    if commands is None:
        raise bad_request("can't parse commands JSON object")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile["commands", _scope(fields), _language(fields)] = [_command(command) for command in commands]
    return True


def _command(given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    command, description = given["command"].removeprefix("/"), given["description"]
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _get_commands(world: World, fields: Fields) -> object:
    return world.profile.get(("commands", _scope(fields), _language(fields)), [])


def _delete_commands(world: World, fields: Fields) -> bool:
    world.profile.pop(("commands", _scope(fields), _language(fields)), None)
    return True


def _set_text(field: str) -> Callable[[World, Fields], object]:
    def change(world: World, fields: Fields) -> bool:
        text = str(fields.get(field, ""))
        if len(text) > LIMITS[field]:
            raise bad_request(f"BOT_{'TITLE' if field == 'name' else 'DESCRIPTION'}_TOO_LONG")
        world.profile[field, _language(fields)] = text
        return True

    return change


def _get_text(field: str) -> Callable[[World, Fields], object]:
    def read(world: World, fields: Fields) -> dict[str, object]:
        without = BOT_NAME if field == "name" else ""
        found = world.profile.get((field, _language(fields))) or world.profile.get((field, "")) or without
        return {field: found}

    return read


def _set_menu(world: World, fields: Fields) -> bool:
    menu = fields.get("menu_button", {"type": "default"})
    kind = menu.get("type")
    if kind not in MENUS:
        raise bad_request("can't parse menu button: Unsupported type specified")
    for name in MENUS[kind]:
        if name not in menu:
            raise bad_request(f"can't parse menu button: Can't find field \"{name}\"")
    world.profile["menu", str(fields.get("chat_id", ""))] = dict(menu)
    return True


def _get_menu(world: World, fields: Fields) -> object:
    own = world.profile.get(("menu", str(fields.get("chat_id", ""))))
    return own or world.profile.get(("menu", "")) or {"type": "default"}


PROFILE: dict[str, Callable[[World, Fields], object]] = {
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "setMyName": _set_text("name"),
    "getMyName": _get_text("name"),
    "setMyDescription": _set_text("description"),
    "getMyDescription": _get_text("description"),
    "setMyShortDescription": _set_text("short_description"),
    "getMyShortDescription": _get_text("short_description"),
    "setChatMenuButton": _set_menu,
    "getChatMenuButton": _get_menu,
}
"""Method → what it does."""
