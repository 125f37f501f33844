"""How the package and the report are cited."""

import datetime
import json
import re
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tipdata
from tipdata.errors import CoverageError, InvalidValueError
from tipdata.tierrecord.citing import STYLES, CitedEdition, cite

TIP = tipdata.load()
PACKAGED = f"{version('tipdata')}, data {tipdata.data_version}"

# The fields of csl-data.json (CSL 1.0.2) that a software or a report may have.
CSL_TEXT = {"id", "type", "title", "version", "publisher"}
CSL_NAMES = {"author"}
CSL_DATES = {"issued"}


def test_text_names_the_data_version_and_each_edition() -> None:
    """The text has a line for the package and one for each edition, with month and year."""
    lines = TIP.cite().splitlines()
    assert len(lines) == 1 + len(TIP.editions)
    assert lines[0].endswith(f"version {PACKAGED}.")
    for line, edition in zip(lines[1:], TIP.editions, strict=True):
        assert edition.released is not None
        month = edition.released.strftime("%B")
        report = "U.S. Department of State, Trafficking in Persons Report"
        assert line == f"{report}, {month} {edition.released.year}."


@pytest.mark.parametrize("style", STYLES)
def test_one_year_is_as_good_as_a_list(style: str) -> None:
    """`editions` takes a year, or any years in their order."""
    one = TIP.cite(style, years=2021)  # type: ignore[arg-type]  # a Style
    assert one == TIP.cite(style, years=(2021,))  # type: ignore[arg-type]  # a Style
    assert "2021" in one
    assert "2020" not in one


def test_bibtex_is_one_entry_each_with_its_fields() -> None:
    """Braces are balanced, keys are unique, and the month is a macro."""
    text = TIP.cite("bibtex")
    entries = re.findall(r"@(\w+)\{(\w+),\n((?:  \w+ *= .*,\n)+)\}", text)
    assert [key for _, key, _ in entries] == ["tipdata", *(f"tip{e.year}" for e in TIP.editions)]
    assert text.count("{") == text.count("}")
    assert text == "\n\n".join(f"@{kind}{{{key},\n{fields}}}" for kind, key, fields in entries)
    for kind, _, fields in entries[1:]:
        assert kind == "techreport"
        assert re.search(r"month       = [a-z]{3},", fields)
        assert {"author", "title", "institution", "year"} <= set(re.findall(r"(\w+) +=", fields))


@given(st.text(alphabet="ab1 \\~^&%$#_{}"))
def test_bibtex_escapes_what_tex_reads(text: str) -> None:
    """No special sign stands without its backslash, and taking the escapes off gives the text."""
    note = re.search(r"note   = \{Version (.*)\},", cite("bibtex", text, []))
    assert note is not None
    bare = note[1]
    for made, sign in (("backslash", "\\"), ("asciitilde", "~"), ("asciicircum", "^")):
        bare = bare.replace(f"\\text{made}{{}}", {"\\": "\0", "~": "~", "^": "^"}[sign])
    assert re.sub(r"\\([&%$#_{}])", r"\1", bare).replace("\0", "\\") == text
    assert not re.search(r"(?<!\\)[&%$#_]", bare)


def test_csl_has_the_fields_of_its_schema() -> None:
    """Each item has an id, a type, and text, names and dates in the form that CSL-JSON asks for."""
    items = json.loads(TIP.cite("csl"))
    assert len({item["id"] for item in items}) == len(items) == 1 + len(TIP.editions)
    assert {item["type"] for item in items} == {"software", "report"}
    for item in items:
        assert set(item) <= CSL_TEXT | CSL_NAMES | CSL_DATES
        assert all(isinstance(item[name], str) for name in CSL_TEXT & set(item))
        assert all(set(name) == {"literal"} for name in item["author"])
        for part in item.get("issued", {"date-parts": [[2001]]})["date-parts"]:
            assert datetime.date(*[*part, 1, 1][:3]).year == part[0]
    assert items[0]["version"] == PACKAGED


def test_a_table_of_ones_own_has_no_data_version() -> None:
    """Only what the package ships is cited with its data version; a selection of it is."""
    own = tipdata.TierRecord.from_rows([("KGZ", 2021, "Tier 2")])
    assert own.cite().splitlines() == [
        f"The tipdata developers, tipdata: the Trafficking in Persons Report as typed data, version {version('tipdata')}.",
        "U.S. Department of State, Trafficking in Persons Report, 2021.",
    ]
    assert PACKAGED in TIP.where(bureau="SCA").cite()
    for style in STYLES:
        assert cite(style, "1", [CitedEdition(2021)])


def test_unknown_styles_and_editions_are_refused() -> None:
    """A style or an edition that is not there is an error."""
    with pytest.raises(
        InvalidValueError, match="expected one of 'text', 'bibtex', 'csl', got 'apa'"
    ):
        TIP.cite("apa")  # type: ignore[arg-type]  # not a style
    with pytest.raises(CoverageError, match="no 1999 edition"):
        TIP.cite(years=[1999])
