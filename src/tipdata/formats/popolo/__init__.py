r"""People, organizations and memberships in the Popolo standard, out and in.

A document has the lists `persons`, `organizations` and `memberships`, as
EveryPolitician publishes them, and `areas` for the countries of the
organizations. An affiliation of a person is a membership.

Each function also returns, under `left`, what does not come along, with the
reason: `tipdata.formats.Left` says how. The document and `left` together say
all that the dataset does.

Written out, Popolo says of

- an organization: its id, name and other names, `kind` as `classification`,
  `country` as `area_id`, `founded`, `dissolved`, `parent`, `website` as a link
  noted "website", identifiers, description, and the sources that have a web
  address. It cannot say `services`, nor the other sources.
- a person: the id, name and other names, identifiers, affiliations, and the
  sources that have a web address. It cannot say `honours`, nor the other sources.
- a source: its id, title and address, with the people and organizations that
  cite it. It cannot say its other fields, nor a source that none of them cites.

It cannot say countries, editions, assessments, designations, projects,
campaigns and statements.

Popolo allows terms of others where it has none. Three are written: `lang` of
another name, as EveryPolitician has it; `description` of an organization; and
`id` of a source, without which equal sources could not be found again.

Read in, a document may be anybody's. What no field holds is in `left`, with its
path in the document: what is private (birth, gender, image, contact details),
the parts of a name, links, posts, events, and so on. Nothing is guessed:

- `classification` becomes `kind` if it is one of its words.
- `area_id` becomes `country` if it is an Open Civic Data division such as
  `ocd-division/country:kz`, or an area of the document that is classified as
  a country and whose `identifier` is an alpha-3 code or whose name is known.
- An id that is not a slug becomes one (`Q42/A` becomes `q42-a`). The record keeps
  the original as its last identifier, of the scheme `popolo`, and that becomes
  its id again when it is written. If two ids become the same slug, the document
  is refused.
- A source without an `id` gets its address as its id, and its note as its title.

What Popolo does not allow is refused, everything at once, with its path.

>>> from tipdata import Affiliation, Dataset, Honour, Person
>>> director = Affiliation(organization="sana-sezim", role="director")
>>> ann = Person(
...     id="ann", name="Ann", affiliations=(director,), honours=(Honour(award="TIP Report Hero"),)
... )
>>> written = dumps(Dataset(people=[ann]))
>>> print(written)
{"areas": [],
"memberships": [
{"organization_id": "sana-sezim", "person_id": "ann", "role": "director"}
],
"organizations": [],
"persons": [
{"id": "ann", "name": "Ann"}
]}
<BLANKLINE>
>>> print(written.left)
1 left out
  person 'ann', honours: Popolo has no awards
>>> loaded = loads('{"persons": [{"id": "Q1", "name": "Bea", "gender": "female"}]}')
>>> loaded.dataset.people[0].id, str(loaded.dataset.people[0].identifiers[0])
('q1', 'popolo:Q1')
>>> print(loaded.left[0])
person 'q1', $.persons[0].gender: private life has no place in a record
"""

from typing import Final

from tipdata.formats._standards import Standard
from tipdata.formats.popolo._reading import Reading
from tipdata.formats.popolo._writing import write

__all__ = ["dump", "dumps", "load", "loads"]

_STANDARD = Standard(write, Reading)
dumps: Final = _STANDARD.dumps
dump: Final = _STANDARD.dump
loads: Final = _STANDARD.loads
load: Final = _STANDARD.load


def __dir__() -> list[str]:
    return __all__
