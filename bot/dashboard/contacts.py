"""Contacts of the house: what each place has and lacks, what must be called, and writing them.

Who coordinates some units writes for those; what holds for all units, a region or a municipality is for those who
coordinate them all. What is written stands in contacts.yaml (`bot.directory.kept`) after the same checks as at the
command line, and holds in the chat at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from aiohttp import web

from bot.accounts.model import Act, Role
from bot.dashboard.contact_form import Faults, read_contact, shown, version
from bot.dashboard.desk import Form, Visit
from bot.dialog.directory_schema import LocalContactFile
from bot.directory.kept import Kept, Where, as_entry, contacts_at, lay, read_kept, write_kept
from bot.directory.model import Belongs, Contact, Directory, Layer
from bot.directory.places import swedish_order
from bot.directory.upkeep import Due, due_of, quarter_end, upkeep

PATHS = {Layer.ORGANISATION: "alla", Layer.UNIT: "enhet", Layer.REGION: "region", Layer.MUNICIPALITY: "kommun"}
"""How a place's address begins; its code follows after a hyphen."""
GIVEN = {
    Layer.UNIT: (Belongs.UNIT,),
    Layer.ORGANISATION: (Belongs.UNIT, Belongs.REGION),
    Layer.REGION: (Belongs.REGION,),
    Layer.MUNICIPALITY: (Belongs.MUNICIPALITY,),
}
"""The roles that each place can give (docs/local.md, “Rollerna”)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose contacts. owner: the unit's number or the place's code, "" for the organisation."""

    layer: Layer
    owner: str
    name: str

    @property
    def path(self) -> str:
        """In the address."""
        return path_of(self.layer, self.owner)


@dataclass(frozen=True, slots=True)
class Row:
    """One role at a place. own: what is given there. other: what holds instead, and whose it is. due: why it must be
    called. undo: a change of it can be undone."""

    where: Where
    name: str
    own: Contact | None
    other: tuple[Layer, Contact] | None
    due: Due | None
    undo: bool


def path_of(layer: Layer, owner: str) -> str:
    """A place in an address: alla, enhet-7, region-01, kommun-0180."""
    return f"{PATHS[layer]}-{owner}" if owner else PATHS[layer]


def show_all(visit: Visit) -> web.Response:
    """The places that the account writes for, with how much each lacks."""
    book = _open(visit)
    rows = [(place, list(book.rows(place))) for place in _places(visit, book.directory)]
    counts = [
        (place, sum(not (row.own or row.other) for row in found), sum(row.due is not None for row in found))
        for place, found in rows
    ]
    return visit.page(
        "contacts.html", counts=counts, until=book.until, broken=book.kept is None, may_make=visit.may(Role.ALL)
    )


def show_place(visit: Visit) -> web.Response:
    """All roles of one place. ?klar= names the role that has just been written."""
    book = _open(visit)
    place = _place(visit, book.directory)
    rows = list(book.rows(place))
    return visit.page(
        "contacts_place.html",
        place=place,
        rows=rows,
        until=book.until,
        broken=book.kept is None,
        writable=book.kept is not None and visit.desk.contacts is not None and visit.desk.contacts.is_writable,
        done=next((row for row in rows if row.where.key == visit.asked.get("klar")), None),
        hours=lambda contact: visit.desk.render.hours(visit.language, contact.hours),
    )


def take_place(visit: Visit) -> web.Response:
    """A number was called today, a change is undone, or what was written here is taken away."""
    book = _open(visit)
    place = _place(visit, book.directory)
    row = _row(book, place, visit.form.get("role", ""))
    do, where, own = visit.form.get("do"), row.where, row.own
    if do == "called" and own and own.number:
        entry = as_entry(own).model_copy(update={"checked": visit.today.date(), "valid_until": None})
        done = _change(visit, book, where, lambda kept: kept.put(where, entry), Act.CONTACT_CALLED)
    elif do == "undo" and row.undo:
        done = _change(visit, book, where, lambda kept: kept.undo(where), Act.CONTACT_UNDONE)
    elif do == "drop" and own and own.made_here:
        done = _change(visit, book, where, lambda kept: kept.put(where, None), Act.CONTACT_CHANGED)
    else:
        raise web.HTTPBadRequest
    return visit.go(f"/kontakter/{place.path}{f'?klar={where.key}' if done else ''}#{where.key}")


def show_one(visit: Visit) -> web.Response:
    """The form of one contact."""
    book = _open(visit)
    place = _place(visit, book.directory)
    row = _row(book, place, visit.place["role"])
    said = visit.desk.render.hours(visit.language, row.own.hours) if row.own and row.own.hours.known else ""
    return _form(visit, place, row, shown(row.own, said), {})


def take_one(visit: Visit) -> web.Response:
    """Write one contact."""
    book = _open(visit)
    place = _place(visit, book.directory)
    row = _row(book, place, visit.place["role"])
    before = as_entry(row.own) if row.own else LocalContactFile()
    entry, faults = read_contact(visit.form, row.where, before, visit.today.date(), book.directory)
    if visit.form.get("seen") != version(row.own):
        faults["seen"] = _overtaken(row.own)
    if faults or entry is None:
        return _form(visit, place, row, visit.form, faults)
    written = entry
    if not _change(visit, book, row.where, lambda kept: kept.put(row.where, written), Act.CONTACT_CHANGED):
        return _form(visit, place, row, visit.form, {"seen": _overtaken(row.own)})
    return visit.go(f"/kontakter/{place.path}?klar={row.where.key}#{row.where.key}")


@dataclass(frozen=True, slots=True)
class _Book:
    """The directory with the file as it stands now, which another process may have written. kept: None when somebody
    has made a fault in the file by hand; then what was last read holds."""

    directory: Directory
    kept: Kept | None
    today: date
    called: Callable[[str, str], str]

    @property
    def until(self) -> date:
        """The last day of the quarter."""
        return quarter_end(self.today)

    def rows(self, place: Place) -> Iterator[Row]:
        """Every role that a place can give, and what else it has numbers to."""
        roles = {key: role.name for key, role in self.directory.roles.items() if role.belongs in GIVEN[place.layer]}
        known = {key: contact.name for key, contact in self.directory.contacts.items()}
        own = contacts_at(self.directory.organisation, place.layer, place.owner)
        for key, name in {**roles, **{key: known[key] for key in own if key in known}}.items():
            where, contact = Where(place.layer, place.owner, key), own.get(key)
            yield Row(
                where,
                self.called(key, name),
                contact,
                None if contact else _instead(self.directory, place, key),
                due_of(contact, place.layer, self.today, self.until) if contact and contact.number else None,
                self.kept is not None and self.kept.changed(where),
            )


def _open(visit: Visit) -> _Book:
    directory, store = visit.desk.directory(), visit.desk.contacts
    kept = read_kept(store.text(), directory)[0] if store else None
    organisation = lay(directory.organisation, kept) if kept else directory.organisation
    return _Book(replace(directory, organisation=organisation), kept, visit.today.date(), visit.called)


def _instead(directory: Directory, place: Place, key: str) -> tuple[Layer, Contact] | None:
    """What holds for a unit that has given none: the organisation's, then its region's."""
    unit = directory.unit(int(place.owner)) if place.layer is Layer.UNIT else None
    if unit is None or directory.organisation is None:
        return None
    home = directory.municipalities.get(unit.municipality)
    layers = (
        (Layer.ORGANISATION, directory.organisation.contacts),
        (Layer.REGION, directory.organisation.regions.get(home.region if home else "", {})),
    )
    return next(((layer, contacts[key]) for layer, contacts in layers if key in contacts), None)


def _places(visit: Visit, directory: Directory) -> Iterator[Place]:
    """The places that an account writes for; of municipalities those of the units, those around that lack the social
    services, and those that have something."""
    organisation = directory.organisation
    if organisation is None:
        return
    units = [unit for unit in visit.units if not unit.closed]
    if visit.may(Role.ALL):
        yield Place(Layer.ORGANISATION, "", organisation.name)
    yield from (Place(Layer.UNIT, str(unit.id), unit.name) for unit in units)
    if not visit.may(Role.ALL):
        return
    homes = [directory.municipalities[unit.municipality] for unit in units]
    lacking = upkeep(directory, visit.today.date()).unfilled
    towns = {place.code: place.name for place in (*homes, *lacking)}
    towns |= {code: directory.municipalities[code].name for code in organisation.municipalities}
    for code, name in sorted(towns.items(), key=lambda town: swedish_order(town[1])):
        yield Place(Layer.MUNICIPALITY, code, name)
    for code in sorted({home.region for home in homes} | set(organisation.regions)):
        yield Place(Layer.REGION, code, directory.regions[code].name)


def _place(visit: Visit, directory: Directory) -> Place:
    """The place in the address.

    Raises:
        web.HTTPNotFound: there is none such, or the account does not write for it; the two look the same.
    """
    begin, _, owner = visit.place["place"].partition("-")
    layer = next((layer for layer, path in PATHS.items() if path == begin), None)
    names: dict[str, str] = {}
    if layer is Layer.UNIT:
        names = {str(unit.id): unit.name for unit in visit.units if not unit.closed}
    elif layer is Layer.ORGANISATION and directory.organisation:
        names = {"": directory.organisation.name}
    elif layer is Layer.REGION and directory.organisation:
        names = {code: region.name for code, region in directory.regions.items()}
    elif layer is Layer.MUNICIPALITY and directory.organisation:
        names = {code: place.name for code, place in directory.municipalities.items()}
    if layer is None or owner not in names or (layer is not Layer.UNIT and not visit.may(Role.ALL)):
        raise web.HTTPNotFound
    place = Place(layer, owner, names[owner])
    if place.path != visit.place["place"]:
        raise web.HTTPNotFound
    return place


def _row(book: _Book, place: Place, key: str) -> Row:
    found = next((row for row in book.rows(place) if row.where.key == key), None)
    if found is None:
        raise web.HTTPNotFound
    return found


def _change(visit: Visit, book: _Book, where: Where, do: Callable[[Kept], Kept], act: Act) -> bool:
    """Write a change unless somebody else has changed the same place since this visit looked at it."""
    store = visit.desk.contacts
    if store is None or book.kept is None or not store.is_writable:
        raise web.HTTPConflict
    held = book.kept.now.get(where)

    def changed(text: str) -> str | None:
        kept = read_kept(text, book.directory)[0]
        return write_kept(do(kept)) if kept and kept.now.get(where) == held else None

    about = f"{where.layer.value} {where.owner} {where.key}" if where.owner else where.key
    if not store.change(changed, act, about, visit.who.name):
        return False
    visit.desk.reload_units()
    return True


def _overtaken(contact: Contact | None) -> tuple[str, str]:
    return "contact-seen-fault", (contact.number or contact.note) if contact else "–"


def _form(visit: Visit, place: Place, row: Row, form: Form, faults: Faults) -> web.Response:
    return visit.page(
        "contact.html",
        status=422 if faults else 200,
        place=place,
        row=row,
        form=form,
        faults=faults,
        seen=version(row.own),
    )
