"""Where customers and staff are: by coordinates, else by the middle of their postcode area."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

COUNTRIES = {
    "D": "DE", "DEU": "DE", "GERMANY": "DE", "DEUTSCHLAND": "DE", "A": "AT", "AUT": "AT", "AUSTRIA": "AT",
    "ÖSTERREICH": "AT", "OESTERREICH": "AT", "CHE": "CH", "SWITZERLAND": "CH", "SCHWEIZ": "CH", "FL": "LI",
    "LIECHTENSTEIN": "LI",
}  # fmt: skip
DIGITS = {"DE": 5, "AT": 4, "CH": 4, "LI": 4}


@cache
def areas() -> pd.DataFrame:
    """Middles of postcode areas: index (country, first digits), latitude, longitude in degrees.

    Source: GeoNames, licence CC BY 4.0 (see the head of the file).
    """
    text = files("workbook").joinpath("assets/postcodes.csv")
    with text.open(encoding="utf-8") as lines:
        return pd.read_csv(lines, comment="#", dtype={"prefix": "str"}).set_index(["country", "prefix"])


def places(rows: pd.DataFrame, locale: str) -> pd.DataFrame:
    """The place of each row: latitude, longitude (degrees, NaN where not known) and whether it comes from a postcode alone.

    From rows with latitude and longitude, or postcode and country, as far as delivered. `locale` says where a postcode of four
    digits lies when the row names no country; five digits without a country are German.
    """
    table = pd.DataFrame(index=rows.index)
    for column in ("latitude", "longitude"):
        given = rows[column] if column in rows else pd.Series(np.nan, rows.index)
        table[column] = pd.to_numeric(given).astype(float)
    table[table[["latitude", "longitude"]].isna().any(axis=1)] = np.nan
    if "postcode" not in rows:
        return table.assign(by_postcode=False)
    by = _by_postcode(rows, locale)
    filled = table["latitude"].isna() & by["latitude"].notna()
    return table.fillna(by).assign(by_postcode=filled)


def _by_postcode(rows: pd.DataFrame, locale: str) -> pd.DataFrame:
    code = rows["postcode"].astype("str").fillna("").str.upper().str.extract(r"^(?:([A-Z]{1,3})\s*-?\s*)?(\d{4,5})\b")
    country = rows["country"].astype("str") if "country" in rows else pd.Series("", rows.index)
    named = country.fillna("").str.strip().str.upper()
    named = named.where(named != "", code[0].fillna(""))
    named = named.replace(COUNTRIES)
    digits = code[1].str.len()
    usual = locale[-2:] if re.fullmatch(r"de_(AT|CH)", locale) else ""
    guess = digits.map({5: "DE", 4: usual})
    named = named.where(named != "", guess.fillna(""))
    right = named.map(DIGITS) == digits
    table = pd.DataFrame(np.nan, rows.index, ["latitude", "longitude"])
    for length in (3, 2):
        at = pd.MultiIndex.from_arrays([named.where(right, ""), code[1].fillna("").str[:length]])
        table = table.fillna(areas().reindex(at).set_axis(rows.index))
    return table
