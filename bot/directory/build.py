"""A release's contact files (checked shapes) → the directory's values.

What is wrong in the files was said by `bot.dialog.directory_check`; here nothing can fail any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from bot.dialog.directory_schema import (
    AudienceFile,
    AudiencesFile,
    ContactFile,
    MunicipalitiesFile,
    NationalFile,
    NeighboursFile,
    RegionsFile,
    RoleFile,
)
from bot.dialog.schema import Shape
from bot.directory import hours
from bot.directory.model import (
    Audience,
    Belongs,
    Contact,
    Directory,
    Known,
    Municipality,
    Region,
    Role,
    Trust,
)

Model = TypeVar("Model", bound=Shape)


def build(files: Mapping[str, Shape]) -> Directory:
    """Turn a release's `directory` into values.

    Args:
        files: file name without ending → its shape; a file that is missing leaves its part empty.
    """
    national = _find(files, "national", NationalFile)
    regions = _find(files, "regions", RegionsFile)
    municipalities = _find(files, "municipalities", MunicipalitiesFile)
    neighbours = _find(files, "neighbours", NeighboursFile)
    audiences = _find(files, "audiences", AudiencesFile)
    contacts = {key: _contact(key, file) for key, file in national.contacts.items()} if national else {}
    roles = {key: _role(key, file) for key, file in national.roles.items()} if national else {}
    return Directory(
        contacts=MappingProxyType(contacts),
        roles=MappingProxyType(roles),
        municipalities=MappingProxyType(
            {
                code: Municipality(code, name, county)
                for county, names in (municipalities.municipalities.items() if municipalities else ())
                for code, name in names.items()
            }
        ),
        regions=MappingProxyType(
            {
                code: Region(code, region.county, region.name)
                for code, region in (regions.regions.items() if regions else ())
            }
        ),
        neighbours=MappingProxyType(
            {code: tuple(others) for code, others in (neighbours.neighbours.items() if neighbours else ())}
        ),
        audiences=MappingProxyType(
            {key: _audience(key, file) for key, file in (audiences.audiences.items() if audiences else ())}
        ),
        house=MappingProxyType({str(sector): keys for sector, keys in audiences.house.items()} if audiences else {}),
    )


def _find(files: Mapping[str, Shape], name: str, model: type[Model]) -> Model | None:
    found = files.get(name)
    return found if isinstance(found, model) else None


def _contact(key: str, file: ContactFile) -> Contact:
    verified = None if isinstance(file.verified, str) else file.verified
    return Contact(
        key=key,
        name=file.name,
        audience=file.for_,
        number=file.number or "",
        also=file.also,
        web=file.web or "",
        hours=hours.parse(file.hours),
        hours_confirmed=file.hours_confirmed == "yes",
        languages="" if file.languages == "unknown" else file.languages,
        speaks=file.speaks,
        anonymous=Known(file.anonymous),
        free=Known(file.free),
        on_bill=Known(file.on_bill),
        call_log=Known(file.call_log),
        note=file.note or "",
        sources=file.sources,
        trust=Trust(file.trust),
        checked=file.checked,
        valid_until=file.valid_until,
        verified=verified.date if verified else None,
        verifier=verified.role if verified else "",
        fallback=file.fallback,
        successor=file.successor or "",
        neutral=file.neutral == "yes",
    )


def _role(key: str, file: RoleFile) -> Role:
    return Role(
        key=key,
        name=file.name,
        audience=file.for_,
        belongs=Belongs(file.belongs),
        fallback=file.fallback,
        asks=MappingProxyType(dict(file.asks)),
        note=file.note or "",
        neutral=file.neutral == "yes",
        sources=file.sources,
    )


def _audience(key: str, file: AudienceFile) -> Audience:
    return Audience(
        key=key,
        name=file.name,
        told=file.for_,
        contacts=file.contacts,
        house=file.house == "yes",
        language=file.language,
        note=file.note or "",
        sources=file.sources,
        telegram=file.telegram == "yes",
    )
