"""Our values in a database: SQLite in memory, and a PostgreSQL that the tests start."""

import doctest
import inspect
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.schema import CreateTable

import test_face
import test_rooms
import tipdata
from databases import postgresql_server
from strategies import partial_dates, periods, records
from tipdata import Campaign, FormatError, PartialDate, Period, Person, Reach, Tier, TipdataError
from tipdata.dataset.kinds import KINDS, Record, kind_of
from tipdata.errors import InvalidDateError, InvalidValueError, UnknownTierError
from tipdata.formats.sqlalchemy import TYPES, PartialDateType, PeriodType, RecordType, TierType
from tipdata.testing import campaigns

NAME = "tipdata.formats.sqlalchemy"
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "keep-in-a-database.md"
STORY = tipdata.load("central-asia-2021")
DATES = [PartialDate.parse(text) for text in ("2020-12-31", "2021", "2021-07", "2021-07-01")]


class Base(DeclarativeBase):
    """A declarative base that knows our types."""

    type_annotation_map: ClassVar = TYPES


class Row(Base):
    """A row with a column of each string type, and one of a record."""

    __tablename__ = "rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    tier: Mapped[Tier | None]
    seen: Mapped[PartialDate | None]
    active: Mapped[Period | None]
    campaign: Mapped[Campaign | None]


RECORDS = sa.Table(
    "records",
    Base.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    *[sa.Column(kind, RecordType(kind)) for kind in KINDS],
)
DIALECTS = [
    pytest.param("sqlite", marks=pytest.mark.integration),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(scope="module", params=DIALECTS)
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """Yield a database that has the tables."""
    if request.param == "sqlite":
        made = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        Base.metadata.create_all(made)
        yield made
        made.dispose()
        return
    with postgresql_server() as address:
        made = sa.create_engine(address)
        Base.metadata.create_all(made)
        yield made
        made.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """Yield a session on tables that are empty again afterwards."""
    with engine.connect() as connection, Session(bind=connection) as made:
        yield made


def stored(engine: sa.Engine, table: sa.Table, values: dict[str, Any]) -> dict[str, Any]:
    """Store a row, return what the database then has, and take it back."""
    with engine.connect() as connection:
        connection.execute(table.insert().values(values))
        (found,) = connection.execute(sa.select(table)).mappings()
        connection.rollback()
    return {name: value for name, value in found.items() if name != "id"}


OPTIONAL = {
    "tier": st.none() | st.sampled_from(Tier),
    "seen": st.none() | partial_dates(),
    "active": st.none() | periods(),
    "campaign": st.none() | campaigns(),
}
ROWS: sa.Table = Base.metadata.tables["rows"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries(OPTIONAL))
def test_what_is_stored_is_read_back(engine: sa.Engine, values: dict[str, Any]) -> None:
    """A tier, a date, a period, a record and `None` come back as they were, and as their class."""
    found = stored(engine, ROWS, values)
    assert found == values
    assert all(type(found[name]) is type(values[name]) for name in values)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_records_of_every_kind_are_read_back(engine: sa.Engine, record: Record) -> None:
    """A record comes back equal in the column of its kind, and the other columns are `None`."""
    kind = str(kind_of(type(record)))
    expected: dict[str, Any] = dict.fromkeys(KINDS)
    assert stored(engine, RECORDS, {kind: record}) == {**expected, kind: record}


def test_the_story_is_read_back(engine: sa.Engine) -> None:
    """Every record of a packaged dataset survives, in the order in which it was stored."""
    story = [record for record in STORY if kind_of(type(record))]
    with engine.connect() as connection:
        for record in story:
            connection.execute(RECORDS.insert().values({kind_of(type(record)): record}))
        found = connection.execute(sa.select(RECORDS).order_by(RECORDS.c.id)).all()
    assert [next(filter(None, row[1:])) for row in found] == story
    assert {kind_of(type(record)) for record in story} >= set(KINDS) - {"designation"}


@pytest.mark.parametrize("as_given", [Tier, str], ids=["tiers", "labels"])
def test_a_column_compares_with_tiers_and_labels_alike(session: Session, as_given: Any) -> None:
    """Every comparison selects the rows that the same comparison selects in Python."""
    session.add_all(Row(tier=as_given(tier)) for tier in Tier)
    for tier in Tier:
        given_tier = as_given(tier)
        for compare in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
            chosen = sa.select(Row.tier).where(getattr(Row.tier, compare)(given_tier))
            expected = {one for one in Tier if getattr(str(one), compare)(str(tier))}
            assert set(session.scalars(chosen)) == expected
    some = [as_given(Tier.TIER_3), as_given(Tier.TIER_2)]
    assert set(session.scalars(sa.select(Row.tier).where(Row.tier.in_(some)))) == set(some)
    like = sa.select(Row.tier).where(Row.tier.like("Tier 2%")).order_by(Row.tier)
    assert session.scalars(like).all() == [Tier.TIER_2, Tier.TIER_2_WATCH_LIST]


@pytest.mark.integration
def test_what_takes_several_values_refuses_a_wrong_one() -> None:
    """Each operator that takes tiers refuses what is not one, and other operators take strings."""
    column, written = Row.__table__.c.tier, {"literal_binds": True}
    for compared in (
        column.in_(["T3"]),
        column.not_in(["T3"]),
        column.between("T3", "T3"),
        ~column.between("T3", "T3"),
        column.is_distinct_from("T3"),
        column.is_not_distinct_from("T3"),
    ):
        text = str(compared.compile(compile_kwargs=written))
        assert "'Tier 3'" in text
        assert "'T3'" not in text
    assert isinstance(Row.__table__.c.campaign.op("@>")({"id": "july"}).right.type, sa.JSON)
    with pytest.raises(sa.exc.CompileError):
        (Row.__table__.c.campaign == LOCAL).compile(compile_kwargs=written)


def test_a_database_sorts_as_python_does(session: Session) -> None:
    """Tiers sort by their labels, and dates by the earliest day, the vaguer one first."""
    session.add_all(Row(tier=tier) for tier in reversed(Tier))
    assert session.scalars(sa.select(Row.tier).order_by(Row.tier)).all() == sorted(Tier)
    session.execute(sa.delete(Row))
    session.add_all(Row(seen=when) for when in reversed(DATES))
    assert session.scalars(sa.select(Row.seen).order_by(Row.seen)).all() == DATES
    for bound in (2021, date(2021, 1, 1), PartialDate(2021)):
        before = sa.select(Row.seen).where(Row.seen < bound)
        assert set(session.scalars(before)) == {day for day in DATES if str(day) < str(bound)}


def test_none_is_null(session: Session) -> None:
    """`None` is stored as NULL in every column, and never as the `null` of JSON."""
    session.add(Row())
    session.flush()
    for column in (Row.tier, Row.seen, Row.active, Row.campaign):
        assert session.scalars(sa.select(Row.id).where(column.is_(None))).all()
        assert session.scalars(sa.select(Row.id).where(column == None)).all()  # noqa: E711


def test_the_keys_of_a_record_are_plain_json(session: Session) -> None:
    """A key selects, filters and sorts as in any JSON column, and is never read as a record."""
    told = STORY.campaigns
    session.add_all(Row(campaign=campaign) for campaign in told)
    title, at_least = Row.campaign["title"], Row.campaign["reach", "at_least"]
    assert set(session.scalars(sa.select(title))) == {one.title for one in told}
    widths = {one.reach and one.reach.at_least for one in told}
    assert set(session.scalars(sa.select(Row.campaign["reach", "at_least"]))) == widths
    wide = sa.select(Row.campaign).where(at_least.as_integer() > 500_000)
    assert set(session.scalars(wide)) == {
        one for one in told if one.reach and (one.reach.at_least or 0) > 500_000
    }
    by_title = sa.select(title.as_string()).where(title.as_string().like("%a%"))
    assert set(session.scalars(by_title)) == {one.title for one in told if "a" in one.title}
    for campaign in told:
        same = sa.select(Row.campaign).where(Row.campaign == campaign)
        assert session.scalars(same).all() == [campaign]


@attrs.frozen(kw_only=True)
class LocalCampaign(Campaign):
    """A user's own kind of campaign."""

    district: str = ""


@attrs.frozen(kw_only=True)
class CountedReach(Reach):
    """A user's own kind of reach."""

    counted_by: str = ""


PLAIN = Campaign(id="july", title="July")
LOCAL = LocalCampaign(id="july", title="July", district="Osh")
COUNTED = Campaign(id="july", title="July", reach=CountedReach(at_least=5, counted_by="us"))
REFUSED: list[tuple[str, object, type[TipdataError], str]] = [
    ("tier", "Teir 3", UnknownTierError, "did you mean 'Tier 3'"),
    ("tier", 3, UnknownTierError, "3 is not a tier"),
    ("tier", "", UnknownTierError, "not a tier"),
    ("seen", "2021-07", InvalidValueError, "a year, a date or a PartialDate, got '2021-07'"),
    ("seen", datetime(2021, 7, 1), InvalidDateError, "time zone"),  # noqa: DTZ001 - it is wrong
    ("active", "2021/2022", InvalidValueError, re.escape("write Period.parse('2021/2022')")),
    ("active", 2021, InvalidValueError, "a Period, got 2021"),
    ("campaign", "july", InvalidValueError, "a Campaign, got 'july'"),
    (
        "campaign",
        {"id": "july", "title": "July"},
        InvalidValueError,
        re.escape("a Campaign, got {"),
    ),
    ("campaign", Person(id="ann", name="Ann"), InvalidValueError, "a Campaign, got Person"),
    ("campaign", LOCAL, InvalidValueError, "a Campaign, got LocalCampaign"),
    ("campaign", COUNTED, FormatError, "counted_by"),
]


@pytest.mark.parametrize(("column", "value", "error", "said"), REFUSED)
def test_a_wrong_value_is_refused_before_the_statement(
    engine: sa.Engine, column: str, value: object, error: type[TipdataError], said: str
) -> None:
    """The error is SQLAlchemy's with ours inside, and the database is asked nothing."""
    sent: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_one: object, _two: object, statement: str, *_: object) -> None:
        sent.append(statement)

    with Session(engine) as session:
        session.add(Row(**{column: value}))
        with pytest.raises(StatementError, match=said) as stored:
            session.flush()
        session.rollback()
        with pytest.raises(StatementError, match=said) as asked:
            session.execute(sa.select(Row).where(getattr(Row, column) == value))
    sa.event.remove(engine, "before_cursor_execute", note)
    assert sent == []
    assert type(stored.value.orig) is type(asked.value.orig) is error


@pytest.mark.parametrize(
    ("column", "text", "error"),
    [
        ("tier", "Tier 4", UnknownTierError),
        ("tier", "tier 3", UnknownTierError),
        ("seen", "2021-13", InvalidDateError),
        ("active", "2022/2021", InvalidDateError),
        ("campaign", '{"id": "july", "titel": "July"}', FormatError),
        ("campaign", '["july"]', FormatError),
    ],
)
def test_a_wrong_stored_value_is_refused(
    session: Session, column: str, text: str, error: type[TipdataError]
) -> None:
    """What another program stored is read as strictly as a file."""
    session.execute(sa.text(f"INSERT INTO rows (id, {column}) VALUES (1, '{text}')"))  # noqa: S608 - ours
    with pytest.raises(error):
        session.scalars(sa.select(getattr(Row, column))).all()


def test_a_subclass_has_a_column_of_its_own(engine: sa.Engine) -> None:
    """Your own subclass, and a record whose part is of one, come back from a column of the class."""
    table = sa.Table("own", sa.MetaData(), sa.Column("local", RecordType(LocalCampaign)))
    parts = sa.Table("part", sa.MetaData(), sa.Column("reach", RecordType(CountedReach)))
    with engine.connect() as connection:
        for made, value in ((table, LOCAL), (parts, COUNTED.reach)):
            made.create(connection)
            connection.execute(made.insert().values([value]))
            assert connection.execute(sa.select(made)).scalars().all() == [value]
        connection.rollback()


ALL_TYPES = [*TYPES.values(), RecordType(Reach), RecordType(LocalCampaign)]


@pytest.mark.integration
@pytest.mark.parametrize("kind", ALL_TYPES, ids=repr)
def test_a_migration_can_write_a_type(kind: Any) -> None:
    """Its repr, with our module before it as Alembic writes it, makes an equal type."""
    known = {"tipdata": tipdata, __name__: sys.modules[__name__]}
    again = eval(f"{type(kind).__module__}.{kind!r}", known)  # noqa: S307 - that is the law
    assert repr(again) == repr(kind)
    assert again.python_type is kind.python_type
    assert again._static_cache_key == kind._static_cache_key


@pytest.mark.integration
def test_each_class_has_a_statement_of_its_own_in_the_cache() -> None:
    """SQLAlchemy keeps compiled statements of two types apart, or a record is read as another."""
    assert len({kind._static_cache_key for kind in ALL_TYPES}) == len(ALL_TYPES)


def test_values_can_be_written_into_a_statement(engine: sa.Engine) -> None:
    """With literal binds, as scripts of migrations have, a statement finds what was stored."""
    value = attrs.evolve(PLAIN, title="It's 5 % \\ 'July' — июль")
    wanted = {"tier": Tier.TIER_3, "seen": DATES[2], "active": Period(), "campaign": value}
    with engine.connect() as connection:
        connection.execute(ROWS.insert().values(wanted))
        for name, one in wanted.items():
            statement = sa.select(ROWS.c[name]).where(ROWS.c[name] == one)
            text = statement.compile(engine, compile_kwargs={"literal_binds": True})
            assert not text.params
            again = sa.text(str(text).replace("%%", "%").replace(":", r"\:"))
            assert connection.execute(again.columns(ROWS.c[name])).scalars().all() == [one]
        connection.rollback()


@pytest.mark.integration
def test_columns_are_what_the_docs_say() -> None:
    """Strings are as long as the longest value, and records are JSONB in PostgreSQL alone."""
    ddl = str(CreateTable(ROWS).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert re.findall(r"(\w+) (VARCHAR\(\d+\)|JSONB?)", ddl) == [
        ("tier", "VARCHAR(17)"),
        ("seen", "VARCHAR(10)"),
        ("active", "VARCHAR(21)"),
        ("campaign", "JSONB"),
    ]
    assert "campaign JSON" in str(CreateTable(ROWS).compile(dialect=sqlite.dialect()))


@pytest.mark.integration
@pytest.mark.parametrize("kind", ["campain", "", 5, None, int, dict, tipdata.Dataset, Tier])
def test_what_is_not_a_class_of_records_has_no_type(kind: Any) -> None:
    """A column needs a class of ours or a kind; the error names the nearest kind."""
    with pytest.raises(InvalidValueError, match="class of ours") as refused:
        RecordType(kind)
    assert ("did you mean 'campaign'" in str(refused.value)) == (kind == "campain")


@pytest.mark.integration
def test_the_laws_of_modules_hold_for_it() -> None:
    """It lists what it offers, its examples are true, and its annotations resolve."""
    test_face.test_every_module_is_described_and_says_what_is_public(NAME)
    test_face.test_examples_in_docstrings_are_true(NAME)
    test_rooms.test_asking_for_any_attribute_never_raises(NAME)
    test_rooms.test_a_module_lists_what_it_offers(NAME)
    test_rooms.test_public_names_are_sorted(NAME)
    for kind in (TierType, PartialDateType, PeriodType, RecordType):
        for member in filter(inspect.isfunction, vars(kind).values()):
            typing.get_type_hints(member)
        assert kind.__module__ == NAME


@pytest.mark.integration
def test_without_sqlalchemy_the_module_names_the_extra() -> None:
    """Importing it is our error, and `tipdata.formats` does without it."""
    script = (
        "import sys; sys.modules['sqlalchemy'] = None; from tipdata.formats import *\n"
        "import tipdata.formats.sqlalchemy"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.stderr.splitlines()[-1] == (
        "tipdata.errors.MissingExtraError: tipdata.formats.sqlalchemy needs the extra 'sqlalchemy': "
        "pip install 'tipdata[sqlalchemy]'"
    )


@pytest.mark.integration
def test_the_examples_of_the_page_are_true() -> None:
    """Every code block of the how-to page runs, and prints what it says."""
    text = PAGE.read_text(encoding="utf-8")
    code = "".join(re.findall(r"^```py\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    examples = doctest.DocTestParser().get_doctest(code, {}, PAGE.name, None, 0)
    assert len(examples.examples) > 20
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples).failed == 0
