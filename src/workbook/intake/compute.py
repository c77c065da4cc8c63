"""Columns computed from others: those declared in client.yaml, then those an amount follows from."""

from __future__ import annotations

import pandas as pd

from workbook import schema
from workbook.intake.figures import NUMERIC
from workbook.parameters import Computation


def inputs(computation: Computation) -> dict[str, str]:
    """The names a computation needs (canonical columns or headers) and the type they are read by."""
    needed = dict.fromkeys(computation.product, "number")
    if computation.discount:
        needed[computation.discount] = "share"
    for name in (computation.year, computation.month):
        if name:
            needed[name] = "date"
    return needed


def declared(frame: pd.DataFrame, table: str, computations: dict[str, Computation]) -> pd.DataFrame:
    """Add the columns client.yaml computes; a name is a canonical column or a header of one of the files."""
    done = frame.copy()
    for column, how in computations.items():
        names = {name: name if name in done else f"={name}" for name in inputs(how)}
        if any(name not in done for name in names.values()):
            continue  # the missing header is already reported
        if how.product:
            value = pd.Series(1.0, index=done.index)
            for name in how.product:
                value = value * done[names[name]]
            done[column] = value * (1 - done[names[how.discount]].fillna(0)) if how.discount else value
        elif how.constant is not None:
            done[column] = _constant(done, table, column, how.constant)
        else:
            day = done[names[how.year or how.month or ""]].dt
            done[column] = (day.year if how.year else day.month).astype("float64")
    return done


def _constant(frame: pd.DataFrame, table: str, column: str, constant: str | float | bool) -> pd.Series:
    described = schema.column(table, column)
    kind = described.type if described else "text"
    if kind in NUMERIC:
        return pd.Series(float(constant), index=frame.index)
    if kind == "flag":
        return pd.Series(bool(constant), index=frame.index, dtype="boolean")
    if kind in ("date", "datetime"):
        return pd.Series(pd.Timestamp(str(constant)), index=frame.index)
    return pd.Series(str(constant), index=frame.index, dtype="str")


AMOUNTS = ("list_revenue", "discount", "discount_rate", "cost_of_goods", "margin", "quantity", "unit_price", "freight")


def amounts(frame: pd.DataFrame) -> pd.DataFrame:
    """Of transactions, row by row: net, list revenue and discount from one another, margin and cost of goods likewise.

    A column without a single value says nothing: it is as if it had not been delivered, never a column of zeros.
    """
    empty = [c for c in AMOUNTS if c in frame and frame[c].isna().all()]
    done = frame.drop(columns=empty)
    if "net_revenue" in done and done["net_revenue"].isna().all() and {"quantity", "unit_price"} <= set(done):
        done = done.drop(columns="net_revenue")
    # Beside a stated net revenue the price may be the one after discount: then it says nothing of the list.
    priced = {"quantity", "unit_price"} <= set(done) and ("net_revenue" not in done or "discount_rate" in done)
    if priced:
        _fill(done, "list_revenue", done["quantity"] * done["unit_price"])
    if "list_revenue" in done:
        if "discount_rate" in done:
            _fill(done, "net_revenue", done["list_revenue"] * (1 - done["discount_rate"].fillna(0)))
        elif "discount" in done and "net_revenue" not in done:
            done["net_revenue"] = done["list_revenue"] - done["discount"].fillna(0)
        elif "quantity" in done and "net_revenue" not in done:
            done["net_revenue"] = done["list_revenue"]
    if "net_revenue" not in done:
        return done
    if "list_revenue" in done:
        _fill(done, "discount", done["list_revenue"] - done["net_revenue"])
    if "discount" in done:
        _fill(done, "list_revenue", done["net_revenue"] + done["discount"])
    if "margin" in done:
        _fill(done, "cost_of_goods", done["net_revenue"] - done["margin"])
    if "cost_of_goods" in done:
        _fill(done, "margin", done["net_revenue"] - done["cost_of_goods"])
    return done


def _fill(frame: pd.DataFrame, column: str, value: pd.Series) -> None:
    """The column, its missing values computed."""
    frame[column] = frame[column].fillna(value) if column in frame else value
