r"""A dataset as JSON-LD with the terms of schema.org, to publish it on the web. Out only.

The document has a context, which maps each term to its IRI at schema.org, and
a graph with a node for each record:

===============  ==================================================================================
record           node
===============  ==================================================================================
a country        `Country`, with its codes as `identifier`
an edition       `Report`
an assessment    `Observation` about the country: the tier is its `value`
a designation    `Observation` about the country: the outcome is its `value`
an organization  `NGO`, `GovernmentOrganization` or `Organization` with its kind as `additionalType`
a person         `Person`; an affiliation is an `OrganizationRole`, an honour an `award`
a project        `Project`
a campaign       `Event`
a source         `CreativeWork`; what cites it has it as `subjectOf`
a statement      `Quotation`, or `CreativeWork` with an `abstract` if it is paraphrased
===============  ==================================================================================

A record that is named and is not in the dataset has a node with its id or code.
Nodes are blank, since ids are local to a dataset; pass `base=` to give them
IRIs of yours. A document has no `<`, so it can stand in a script of a page as it is.

schema.org cannot say the following, which is returned as `left`:

- of a country `code_status`, the years of its `names`, `bureau` and `span`;
- of an edition `released_basis`, `period_basis`, `counts` and `heroes`;
- of an assessment `evidence`, `official`, `families`, `disputed_by` and `amended`;
- of an organization the status of a service that is not active;
- of a person on whose behalf an affiliation is;
- of a project `planned`, `actual`, `status`, `budgets`, and when it works in a country;
- of a campaign `project`, `channels` and `reach`;
- of a source `family`, `weak`, and an address that is not on the web.

It does not read: documents of schema.org say too much else, and too little of
what our records need.

>>> from tipdata import Honour, Person
>>> ann = Person(id="ann", name="Ann", honours=(Honour(award="TIP Report Hero", edition=2021),))
>>> written = dumps(Dataset(people=[ann]), base="https://example.org/")
>>> print(written.text.splitlines()[2])
{"@id": "https://example.org/person/ann", "@type": "Person", ..., "award": "TIP Report Hero 2021"}
>>> print(written.left)
nothing left out
"""

from collections.abc import Iterator

from tipdata._arguments import check_kind
from tipdata._wire.shapes import encode
from tipdata._wire.storage import WriteTo, write_bytes
from tipdata.countries import default
from tipdata.dataset import Dataset
from tipdata.dataset.gathering import dataset_of
from tipdata.dataset.kinds import KINDS, PLURALS
from tipdata.errors import InvalidValueError
from tipdata.formats._jsonld_nodes import Node, Nodes, is_address, reasons_for
from tipdata.formats._leaving import LeftOut, Written, leave, left_out
from tipdata.tierrecord import TierRecord

__all__ = ["dump", "dumps"]

_SCHEMA = "https://schema.org/"

_TYPES = (
    *("Country", "CreativeWork", "Event", "GovernmentOrganization", "NGO", "Observation", "Offer"),
    *("Organization", "OrganizationRole", "Person", "Place", "Project", "PropertyValue"),
    *("Quotation", "Report", "Service"),
)
_PROPERTIES = (
    *("abstract", "additionalType", "affiliation", "alternateName", "areaServed", "award"),
    *("contributor", "creator", "creditText", "dateCreated", "datePublished", "description"),
    *("dissolutionDate", "endDate", "foundingDate", "funder", "identifier", "isBasedOn"),
    *("itemOffered", "keywords", "location", "locationCreated", "makesOffer", "member", "name"),
    *("observationAbout", "observationDate", "organizer", "parentOrganization", "position"),
    *("propertyID", "roleName", "serviceType", "startDate", "subjectOf", "temporalCoverage"),
    *("text", "url", "value", "variableMeasured"),
)
TERMS = (*_TYPES, *_PROPERTIES)
"""The terms of schema.org that documents use, which are those of the context."""


def dumps(dataset: Dataset | TierRecord, *, base: str = "") -> Written:
    """Return a dataset as a JSON-LD document, and what that does not say.

    Equal datasets are equal strings.

    Args:
        dataset: The dataset.
        base: How the IRIs of the nodes begin, such as `https://example.org/`;
            without one, nodes are blank.

    Raises:
        InvalidValueError: It is not a dataset, or `base` is not a web address to
            which a path can be added.
    """
    check_kind("base", base, (str,), "a web address")
    if base and not (is_address(base) and base.endswith(("/", "#", "="))):
        expected = "a web address like 'https://example.org/', with '/', '#' or '=' at its end"
        raise InvalidValueError("base", base, expected, f"{base}/" if is_address(base) else "")
    found = dataset_of(dataset)
    items = (
        item
        for kind in KINDS
        for record in getattr(found, PLURALS[kind])
        for item in leave(record, reasons_for(kind, record))
    )
    return Written(text="".join(_pieces(found, base)), left=left_out(items))


def dump(dataset: Dataset | TierRecord, target: WriteTo, *, base: str = "") -> LeftOut:
    """Write a dataset to a path or an open file, and return what is left out; see `dumps`.

    A file is replaced in one step or stays as it is.

    Raises:
        InvalidValueError: It is not a dataset, `base` is not a web address to
            which a path can be added, or the target is neither.
        OSError: The file cannot be written.
    """
    written = dumps(dataset, base=base)
    write_bytes(target, (written.text.encode(),))
    return written.left


def _pieces(dataset: Dataset, base: str) -> Iterator[str]:
    context = {term: _SCHEMA + term for term in TERMS}
    yield f'{{"@context": {encode(context)},\n"@graph": ['
    # So that no text ends the script of a page in which the document stands.
    yield ",".join(f"\n{encode(node)}" for node in _graph(dataset, base)).replace("<", r"\u003c")
    yield "\n]}\n"


def _graph(dataset: Dataset, base: str) -> Iterator[Node]:
    nodes = Nodes(base)
    written: set[str] = set()
    for kind in KINDS:
        for record in getattr(dataset, PLURALS[kind]):
            node = nodes.of(kind, record)
            written.add(node["@id"])
            yield node
    known = {one.alpha_3: one for one in default()}
    for key, (kind, name) in sorted(nodes.named.items()):
        if key not in written:
            country = known.get(str(name)) if kind == "country" else None
            yield nodes.of_missing(kind, name) if country is None else nodes.of("country", country)


def __dir__() -> list[str]:
    return __all__
