"""The commands that ask what the package knows beside the record: names, groups, versions."""

import argparse

import attrs

from tipdata import countries
from tipdata.cli._blocks import Names, Table
from tipdata.cli._commands import Answer, Group, arg, command, tabulate
from tipdata.dates import PartialDate


@command(
    "Show which country a name or a code means",
    arg("text TEXT", "a name in any known spelling, or a code"),
    examples={
        'resolve "Korea, South"': "the code and the names of a country",
        "resolve CIV": "the same, asked by its code",
    },
)
def resolve(args: argparse.Namespace) -> Answer:
    country = countries.resolve(args.text)
    names = ("alpha_3", "alpha_2", "numeric", "name", "report_name", "bureau")
    plain = {name: getattr(country, name) for name in names}
    reported = f", in the report {country.report_name}" if country.report_name else ""
    return Answer(f"{country.alpha_3}  {country.name}{reported}", plain)


@command(
    "List the groups of countries, or the members of one",
    arg("group GROUP", "such as eu or 'Central Asia' (default: list the groups)", nargs="?"),
    arg("--on WHEN", "a year, a month or a day, such as 2019-06-20 (default: now)"),
    examples={
        "groups": "which groups the package knows",
        "groups un_subregion": "the groups of one kind",
        "groups eu --on 2019-06-20": "the members of the European Union on a day",
    },
)
def groups(args: argparse.Namespace) -> Answer:
    known = countries.groups()
    if args.group is None:
        return tabulate(known)
    scheme = next((one for one in known if one.name == args.group), None)
    if scheme and len(scheme.groups) > 1:
        lines = [str(scheme), *(f"  {group}" for group in scheme.groups)]
        return Answer("\n".join(lines), [{"group": group} for group in scheme.groups])
    members = countries.members(args.group, on=args.on and PartialDate.parse(args.on))
    plain = [{"country": one.alpha_3, "name": one.label} for one in members]
    counted = "1 country" if len(members) == 1 else f"{len(members)} countries"
    title = f"{args.group}{f', {args.on}' if args.on else ''}: {counted}"
    lines = [title, *(f"  {one.alpha_3} {one.label}" for one in members)]
    return Answer("\n".join(lines), plain, lambda: [Names(title, [m.label for m in members])])


@command(
    "List what differs between two versions of the data",
    arg("before BEFORE", "the older version (default: the last but one)", nargs="?"),
    arg("after AFTER", "the newer version (default: the last one)", nargs="?"),
    arg("--table TABLE", "the cells of this table (default: how many differ in each)"),
    examples={
        "data changes": "how much the newest data changed",
        "data changes 2025.1 2025.2 --table sources": "cell by cell, in one table",
    },
)
def changes(args: argparse.Namespace) -> Answer:
    from tipdata.data import data_versions
    from tipdata.loading.versions import data_changes

    *_, before, after = data_versions()
    found = data_changes(args.before or before, args.after or after)
    if args.table is not None:
        return tabulate(attrs.evolve(found, changes=found.of(args.table)))
    title = str(found).partition("\n")[0]
    counts = [(table, column, count) for (table, column), count in found.counts.items()]
    lines = [title, *(f"  {table}, {column}: {count:,}" for table, column, count in counts)]
    plain = [{"table": table, "column": column, "cells": n} for table, column, n in counts]
    rows = [(table, column, f"{count:,}") for table, column, count in counts]
    table = Table(("Table", "Column", "Cells"), rows)
    return Answer("\n".join(lines), plain, lambda: [title, table] if rows else [title])


@command(
    "List the versions of the packaged data",
    examples={"data versions": "which versions there are, the oldest first"},
)
def versions(_: argparse.Namespace) -> Answer:
    from tipdata.data import data_versions

    found = data_versions()
    return Answer("\n".join(found), [{"version": one} for one in found])


data = Group("data", "Look at the packaged data and its versions", (changes, versions))
del changes, versions  # which are words after `data` alone
