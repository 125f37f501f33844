"""What files for other programs say beside the cells: types, labels, metadata."""

import io
import re
from typing import Any

import pandas as pd
import polars as pl
import pytest

import oracle
import tipdata
from tipdata import Tier, TierRecord, export

TIP = tipdata.load()
SPECIAL = [*oracle.tiers().values()].count("SC")
FEW = TIP.where(countries=["KGZ", "SSD"], since=2010)


def stata(record: TierRecord, layout: Any = "long") -> Any:
    """Return a reader of the file of a record."""
    return pd.read_stata(io.BytesIO(export.render(record, to="dta", layout=layout)), iterator=True)


def test_stata_has_the_ranks_as_numbers() -> None:
    """A tier is its rank, and what has none is a number that no mean hides; nothing is missing."""
    columns = {"convert_categoricals": False}
    for layout, pattern in (("long", "tier$"), ("wide", "tier[0-9]")):
        with stata(TIP, layout) as reader:
            frame, labels = reader.read(**columns), reader.value_labels()
        for name in filter(re.compile(pattern).match, frame.columns):
            assert frame[name].notna().all()
            for number, label in labels[name].items():
                rank = Tier(label).rank if label in {*Tier} else None
                assert number == rank or (rank is None and number in (555, 666, 777, 888))
    with stata(TIP) as reader:
        frame, labels = reader.read(**columns), reader.value_labels()
    assert frame["rank"].isna().sum() == (frame["tier"] == 666).sum() == SPECIAL
    assert labels["evidence"] == {1: "corroborated", 2: "single", 3: "derived", 4: "unverified"}
    assert frame["amended"].notna().sum() == 1


def test_stata_explains_its_variables() -> None:
    """Every variable has a label of at most 80 characters and a name that Stata allows."""
    for layout in ("long", "wide"):
        with stata(TIP, layout) as reader:
            labels = reader.variable_labels()
            assert reader.data_label == (
                f"TIP Report: The data {tipdata.data_version} of tipdata, as published"
            )
        assert all(8 < len(label) <= 80 for label in labels.values())
        assert all(re.fullmatch("[a-z_][a-z0-9_]{0,31}", name) for name in labels)
    assert labels["tier2021"] == "TIP Report 2021, released 2021-07-01"


def test_stata_stamps_the_release_of_the_newest_edition() -> None:
    """The time in the file is that of the data, so that equal records are equal files."""
    own = TierRecord.from_rows([("KGZ", 2030, "Tier 2")])
    bare = TierRecord(countries=(), editions=(), assessments=())
    for record, day in (
        (TIP, "29 Sep 2025"),
        (FEW, "29 Sep 2025"),
        (own, "01 Jan 2030"),
        (bare, "01 Jan 2001"),
    ):
        with stata(record) as reader:
            assert reader.time_stamp == f"{day} 00:00"
    with stata(own) as reader:
        assert reader.data_label == "TIP Report: User-supplied data"


def test_stata_files_are_small_and_of_one_byte_order() -> None:
    """Long strings are stored once, and every machine writes the same order of bytes."""
    data = export.render(TIP, to="dta")
    assert len(data) < 1_000_000
    assert b"<byteorder>LSF</byteorder>" in data


def test_dates_are_dates_in_stata() -> None:
    """The day of release is a date, and missing where it is not known."""
    with stata(FEW) as reader:
        assert reader.read()["released"].iloc[0] == pd.Timestamp("2010-06-14")
    with stata(TierRecord.from_rows([("KGZ", 2021, "Tier 2")])) as reader:
        assert reader.read()["released"].isna().all()


def parquet(record: TierRecord, layout: Any = "long") -> Any:
    """Return the table in the file of a record, as pyarrow reads it."""
    pq: Any = pytest.importorskip("pyarrow.parquet")
    return pq.read_table(io.BytesIO(export.render(record, to="parquet", layout=layout)))


@pytest.mark.engine_pyarrow
def test_parquet_says_what_it_is() -> None:
    """The metadata hold the title, the provenance, the version and the citation."""
    for layout in ("long", "wide"):
        said = {k.decode(): v.decode() for k, v in parquet(FEW, layout).schema.metadata.items()}
        assert said.pop("notice").startswith("Not a U.S. government file.")
        assert said == {
            "title": "Tiers of the Trafficking in Persons Report 2010-2025",
            "description": f"The data {tipdata.data_version} of tipdata, as published; "
            f"a selection, which leaves out {len(TIP) - len(FEW):,} placements.",
            "data_version": tipdata.data_version,
            "citation": FEW.cite(),
        }
    own = TierRecord.from_rows([("KGZ", 2021, "Tier 2")])
    assert parquet(own).schema.metadata[b"data_version"] == b""


@pytest.mark.engine_pyarrow
def test_tiers_are_ordered_in_parquet_and_gaps_are_not() -> None:
    """Long tables order tiers as their labels; in wide ones nothing is above or below a gap."""
    pa: Any = pytest.importorskip("pyarrow")
    tiers = parquet(TIP).schema.field("tier").type
    assert tiers.ordered
    assert parquet(TIP)["tier"].combine_chunks().dictionary.to_pylist() == sorted(Tier)
    data = export.render(TIP, to="parquet")
    by_pandas = pd.read_parquet(io.BytesIO(data))["tier"].cat
    assert by_pandas.ordered
    assert [*by_pandas.categories] == sorted(Tier)
    by_polars = pl.read_parquet(io.BytesIO(data))
    reads_order = not pl.__version__.startswith("1.31.")
    assert isinstance(by_polars["tier"].dtype, pl.Enum if reads_order else pl.Categorical)
    assert by_polars["released"].dtype == pl.Date
    wide = parquet(TIP, "wide").schema
    kinds = [wide.field(str(year)).type for year in TIP.years]
    assert {(pa.types.is_dictionary(kind), kind.ordered) for kind in kinds} == {(True, False)}


@pytest.mark.engine_pyarrow
def test_the_dictionary_of_tiers_is_unsigned() -> None:
    """Polars 1.36 and 1.37 refuse a file whose Enum has signed indices."""
    pa: Any = pytest.importorskip("pyarrow")
    table = TIP.to_frame("pyarrow")
    assert table.schema.field("tier").type.index_type == pa.uint8()


@pytest.mark.engine_pyarrow
def test_the_types_of_parquet_do_not_depend_on_the_cells() -> None:
    """A file without a release date, a rank or any row has the columns and types of the whole."""
    bare = TierRecord(countries=(), editions=(), assessments=())
    special = TIP.where(tiers="Special Case")
    own = TierRecord.from_rows([("KGZ", 2021, "Tier 2")])
    whole = parquet(TIP).schema
    for record in (FEW, special, own, bare):
        assert parquet(record).schema.equals(whole)


@pytest.mark.engine_pyarrow
def test_what_is_exported_makes_the_same_record() -> None:
    """A long table is one that `from_frame` reads."""
    frame = parquet(TIP)
    assert [*TierRecord.from_frame(frame).to_rows()] == [*TIP.to_rows()]


def test_a_csv_is_plain_utf_8() -> None:
    """A CSV has no byte-order mark, which would be part of its first name, and ends lines with LF."""
    for layout in ("long", "wide"):
        data = export.render(layout=layout)
        assert data.startswith(b"country,name,")
        assert data.endswith(b"\n")
        assert b"\r" not in data
