"""What FollowTheMoney has: schemata, properties, the values that these take, country codes, ids.

The names are those of version 4 of the `followthemoney` package. A test compares
them, and every rule here, with the package.
"""

import re
import unicodedata
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from tipdata.countries import default as default_registry
from tipdata.dataset.kinds import RecordKind

_THING = """
address addressEntity alephUrl alias country createdAt description indexText keywords modifiedAt
name notes previousName program programId proof publisher publisherUrl retrievedAt riskSource
sourceUrl summary topics weakAlias wikidataId wikipediaUrl
"""
_LEGAL_ENTITY = f"""{_THING}
abbreviation brightQueryId brightQueryOrgId bvdId classification dissolutionDate dunsCode email
icijId idNumber incorporationDate innCode jurisdiction legalForm leiCode licenseNumber mainCountry
npiCode ogrnCode okpoCode okvedCode opencorporatesUrl parent phone registrationNumber sayariId
sector status swiftBic taxNumber taxStatus uniqueEntityId uscCode vatCode website
"""
_ORGANIZATION = f"{_LEGAL_ENTITY} cageCode giiNumber imoNumber permId"
_VALUE = "amount amountEur amountUsd currency"
_PERSON = """
appearance biography birthCountry birthDate birthPlace citizenship deathDate education ethnicity
eyeColor fatherName firstName gender hairColor height lastName middleName motherName nameSuffix
nationality passportNumber political position profession religion secondName socialSecurityNumber
spokenLanguage title weight
"""
_INTERVAL = """
alephUrl date description endDate indexText modifiedAt namesMentioned proof publisher publisherUrl
recordId retrievedAt sourceUrl startDate summary
"""
_INTEREST = f"{_INTERVAL} role status"
_ANALYZABLE = """
companiesMentioned detectedCountry detectedLanguage emailMentioned ibanMentioned ipMentioned
locationMentioned namesMentioned peopleMentioned phoneMentioned
"""

PROPERTIES: dict[str, frozenset[str]] = {
    name: frozenset(properties.split())
    for name, properties in {
        "Organization": _ORGANIZATION,
        "PublicBody": _ORGANIZATION,
        "Company": f"""{_ORGANIZATION} {_VALUE}
            bikCode caemCode capital cikCode coatoCode fnsCode fssCode ipoCode irsCode isinCode
            jibCode kppCode mbsCode okopfCode oksmCode pfrNumber ricCode ticker voenCode""",
        "Person": f"{_LEGAL_ENTITY} {_PERSON}",
        "Membership": f"{_INTEREST} member organization",
        "Project": f"{_THING} {_INTERVAL} {_VALUE} goal phase projectId status",
        "ProjectParticipant": f"{_INTEREST} participant project",
        "Event": f"{_THING} {_INTERVAL} {_ANALYZABLE} important involved location organizer",
        "UnknownLink": f"{_INTEREST} object subject",
        "Document": f"""{_THING} {_ANALYZABLE}
            ancestors author authoredAt bodyText contentHash crawler date encoding extension
            fileName fileSize generator language messageId mimeType parent processedAt
            processingAgent processingError processingStatus publishedAt title translatedLanguage
            translatedText""",
    }.items()
}
"""The schemata that records are written as and read from, with their properties."""

_OTHERS = """
Address Airplane Analyzable Article Asset Associate Audio BankAccount Call CallForTenders
Contract ContractAward Control CourtCase CourtCaseParty CryptoWallet Debt Directorship
Documentation EconomicActivity Email Employment Family Folder HyperText Identification Image
Interest Interval LegalEntity License Mention Message Note Occupancy Ownership Package Page
Pages Passport Payment PlainText Position RealEstate Representation Risk Sanction Security
Similar Succession Table TaxRoll Territory Thing Trip UserAccount Value Vehicle Vessel Video
Workbook
"""
SCHEMATA = (*PROPERTIES, *_OTHERS.split())
"""All schemata."""

PRIVATE = frozenset(_PERSON.split()) | {"address", "addressEntity", "email", "phone", "idNumber"}
"""What a person has in FollowTheMoney that is private life to us."""

_DATES = {"startDate", "endDate", "incorporationDate", "dissolutionDate", "publishedAt"}
_NAMES = {"name", "alias"}
_TEXTS = {"description", "notes"}
_ADDRESSES = {"website", "sourceUrl"}
_IDENTIFIERS = {"registrationNumber", "projectId"}
_LONGEST = {
    **dict.fromkeys(_NAMES, 384),
    **dict.fromkeys(_TEXTS, 65_000),
    **dict.fromkeys(_ADDRESSES, 4096),
    **dict.fromkeys(_IDENTIFIERS, 64),
    "wikidataId": 32,
}
_LONGEST_STRING = 1024
_REFERENCES = {
    *("member", "organization", "participant", "project", "organizer", "involved", "proof"),
    *("subject", "object"),
}
_WIKIDATA = re.compile(r"Q[0-9]+")
_LABEL = re.compile(r"[\w-]{1,63}")
_FIRST_YEAR, _LAST_YEAR = "1000", "2999"

_TERRITORIES = """
ac az-nk cn-xz cp cq cshh cy-trnc dd dg eu gb-nir gb-sct gb-wls ge-ab ic ip iq-kr md-pmr pk-km
so-som suhh ta ua-cri ua-dpr ua-lpr un x-so zr zz
"""

# FollowTheMoney reads CS as Czechoslovakia and AN as the Netherlands.
_OWN_CODES = {"SCG": "csxx", "YUG": "yucs", "ANT": ""}
UNKNOWN_CODES = frozenset(_TERRITORIES.split())
"""The codes of territories that the registry of countries does not have."""

PREFIX = "tipdata-"
_ENTITY_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")
_LONGEST_ID = 200
_PLAIN = re.compile(rb"[0-9A-Za-z-]")
_ESCAPED = re.compile(r"((?:\.[0-9A-F]{2})+)")


@cache
def codes() -> dict[str, str]:
    """Return the codes that FollowTheMoney has, by the alpha-3 codes of countries."""
    found = {one.alpha_3: (one.alpha_2 or "").lower() for one in default_registry()}
    return {alpha_3: code for alpha_3, code in {**found, **_OWN_CODES}.items() if code}


def why_not(name: str, value: str) -> str:
    """Return why a property cannot have a value, or an empty string.

    >>> why_not("website", "https://winrock.org"), why_not("startDate", "0999")
    ('', 'FollowTheMoney has dates from 1000 to 2999')
    """
    if name in _DATES:
        dated = _FIRST_YEAR <= value[:4] <= _LAST_YEAR
        return "" if dated else f"FollowTheMoney has dates from {_FIRST_YEAR} to {_LAST_YEAR}"
    if name in _REFERENCES:
        long = len(value) > _LONGEST_ID
        return f"FollowTheMoney allows ids of {_LONGEST_ID} characters" if long else ""
    longest = _LONGEST.get(name, _LONGEST_STRING)
    if len(value) > longest:
        return f"FollowTheMoney allows {longest:,} characters"
    if not any(map(_is_visible, value)):
        return "FollowTheMoney needs a visible character"
    return _why_no_form(name, value)


def _why_no_form(name: str, value: str) -> str:
    if name in _ADDRESSES and not _is_address(value):
        return "not a web address by the rules of FollowTheMoney"
    if name == "wikidataId" and not _WIKIDATA.fullmatch(value):
        return "not an item of Wikidata, such as Q865"
    return ""


def _is_visible(character: str) -> bool:
    # FollowTheMoney removes these, and quotes around a name.
    return unicodedata.category(character)[0] not in "CZ" and character not in "\"'"


def _is_address(text: str) -> bool:
    if not text.startswith(("https://", "http://")):
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if any(map(str.isspace, parts.netloc)):
        return False
    try:
        ip_address(host)
    except ValueError:
        labels = host.rstrip(".").split(".")
        last = labels[-1]
        return all(map(_is_label, labels)) and (
            len(labels) == 1 or (len(last) > 1 and not last.isdigit())
        )
    return True


def _is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None and any(map(str.isalnum, text))


def entity_id(kind: RecordKind, key: str) -> str:
    """Return the id of the entity of a record, from which `key_in` returns the key.

    >>> entity_id("person", "ann"), entity_id("source", "ap:2021")
    ('tipdata-person-ann', 'tipdata-source-ap.3A2021')
    """
    letters = (bytes([byte]) for byte in key.encode())
    text = "".join(
        one.decode() if _PLAIN.match(one) else f".{one.hex().upper()}" for one in letters
    )
    if text.endswith("-"):
        text = f"{text[:-1]}.2D"
    return f"{PREFIX}{kind}-{text}"


def key_in(kind: RecordKind, identity: str) -> str:
    """Return the key of a record of a kind whose entity has this id, or an empty string.

    >>> key_in("source", "tipdata-source-ap.3A2021"), key_in("source", "ap")
    ('ap:2021', '')
    """
    if not identity.isascii():
        return ""
    text = identity.removeprefix(f"{PREFIX}{kind}-")
    parts = _ESCAPED.split(text)
    try:
        key = "".join(
            bytes.fromhex(part.replace(".", "")).decode() if number % 2 else part
            for number, part in enumerate(parts)
        )
    except UnicodeDecodeError:
        return ""
    return key if key and entity_id(kind, key) == identity else ""


def is_entity_id(text: str) -> bool:
    """Return whether an entity may have an id."""
    return len(text) <= _LONGEST_ID and _ENTITY_ID.fullmatch(text) is not None
