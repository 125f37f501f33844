"""The page "How a table is read" is true of every function that reads a table."""

import csv
import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest

import tipdata
from tipdata import Assessment, FormatError, Tier, TierRecord, frames
from tipdata.cli import main
from tipdata.errors import ColumnError, InvalidValueError

TIP = tipdata.load()
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"
COLUMNS = ("country", "year", "tier")
OWN = ("land", "edition", "code")
Triple = tuple[Any, Any, Any]


def tables() -> Iterator[list[list[str]]]:
    """Yield the rows of each table of the page, the heads first."""
    for table in re.findall(r"(?:^\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        lines = [line.strip("|").split("|") for line in table.splitlines()]
        yield [[cell.strip() for cell in line] for line in lines if set(line[0]) != set("-")]


def cells_of(text: str) -> list[object]:
    """Return the values between backticks."""
    known = {"datetime": datetime, "tipdata": tipdata}
    return [eval(literal, known) for literal in re.findall(r"`([^`]*)`", text)]  # noqa: S307 - ours


def table_under(heading: str, number: int = 0) -> list[list[str]]:
    """Return the rows of a table under a heading, without the heads."""
    before = PAGE.read_text(encoding="utf-8").partition(f"## {heading}\n")[0]
    skipped = len(re.findall(r"(?:^\|.*\n)+", before, re.MULTILINE))
    return [*tables()][skipped + number][1:]


def cases() -> list[tuple[str, object, str, str]]:
    """Return the column, the cell, the coding and the meaning of each cell of the page."""
    found: list[tuple[str, object, str, str]] = []
    for heading, column in (("Countries", "country"), ("Years", "year")):
        for cells, meaning in table_under(heading):
            found += [(column, cell, "", meaning) for cell in cells_of(cells)]
    for cells, coding, meaning in table_under("Tiers"):
        found += [("tier", cell, coding.strip("`"), meaning) for cell in cells_of(cells)]
    for cells, meaning in table_under("Missing cells"):
        for cell in cells_of(cells):
            if meaning == "missing":
                found.append(("year", cell, "", "refused: year is missing"))
                if str(cell).upper() != "NA":  # which says nothing without its column
                    found.append(("country", cell, "", "refused: country is missing"))
                found.append(("tier", cell, "", "skipped"))
            else:
                found.append(("tier", cell, "", "refused: unknown tier"))
    return found


def objects(names: tuple[str, ...], cells: Triple) -> pd.DataFrame:
    """Return a row of a pandas frame whose columns hold anything."""
    columns = zip(names, cells, strict=True)
    return pd.DataFrame({name: pd.Series([cell], dtype=object) for name, cell in columns})


def by_changes(cells: Triple, coding: Any, **options: Any) -> list[Any]:
    """Read a row with `frames.changes`, by what it makes of the year before."""
    frame = objects(COLUMNS, cells)
    found = frames.changes(frame, written=coding, years=(2020, 2021), **options)
    # The countries are as they were written.
    codes = frames.read_names(found["country"], match="both", **options).codes
    rows = zip(found["country"], found["year"], found["after"], strict=True)
    return [(codes[country], year, Tier(after)) for country, year, after in rows]


def by_comparison(rows: Callable[[Triple], Any]) -> Callable[..., list[Any]]:
    """Return what reads a row with `compare_with`: all that is not only in the record."""

    def read(cells: Triple, **options: Any) -> list[Any]:
        early = attrs.evolve(TIP.where(until=2002), withheld=frozenset(), left_out=())
        found = early.compare_with(rows(cells), **options)
        return [(code, year, tiers[0]) for code, year, tiers in found.only_there]

    return read


def plain(found: Any) -> list[Any]:
    """Return assessments as tuples."""
    return [(one.country, one.year, one.tier) for one in found]


NAMES: dict[str, Any] = dict(zip(COLUMNS, OWN, strict=True))
DOORS: dict[str, Callable[..., list[Any]]] = {
    "from_rows, tuples": lambda cells, **o: plain(TierRecord.from_rows([cells], **o)),
    "from_rows, lists": lambda cells, **o: plain(TierRecord.from_rows(iter([[*cells]]), **o)),
    "from_rows, mappings": lambda cells, **o: plain(
        TierRecord.from_rows([dict(zip(OWN, cells, strict=True))], **NAMES, **o)
    ),
    "from_frame": lambda cells, **o: plain(TierRecord.from_frame(objects(COLUMNS, cells), **o)),
    "from_frame, own names": lambda cells, **o: plain(
        TierRecord.from_frame(objects(OWN, cells), **NAMES, **o)
    ),
    "frames.from_frame": lambda cells, **o: plain(frames.from_frame(objects(COLUMNS, cells), **o)),
    "compare_with, rows": by_comparison(lambda cells: [cells]),
    "compare_with, frame": by_comparison(lambda cells: objects(COLUMNS, cells)),
    "changes": by_changes,
}
every_door = pytest.mark.parametrize("door", DOORS)


def outcome(door: str, cells: Triple, coding: str = "", **options: Any) -> Any:
    """Return what a door makes of a row: its placement, `skipped`, or why it is refused."""
    try:
        found = DOORS[door](cells, coding=coding or None, **options)
    except FormatError as error:
        return [words(problem) for problem in error.problems]
    return found or "skipped"


def words(problem: tipdata.Problem) -> str:
    """Return a problem without its place; `frames.changes` calls the coding `written`."""
    bare = attrs.evolve(problem, path="", row=None, column="")
    return "refused: " + str(bare).replace("written=", "coding=")


def expected(column: str, meaning: str) -> Any:
    """Return the placement that the page says, or its words."""
    if meaning == "skipped" or meaning.startswith("refused"):
        return meaning
    placement: dict[str, Any] = {"country": "KGZ", "year": 2021, "tier": Tier.TIER_3}
    placement[column] = {"year": int, "tier": Tier}.get(column, str)(meaning)
    return [tuple(placement.values())]


def test_the_page_has_all_cells() -> None:
    """The tables of the page are found, with cells of each column."""
    found = cases()
    assert {column for column, *_ in found} == set(COLUMNS)
    assert len(found) > 80


@every_door
@pytest.mark.parametrize(("column", "cell", "coding", "meaning"), cases(), ids=repr)
def test_a_cell_means_what_the_page_says(
    door: str, column: str, cell: object, coding: str, meaning: str
) -> None:
    """The same cell means the same, and is refused with the same words, at every door."""
    row: dict[str, Any] = {"country": "KGZ", "year": 2021, "tier": Tier.TIER_3, column: cell}
    found = outcome(door, tuple(row.values()), coding)
    if "several tiers" in meaning and door.startswith("compare_with"):
        assert found == [("KGZ", 2021, Tier.TIER_2)]  # the first of those that it compares
    elif meaning.startswith("refused"):
        assert isinstance(found, list)
        assert [said[: len(meaning)] for said in found] == [meaning]
        # The rest of the words is the same, too; a frame shows 2.0 as 2.
        (said,), (other,) = found, outcome("from_rows, tuples", tuple(row.values()), coding)
        assert said.partition(", got ")[0] == other.partition(", got ")[0]
    elif not (meaning == "skipped" and found == "skipped"):
        assert found == expected(column, meaning)


@every_door
@pytest.mark.parametrize(("column", "meaning"), table_under("Missing cells", 1), ids=repr)
def test_na_means_what_the_page_says(door: str, column: str, meaning: str) -> None:
    """What NA means depends on the whole column, wherever in it NA stands."""
    lists: list[Any] = cells_of(column)
    for order in (order for texts in lists for order in (texts, texts[::-1])):
        with pytest.raises(FormatError) as caught:
            DOORS_OF_COLUMNS[door]([*order, "Atlantis"[:1]])
        said = {p.value: words(p) for p in caught.value.problems}
        if meaning == "Namibia":
            assert "'NA'" not in said
        elif meaning == "missing":
            assert said["'NA'"].startswith("refused: country is missing")
        else:
            assert said["'NA'"] == (
                "refused: Namibia or a missing cell; expected 'NAM' for Namibia, or "
                "missing=('NA',) for a missing cell, got 'NA'"
            )


def columns_of(texts: list[str]) -> dict[str, list[Any]]:
    """Return a table with these countries, all on one tier in one year."""
    return {"country": texts, "year": [2021] * len(texts), "tier": ["2"] * len(texts)}


DOORS_OF_COLUMNS: dict[str, Callable[[list[str]], object]] = {
    "from_rows, tuples": lambda texts: TierRecord.from_rows([(t, 2021, "2") for t in texts]),
    "from_rows, lists": lambda texts: TierRecord.from_rows([t, 2021, "2"] for t in texts),
    "from_rows, mappings": lambda texts: TierRecord.from_rows(
        [{"country": t, "year": 2021, "tier": "2"} for t in texts]
    ),
    "from_frame": lambda texts: TierRecord.from_frame(pd.DataFrame(columns_of(texts))),
    "from_frame, own names": lambda texts: TierRecord.from_frame(pl.DataFrame(columns_of(texts))),
    "frames.from_frame": lambda texts: frames.from_frame(pl.DataFrame(columns_of(texts))),
    "compare_with, rows": lambda texts: TIP.compare_with([(t, 2021, "2") for t in texts]),
    "compare_with, frame": lambda texts: TIP.compare_with(pl.DataFrame(columns_of(texts))),
    "changes": lambda texts: frames.changes(pl.DataFrame(columns_of(texts))),
}


@pytest.mark.parametrize(("column", "meaning"), table_under("Missing cells", 1), ids=repr)
def test_na_means_the_same_in_a_join(column: str, meaning: str) -> None:
    """A join reads NA as tables do, and says what it was read as."""
    for texts in cells_of(column):
        assert isinstance(texts, list)
        check_join(texts, meaning)


def check_join(texts: list[str], meaning: str) -> None:
    """Compare what a join reads NA as in a column with its meaning on the page."""
    matches: list[Any] = ["names", "codes", "both"]
    for match in matches:
        known = {m.text: m for m in frames.read_names(texts, match=match)}["NA"]
        statuses = {"Namibia": "matched", "undecided": "ambiguous_country"}
        assert known.status == statuses.get(meaning, "missing")
        assert known.country == ("NAM" if meaning == "Namibia" else None)
    frame = pl.DataFrame({"country": texts, "date": [2021] * len(texts)})
    report = frames.join_report(frame, year="date")
    line = next(line for line in report.lines if line.text == "NA")
    assert line.suggestions == (
        ("Namibia (NAM)", "a missing cell") if meaning == "undecided" else ()
    )
    assert report.missing == ((line,) if meaning == "missing" else ())


JOINED = [case for case in cases() if case[0] != "tier"]


@pytest.mark.parametrize(("column", "cell", "coding", "meaning"), JOINED, ids=repr)
def test_a_join_reads_a_cell_as_the_page_says(
    column: str, cell: object, coding: str, meaning: str
) -> None:
    """Countries and years of a join mean what they mean in a table of placements."""
    assert not coding
    row = {"country": "KGZ", "year": 2021, column: cell}
    kind = {bool: "object", int: "int64", float: "float64"}.get(type(cell), "object")
    series = {
        name: pd.Series([one], dtype=kind if name == column else None) for name, one in row.items()
    }
    found, refused = in_a_join(pd.DataFrame(series))
    if refused:
        # A column of another type is refused as such, with what is expected in the same words.
        assert meaning.startswith("refused")
        assert meaning.partition("expected ")[2] in refused
    elif meaning.startswith("refused: not a valid year"):
        assert found == "outside_coverage"
        assert isinstance(cell, float)
    else:
        assert found == status_of(meaning)


def in_a_join(frame: pd.DataFrame) -> tuple[str, str]:
    """Return the status of the only row of a frame, or why the frame is refused."""
    try:
        found = frames.attach_tiers(frame, year="year", match="both")
    except (ColumnError, FormatError) as error:
        return "", str(error)
    return str(found["tier_status"][0]), ""


def status_of(meaning: str) -> str:
    """Return the status of a join's row with a cell that means this."""
    if not meaning.startswith("refused"):
        return "placed"
    said = re.sub(r"[:;].*", "", meaning.removeprefix("refused: "))
    return "missing" if said.endswith(" is missing") else said.replace(" ", "_")


WRITTEN = [case for case in JOINED if isinstance(case[1], str)]


@pytest.mark.parametrize(("column", "cell", "coding", "meaning"), WRITTEN, ids=repr)
def test_a_file_is_read_as_the_page_says(
    column: str,
    cell: str,
    coding: str,
    meaning: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command reads countries and years of a file as all others do."""
    assert not coding
    row = {"country": "KGZ", "year": "2021", column: cell}
    with (tmp_path / "few.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([row.keys(), row.values()])
    words_ = ("--country", "country", "--on", "year", "--basis", "edition", "--match", "both")
    code = main(["attach", str(tmp_path / "few.csv"), *words_, "--json"])
    answer = json.loads(capsys.readouterr().out)
    if column == "year" and meaning.startswith("refused: not"):
        assert code == 1
        (problem,) = answer["problems"]
        assert meaning[9:].startswith(problem["message"])
        assert problem["expected"] in meaning
    else:
        assert answer["statuses"] == {status_of(meaning): 1}


@every_door
def test_names_settle_strings_and_no_others(door: str) -> None:
    """`names=` decides what its strings mean, over the registry and over markers of missing cells."""
    names = {"Congo": "COG", " Niger ": "Nigeria", "NA": TIP.registry.get("NAM"), "-": "KAZ"}
    for text, code in (("Congo", "COG"), (" Niger", "NGA"), ("NA", "NAM"), ("-", "KAZ")):
        found = outcome(door, (text, 2021, "Tier 3"), names=names, missing=["-", "NA"])
        assert found == [(code, 2021, Tier.TIER_3)]
    assert outcome(door, ("congo", 2021, "Tier 3"), names=names) == [
        "refused: ambiguous country; expected Democratic Republic of the Congo (COD) or Republic of the Congo (COG), got 'congo'"
    ]
    assert outcome(door, ("Chad", 2021, "Tier 3"), names=names) == [("TCD", 2021, Tier.TIER_3)]


@every_door
def test_missing_replaces_the_strings(door: str) -> None:
    """`missing=` is the whole list, but for blank cells; a number that is written so is missing."""
    for cell in ("-99", " -99 ", -99, -99.0, "x", "X", "", None):
        assert outcome(door, ("KGZ", 2021, cell), missing=["-99", "x"]) == "skipped"
    for cell in ("NA", "NULL", "."):
        (said,) = outcome(door, ("KGZ", 2021, cell), missing=["-99", "x"])
        assert said.startswith("refused: unknown tier; ")
    assert outcome(door, ("NA", 2021, "Tier 3"), missing=["x"]) == [("NAM", 2021, Tier.TIER_3)]
    # One string is one, not its letters; whoever lists NA has decided what it means.
    for given in (["NA", "x"], "NA"):
        (said,) = outcome(door, ("NA", 2021, "Tier 3"), missing=given)
        assert said.startswith("refused: country is missing; ")


@every_door
def test_arguments_of_a_table_are_refused_alike(door: str) -> None:
    """What is not a mapping of strings to countries, or not strings, is refused with what is."""
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"names": [("Congo", "COG")]}, InvalidValueError, "names: expected a mapping of strings to countries"),
        ({"names": {1: "COG"}}, InvalidValueError, "names: expected a mapping of strings to countries"),
        ({"names": {"Congo": 178}}, InvalidValueError, r"names\['Congo'\]: expected the name or code of a country, got 178"),
        ({"names": {"Congo": "Kazakhstn"}}, tipdata.errors.UnknownCountryError, "did you mean 'Kazakhstan"),
        ({"names": {"X": "Congo"}}, tipdata.errors.AmbiguousCountryError, "ambiguous"),
        ({"missing": [-99]}, InvalidValueError, "missing: expected the strings that mean a missing cell"),
        ({"missing": 5}, InvalidValueError, "missing: expected the strings that mean a missing cell"),
    ]  # fmt: skip
    for options, error, said in wrong:
        with pytest.raises(error, match=said):
            outcome(door, ("KGZ", 2021, "Tier 3"), **options)
    calls: list[Any] = [frames.read_names, frames.attach_tiers, frames.join_report]
    for call in calls:
        given: Any = (
            ["KGZ"]
            if call is frames.read_names
            else pd.DataFrame({"country": ["KGZ"], "date": ["2021-07-01"]})
        )
        with pytest.raises(InvalidValueError, match="missing: expected the strings"):
            call(given, missing=5)
        with pytest.raises(InvalidValueError, match="names: expected a mapping"):
            call(given, names=[1])


def test_a_hint_names_the_argument_of_its_function() -> None:
    """In `frames.changes` and `frames.transitions` the coding of the column is `written=`."""
    for call in (frames.changes, frames.transitions):
        half = pl.DataFrame({"country": ["KGZ"], "year": [2021], "tier": [2.5]})
        with pytest.raises(FormatError, match="for numbers pass written='kelley'"):
            call(half)
        label = half.with_columns(tier=pl.lit("2WL"))
        with pytest.raises(FormatError, match="this is a label; leave out written="):
            call(label, written="kelley")
        with pytest.raises(InvalidValueError, match="written: expected one of 'ordinal'"):
            call(half, written="kelly")  # type: ignore[arg-type]  # as is tested
    for door in set(DOORS) - {"changes"}:
        (said,) = outcome(door, ("KGZ", 2021, "2WL"), "kelley")
        assert "leave out coding=" in said


@every_door
def test_a_registry_is_taken_everywhere(door: str) -> None:
    """`registry=` brings countries and names of your own."""
    own = tipdata.countries.default().with_aliases({"Kirgisistan": "KGZ"})
    found = outcome(door, ("KGZ", 2021, "Tier 3"), registry=own)
    assert found == [("KGZ", 2021, Tier.TIER_3)]
    assert outcome(door, ("Kirgisistan", 2021, "Tier 3"), registry=own) == found
    assert outcome(door, ("Kirgisistan", 2021, "Tier 3"))[0].startswith("refused: unknown country")


def test_a_join_takes_a_registry() -> None:
    """A join knows the names and countries of a registry, also those that the record lacks."""
    land = tipdata.Country(alpha_3="XSL", code_status="user-assigned", name="Somaliland")
    own = TIP.registry.with_countries(land).with_aliases({"Kirgisistan": "KGZ"})
    texts = ["Kirgisistan", "Somaliland", "Kenya"]
    frame = pl.DataFrame({"country": texts, "year": [2021] * 3})
    found = frames.attach_tiers(frame, year="year", registry=own)
    assert found["tier_status"].to_list() == ["placed", "not_in_report", "placed"]
    report = frames.join_report(frame, year="year", registry=own)
    assert (len(report.matched), len(report.unmatched)) == (3, 0)
    assert frames.read_names(texts, registry=own).codes["Somaliland"] == "XSL"
    assert len(frames.join_report(frame, year="year").unmatched) == 2


def test_what_is_for_placements_is_refused_for_other_records() -> None:
    """Arguments that only assessments have are not passed over for other kinds."""
    frame = pl.DataFrame({"id": ["o"], "name": ["O"]})
    read: Any = frames.from_frame
    for name, value in (("coding", "kelley"), ("names", {"Congo": "COG"}), ("missing", ["-"])):
        with pytest.raises(InvalidValueError, match=f"{name}: expected None, since"):
            read(frame, "organization", **{name: value})


@pytest.mark.parametrize("given", ["KGZ", b"KGZ", {"country": ["KGZ"]}])
@pytest.mark.parametrize("read", [TierRecord.from_rows, TIP.compare_with])
def test_letters_and_columns_are_no_rows(read: Any, given: object) -> None:
    """A string or a mapping of columns is refused as such, not row by row."""
    with pytest.raises(InvalidValueError, match="rows: expected rows with country, year and tier"):
        read(given)


@pytest.mark.parametrize("texts", [[398], [None, 100, "Kenya"], [2.0], [["KGZ"]]])
def test_names_are_read_of_strings_alone(texts: Any) -> None:
    """Numbers among the strings of a column are refused with the codes that are known."""
    with pytest.raises(InvalidValueError, match="texts: expected a name, or an ISO 3166 code as a"):
        frames.read_names(texts)
    few: Any = [None, float("nan"), pd.NA, "Kenya"]
    assert [match.text for match in frames.read_names(few)] == ["Kenya"]


def test_a_missing_cell_has_the_code_of_its_column() -> None:
    """A country or a year that is missing beside a tier has the code that a wrong one has."""
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([("", 2021, "2"), ("KGZ", "NA", "2"), (None, None, "2")])
    codes = [(p.code, p.count) for p in caught.value.problems]
    assert codes == [("unknown-country", 2), ("invalid-value", 2)]


def test_a_report_lists_markers_and_no_blanks() -> None:
    """Strings that were read as missing are listed, so that nothing is missing unseen."""
    frame = pl.DataFrame({"country": ["NULL", " ", "", None, "Chad"], "date": [2021] * 5})
    report = frames.join_report(frame, year="date")
    assert [line.text for line in report.missing] == ["NULL"]
    assert report.counts["missing"] == 4
    assert "read as missing (1):\n  'NULL': 1 row" in str(report)


def test_empty_rows_are_skipped() -> None:
    """Rows that hold nothing say nothing, whatever their length; others are problems."""
    blank: list[Any] = [
        (),
        [],
        [""],
        ("", None, ""),
        {"country": "", "year": "NA"},
        ("", "", "", ""),
    ]
    assert len(TierRecord.from_rows([*blank, ("KGZ", 2021, "2"), *blank])) == 1
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows([("KGZ",), ("x", "", "", "")])
    assert [p.code for p in caught.value.problems] == ["wrong-row"] * 2


def test_a_misspelt_key_is_named() -> None:
    """A mapping without a column says which of its keys may be meant, once for all rows."""
    rows = [{"country": "KGZ", "yaer": year, "tier": "2"} for year in range(2001, 2021)]
    with pytest.raises(FormatError) as caught:
        TierRecord.from_rows(rows)
    assert str(caught.value) == (
        "1 problem\n  $[0], $[1], $[2] and 17 more: no year; unknown key 'yaer'; expected the keys 'country', "
        "'year' and 'tier', got ['country', 'yaer', 'tier']; did you mean 'year'?"
    )
    with pytest.raises(
        ColumnError, match="'year': the frame has no such column; did you mean 'yaer'"
    ):
        TierRecord.from_frame(pd.DataFrame(rows))


@pytest.mark.parametrize("given", ["record", "assessments", "generator"])
def test_records_are_tables(given: str) -> None:
    """A record, or assessments of any kind, are rows to all that take rows."""
    rows: Any = {"record": TIP, "assessments": TIP.assessments, "generator": iter(TIP)}[given]
    found = TIP.compare_with(rows, coding="kelley")  # a tier is read under any coding
    assert (found.agreeing, len(found)) == (len(TIP), 0)
    few = TIP.where(countries="KGZ")
    assert plain(TierRecord.from_rows(few)) == plain(few)

    @attrs.frozen(kw_only=True)
    class Own(Assessment):
        """An assessment of one's own."""

        note: str = ""

    own = Own(country="KGZ", year=2021, tier=Tier.TIER_2)
    assert plain(TierRecord.from_rows([own])) == [("KGZ", 2021, Tier.TIER_2)]


def test_equal_problems_are_one() -> None:
    """A fault of many rows is one problem with its first rows and its count, in a frame and in rows."""
    rows = [("Kazakstan" if n % 2 else "KGZ", 2001 + n, "2") for n in range(20)]
    with pytest.raises(FormatError) as by_rows:
        TierRecord.from_rows(rows)
    with pytest.raises(FormatError) as by_frame:
        TierRecord.from_frame(pd.DataFrame(rows, columns=list(COLUMNS)))
    (one,), (other,) = by_rows.value.problems, by_frame.value.problems
    assert (one.rows, one.count, one.row, one.path) == ((1, 3, 5), 10, None, "$[1].country")
    assert (other.rows, other.count, other.row) == ((3, 5, 7), 10, 3)
    assert one.place == "$[1].country, $[3].country, $[5].country and 7 more"
    assert other.place == "rows 3, 5, 7 and 7 more, country"
    assert other.to_dict()["rows"] == "3, 5, 7"
    with pytest.raises(FormatError) as two:
        TierRecord.from_rows(rows[:5])
    assert two.value.problems[0].place == "$[1].country and $[3].country"
    # Two cells that differ are two problems, whatever else they share.
    with pytest.raises(FormatError) as several:
        TierRecord.from_rows(
            [("Kazakstan", 2021, "2"), ("Kazakstan ", 2021, "2"), (1, 2021, "2"), (1.0, 2021, "2")]
        )
    assert [p.count for p in several.value.problems] == [1] * 4


def test_a_column_of_another_scheme_is_warned_of() -> None:
    """The join report warns if most strings are digits of which many are not ISO numbers."""
    iso = [str(c.numeric) for c in TIP.countries if c.numeric]
    cow = [
        "2",
        "20",
        "31",
        "40",
        "41",
        "42",
        "51",
        "52",
        "53",
        "70",
        "90",
        "91",
        "100",
        "140",
        "710",
    ]

    def warned(texts: list[str], match: Any = "names") -> bool:
        frame = pl.DataFrame({"country": texts, "date": [2021] * len(texts)})
        report = frames.join_report(frame, year="date", match=match)
        for shown in (str(report), report._repr_html_()):
            assert ("Correlates of War" in shown) == bool(report.warnings)
        return bool(report.warnings)

    for match in ("names", "codes", "both"):
        assert warned(cow, match)
        assert not warned(iso, match)
        assert not warned([*iso, "999"], match)
    assert warned([*cow, "Kenya", "NA", ""])
    assert not warned([*cow[:3], "Kenya", "Chad", "Fiji", "Mali"])
    # Missing cells are not counted; a third of unknown numbers is many, a quarter is not.
    assert warned([*cow[:3], "NA", "n/a", ".", "NULL", ""])
    assert warned([*iso[:4], "998", "999"])
    assert not warned([*iso[:3], "999"])
    assert not warned(["891"])  # which is ambiguous, and yet a number of ISO 3166
    # Numbers that lost their zeros in a spreadsheet are a small part of a column.
    assert not warned([str(int(one)) for one in iso])
