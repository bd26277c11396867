"""The report's words, in Swedish and English: what each attack is called and tries, and what no report shows."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "title": "Frågestöd: granskning av vad installationen sparar",
        "head": "Dag: {day} · version: {version} · datamapp: {data} · databas: {database}",
        "clear": "inget funnet",
        "found": "FUNNET",
        "not-tried": "inte prövat",
        "tried": "Prövat",
        "sum": "{clear} utan fynd, {found} med fynd, {not_tried} inte prövade.",
        "not_shown": "Det här visar inte granskningen",
    },
    "en": {
        "title": "Frågestöd: audit of what this installation keeps",
        "head": "Day: {day} · version: {version} · data folder: {data} · database: {database}",
        "clear": "nothing found",
        "found": "FOUND",
        "not-tried": "not tried",
        "tried": "Tried",
        "sum": "{clear} without findings, {found} with findings, {not_tried} not tried.",
        "not_shown": "What this audit does not show",
    },
}

ATTACKS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "sv": {
        "copies": ("Två lika kopior", "De öppna räknarnas två filer jämfördes, och kontrollsummorna räknades om."),
        "sizes": ("Storlek och tid", "Filernas längd och tid jämfördes med vad de fasta listorna ensamma ger."),
        "snapshots": ("Extra kopior", "En andra kopia av öppna räknare söktes; skillnaden mellan två är exakta antal."),
        "journals": ("Journaler", "Databasens journaler söktes; de kan hålla kvar äldre innehåll."),
        "strangers": ("Andras filer", "Filer söktes som programmet inte självt skriver; inget sökande ser i packade."),
        "tables": ("Tabeller", "Databasens tabeller jämfördes med dem som programmet självt gör."),
        "chain": ("Obruten kedja", "Varje frisläppt tabell ska namnge den före med dess kontrollsumma."),
        "ledger": ("Bokföring", "Kostnaden för det dyraste tänkbara samtalet räknades ur allt frisläppt och öppet."),
        "marks": (
            "Planterade ord",
            "Orden från --mark söktes överallt, i många skepnader: kodade, baklänges, hashade.",
        ),
        "shapes": (
            "Spår av personer",
            "I loggar och räknare söktes personnummer, nätadresser, e-post, klockslag, knappar.",
        ),
        "log": ("Loggrader", "Varje rad jämfördes med den tabell som säger vad som får loggas."),
        "keys": ("Nycklar", "Nycklar som skulle ha förstörts söktes."),
        "permissions": ("Rättigheter", "Det söktes filer som andra än programmets användare kan läsa."),
        "backup": ("Säkerhetskopia", "En kopia gjordes; den ska sakna nycklar och öppna räknare."),
        "waiting": ("Väntande samtal", "Valkey-servern frågades om den skriver något till disk eller listor."),
    },
    "en": {
        "copies": (
            "Two equal copies",
            "The two files of open cells were compared and their checksums worked out anew.",
        ),
        "sizes": ("Size and time", "Length and time of the files were compared with what the closed lists alone give."),
        "snapshots": ("Extra copies", "A second copy of open cells was looked for; two differ by exact numbers."),
        "journals": ("Journals", "The database's journals were looked for; they can keep earlier content."),
        "strangers": (
            "Other files",
            "Files were looked for that the program does not write; no search sees into packed ones.",
        ),
        "tables": ("Tables", "The database's tables were compared with those that the program itself makes."),
        "chain": ("Unbroken chain", "Each released table has to name the one before it by its hash."),
        "ledger": ("Ledger", "The cost of the dearest conversation was worked out from all that is released and open."),
        "marks": (
            "Planted words",
            "The words of --mark were looked for everywhere, also encoded, backwards and hashed.",
        ),
        "shapes": (
            "Traces of people",
            "Logs and counters were searched for what looks like a person, an address, a time.",
        ),
        "log": ("Log lines", "Each line was held against the table of what may be logged."),
        "keys": ("Keys", "Keys that should have been destroyed were looked for."),
        "permissions": ("Permissions", "Files that others than the program's user can read were looked for."),
        "backup": ("Backup", "A copy was made; keys and open cells have to be missing in it."),
        "waiting": ("What waits", "The Valkey server was asked whether it writes anything to disk or lists."),
    },
}

NOT_SHOWN: Mapping[str, tuple[str, ...]] = {
    "sv": (
        "Vad nätet, proxyn, webbläsaren, arbetsplatsens loggar eller Telegram sparar.",
        "Vad som finns i minnet, i växlingsfilen, i minnesdumpar eller i maskinens egna säkerhetskopior.",
        "Vad som fanns i går: granskningen ser filerna som de är nu, och bara de loggar som angavs.",
        "Att bruset följer sin lag och att inget tal röjer mer än ε: det prövar programmets egna tester (make audit).",
        "Innehåll i rader som programmet gör själv, till exempel namn på dem som har signerat eller har konto.",
        "Ett ”inte prövat” är inget godkännande.",
    ),
    "en": (
        "What the network, the proxy, the browser, the workplace's logs or Telegram keep.",
        "What is in memory, in swap, in memory images or in the machine's own backups.",
        "What was there yesterday: the audit sees files as they are now, and only the logs that were named.",
        "That noise follows its law and no figure tells more than ε: the program's own tests try that (make audit).",
        "Content of rows that the program makes itself, such as names of those who have signed or have an account.",
        "“Not tried” is no approval.",
    ),
}
