r"""FollowTheMoney entities, out and in: the graphs of people, bodies and money that Aleph reads.

Each line is an entity, an object with `id`, `schema` and `properties`; each
property is a list of strings. OpenSanctions publishes files of this form as
`entities.ftm.json`. `followthemoney` itself is not needed.

Each function also returns, under `left`, what does not come along, with the
reason: `tipdata.formats.Left` says how. The entities and `left` together say
all that the dataset does.

Written out,

- an organization is a `PublicBody` if its kind is "government", a `Company` if
  it is "company", and otherwise an `Organization` with its kind as
  `classification`. `country`, `website` and `description` are what they are
  here, `founded` is `incorporationDate` and `dissolved` is `dissolutionDate`.
  Its parent is a `Membership` with the role "part of", since `Ownership` would
  say more than is known.
- a person is a `Person`, and each affiliation a `Membership` with `role`,
  `startDate` and `endDate`.
- a project is a `Project`; its actual dates are `startDate` and `endDate`, and
  each participation is a `ProjectParticipant`. A single budget for the whole
  project is `amount` and `currency`.
- a campaign is an `Event` with `organizer` and `involved`; its themes and
  hashtags are `keywords`. Its project is an `UnknownLink` with the role "part of".
- a source is a `Document`, which the records that cite it name as `proof`. It
  has no `fileName`, which FollowTheMoney asks of documents, since it is no file.
- other names are `alias`; an identifier of the scheme `wikidata` is
  `wikidataId`, and one of a list at org-id.guide is a `registrationNumber` or
  `projectId` such as "GB-CHC:1089464".
- a country is its code in lower case. Serbia and Montenegro is `csxx` and
  Yugoslavia `yucs`.

What FollowTheMoney cannot say is left:

- countries, editions, assessments, designations and statements as a whole;
- `services` and the language of another name; `honours`, and whom a person
  represents in an organization; `planned`, the periods of a project's countries,
  and budgets of parts; `channels` and `reach`; `family` and `weak`;
- identifiers of other lists, the Netherlands Antilles, which have no code, dates
  before 1000 or after 2999, addresses of sources that are not web addresses;
- a value that a property has already, or that is too long.

The id of an entity is made of the kind and key of its record, such as
`tipdata-person-nina-balabayeva`. FollowTheMoney's own tools may tidy values
that they clean: they add a slash to the address of a site, for example.

Read in, the entities may be anybody's, in any order. Nothing is guessed, so `left`
holds, with its line and property,

- an entity of another schema, and a link between records that we do not have;
- an `Event` that was not written here, since not every event is a campaign;
- a property that no field holds; for people, what is private;
- all values of a property of which a record holds one, if it has several. The
  first `name` is the name, and the others are other names, as all aliases are.

An id of somebody else's that is not a slug becomes one (`NK-7dQ` becomes
`nk-7dq`); the record keeps the original as an identifier of the scheme
`followthemoney`, which becomes its id again when it is written. The identifiers
of a record come back with this one first, then those of Wikidata.

What FollowTheMoney does not have (a schema, a property, a country, a date) is
refused, everything at once. A problem's `row` is its line. An empty file has no
entities.

>>> from tipdata import Affiliation, Dataset, Honour, Person
>>> director = Affiliation(organization="sana-sezim", role="director")
>>> ann = Person(
...     id="ann", name="Ann", affiliations=(director,), honours=(Honour(award="TIP Report Hero"),)
... )
>>> written = dumps(Dataset(people=[ann]))
>>> print(written.text.splitlines()[0])
{"id": "tipdata-person-ann", "schema": "Person", "properties": {"name": ["Ann"]}}
>>> print(written.left)
1 left out
  person 'ann', honours: FollowTheMoney has no awards
>>> loaded = loads(
...     '{"id": "Q1", "schema": "Person", "properties": {"name": ["Bea"], "gender": ["f"]}}'
... )
>>> loaded.dataset.people[0].id, str(loaded.dataset.people[0].identifiers[0])
('q1', 'followthemoney:Q1')
>>> print(loaded.left[0])
person 'q1', row 1, $.properties.gender: private life has no place in a record
>>> loads('{"id": "q1", "schema": "Persn", "properties": {"name": "Bea"}}')
Traceback (most recent call last):
tipdata.problems.FormatError: 2 problems
  row 1, $.schema: FollowTheMoney has no such schema, got 'Persn'; did you mean 'Person'?
  row 1, $.properties.name: this is a string; expected a list of strings, got 'Bea'
"""

from typing import Final

from tipdata.formats._standards import Standard
from tipdata.formats.followthemoney._reading import Reading
from tipdata.formats.followthemoney._writing import write

__all__ = ["dump", "dumps", "load", "loads"]

_STANDARD = Standard(write, Reading)
dumps: Final = _STANDARD.dumps
dump: Final = _STANDARD.dump
loads: Final = _STANDARD.loads
load: Final = _STANDARD.load


def __dir__() -> list[str]:
    return __all__
