"""All settings of an installation, in one table that is read once.

Each setting has one environment variable, `FRAGESTOD_` and its name in capitals; `docs/deployment.md`
has a row for each. A secret may instead lie in a file `/run/secrets/fragestod_<name>`, where container
engines put them. An unknown `FRAGESTOD_` name is refused, since a setting that is misspelt and silently
ignored can undo a protection. Nothing is read on import and nothing is kept here: who needs a setting
is handed it.

This module loads pydantic, so commands import it when they run, never when the program starts.
"""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "FRAGESTOD_"
SECRETS = Path("/run/secrets")
PACKAGE = Path(__file__).resolve().parent


class SettingsError(Exception):
    """A setting is misspelt or has an impossible value; the message says which, and what is possible."""


def find_content(name: str) -> Path:
    """The folder of shipped content called `name` ("dialogs", "locales" or "docs/codes").

    In a checkout that is the folder beside the package, so that an author's edit is seen at once;
    in an installed copy it is the one that came with the wheel.
    """
    checkout = PACKAGE.parent
    beside = checkout / name
    if beside.is_dir() and (checkout / "pyproject.toml").is_file():
        return beside
    return PACKAGE / "content" / name


def default_data() -> Path:
    """`data/` of the checkout, or the user's own data folder for an installed copy."""
    if (PACKAGE.parent / "pyproject.toml").is_file():
        return PACKAGE.parent / "data"
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "fragestod"


class Settings(BaseSettings):
    """The table. Every field's description is what a person who installs needs to know."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,  # a value may be a secret
    )

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 behind a proxy.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8080, description="Port; 0 takes a free one.")
    internal: str = Field("", description="Address (IP) by which processes that share the data folder reach this one.")
    public_url: AnyHttpUrl | None = Field(None, description="Address that the world sees, for links.")
    data: Path = Field(default_factory=default_data, description="Folder for all that is written.")
    database: str = Field("", repr=False, description="SQLAlchemy address; empty = SQLite in the data folder.")
    dialogs: Path = Field(default_factory=lambda: find_content("dialogs"), description="Dialogs.")
    locales: Path = Field(default_factory=lambda: find_content("locales"), description="Translations.")
    local: Path | None = Field(None, description="Folder of the organisation's own layer.")
    telegram_token: SecretStr | None = Field(None, description="Bot token; none = no Telegram door.")
    telegram_secret: SecretStr | None = Field(
        None, description="Shared word of the webhook; with public_url it turns polling off."
    )
    telegram_api: AnyHttpUrl = Field(
        AnyHttpUrl("https://api.telegram.org"), description="Bot API server; another one is for tests or your own."
    )
    telegram_name: str = Field("", description="The bot's name, such as fraga_bot, for links on coordinators' pages.")
    telegram_rate: Annotated[int, Field(ge=0, le=1000)] = Field(
        30, description="Calls a second that this process makes to Telegram at most; 0 = no limit."
    )
    oidc_issuer: AnyHttpUrl | None = Field(
        None,
        description="Sign-in of the organisation (OpenID Connect) for coordinators; none = passwords.",
    )
    oidc_client: str = Field("", description="What the provider knows this installation as.")
    oidc_secret: SecretStr | None = Field(None, description="The client's secret at the provider.")
    oidc_claim: str = Field("email", description="Which of the provider's words is the name of an account.")
    smtp_host: str = Field("", description="Mail server for coordinators' weekly letters; none = no letters.")
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = Field(587, description="Its port; 465 goes with tls.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field("starttls", description="How the way there is closed.")
    smtp_user: str = Field("", description="What the mail server knows this installation as; none = no sign-in.")
    smtp_password: SecretStr | None = Field(None, description="Its password.")
    smtp_from: str = Field("", description="Sender of the letters, such as samtalsstod@example.org.")
    counting: bool = Field(False, description="Count talks anonymously; several processes need valkey too.")
    valkey: str = Field("", repr=False, description="Valkey address, where several processes count; keeps nothing.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged.")

    @field_validator("telegram_token", "telegram_secret", "oidc_secret", "smtp_password")
    @classmethod
    def _empty_is_none(cls, secret: SecretStr | None) -> SecretStr | None:
        """An empty secret file, which container engines need to exist, means that there is none."""
        return secret if secret and secret.get_secret_value() else None

    @field_validator("telegram_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        """What Telegram takes as a secret word, and long enough that nobody finds it."""
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("must be 16 to 256 of A-Z, a-z, 0-9, _ and -; make one with: openssl rand -hex 24")
        return secret

    @field_validator("internal")
    @classmethod
    def _is_internal(cls, address: str) -> str:
        """An address that the world does not reach, since forms of team sessions go there in the clear."""
        if address:
            known = ip_address(address)
            if not known.is_private or known.is_unspecified:
                raise ValueError("must be an address of the own network, such as 10.0.0.5")
        return address

    @field_validator("telegram_name")
    @classmethod
    def _is_bot_name(cls, name: str) -> str:
        """A name as Telegram allows it, without the @ that people write before it."""
        plain = name.removeprefix("@")
        if plain and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,30}[A-Za-z0-9]", plain):
            raise ValueError("must be a bot's name, such as fraga_bot")
        return plain

    @model_validator(mode="after")
    def _whole_oidc(self) -> "Settings":
        """A provider needs all that is said to it; half a sign-in would fail at somebody's first try."""
        if self.oidc_issuer and not (self.oidc_client and self.oidc_secret and self.public_url):
            raise ValueError("FRAGESTOD_OIDC_ISSUER needs OIDC_CLIENT, OIDC_SECRET and PUBLIC_URL, too")
        return self

    @model_validator(mode="after")
    def _whole_smtp(self) -> "Settings":
        """A letter needs a sender, and an address where it is ended; no password goes over an open way."""
        if self.smtp_host and not ("@" in self.smtp_from and self.public_url):
            raise ValueError("FRAGESTOD_SMTP_HOST needs SMTP_FROM (an address) and PUBLIC_URL, too")
        if self.smtp_password and self.smtp_tls == "none":
            raise ValueError("FRAGESTOD_SMTP_PASSWORD is not sent without TLS: set SMTP_TLS to starttls or tls")
        return self

    @property
    def contacts(self) -> Path:
        """The file of contacts that coordinators write: beside the organisation's own layer, where there is one."""
        return (self.local or self.data / "local") / "contacts.yaml"

    @property
    def telegram_webhook(self) -> bool:
        """Whether Telegram calls us (a public address and a secret are there), instead of us asking it."""
        return self.public_url is not None and self.telegram_secret is not None

    @model_validator(mode="before")
    @classmethod
    def _name_database(cls, values: Any) -> Any:
        """Put the default database in the data folder, wherever that is."""
        if isinstance(values, dict) and not values.get("database"):
            data = Path(values.get("data") or default_data()).absolute()
            return {**values, "database": f"sqlite:///{data / 'fragestod.db'}"}
        return values


def read_settings(*, secrets: Path = SECRETS, **given: Any) -> Settings:
    """Read the table once: what is `given` (a command's options) wins, then environment, then secret files.

    Args:
        secrets: folder of secret files; need not exist.
        given: settings by name; None means not given.

    Raises:
        SettingsError: an unknown name or an impossible value; the value itself is never shown.
    """
    _refuse_unknown(os.environ)
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(_secrets_dir=secrets if secrets.is_dir() else None, **chosen)
    except ValidationError as error:
        faults = [f"{PREFIX}{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors()]
        raise SettingsError("; ".join(faults)) from None


def _refuse_unknown(names: Mapping[str, str]) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), sorted(known), n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
            raise SettingsError(f"{name} is not a setting; {hint}")
