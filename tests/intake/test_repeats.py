"""Group 42, 55: order lines delivered twice."""

import numpy as np
import pandas as pd

from workbook.intake.repeats import Repeat, repeats

HEAD = "Kundennummer;Datum;Nettoumsatz\n"


def rows(first: int, last: int) -> str:
    return "".join(f"K{n % 7};{n % 28 + 1:02d}.{n % 12 + 1:02d}.2024;{n},50\n" for n in range(first, last))


def lines(n: int) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"K{i}" for i in range(n)], "net_revenue": np.arange(n, dtype=float)})


def repeated(frame: pd.DataFrame, *parts: tuple[int, int]) -> pd.DataFrame:
    return pd.concat([frame, *(frame.iloc[a:b] for a, b in parts)], ignore_index=True)


def test_a_block_of_twenty_is_found_and_one_of_nineteen_is_not():
    assert repeats(repeated(lines(60), (10, 30))) == [Repeat(60, 80, 10)]
    assert repeats(repeated(lines(60), (10, 29))) == []


def test_two_blocks_are_two():
    assert repeats(repeated(lines(60), (0, 25), (30, 55))) == [Repeat(60, 85, 0), Repeat(85, 110, 30)]


def test_lines_that_are_all_alike_are_no_block():
    assert repeats(repeated(lines(1), *[(0, 1)] * 99)) == []


def test_a_block_must_be_equal_in_every_column():
    frame = repeated(lines(40), (0, 40)).assign(order_id=[str(n) for n in range(80)])
    assert repeats(frame) == []


def test_a_long_file_twice_is_one_block():
    assert repeats(repeated(lines(50_000), (0, 50_000))) == [Repeat(50_000, 100_000, 0)]


def test_a_block_is_told_with_row_and_money_and_kept(folder):
    client = folder.put("umsatz.csv", HEAD + rows(0, 60) + rows(5, 30)).read()
    (found,) = [p for p in client.reading.problems if p.code.startswith("DUP")]
    assert (found.code, found.level, found.file, found.row) == ("DUP-BLOCK", "warn", "umsatz.csv", 62)
    assert (found.values["n"].value, found.values["money"].value) == (25, sum(n + 0.5 for n in range(5, 30)))
    assert len(client.tables["transactions"]) == 85


def test_a_whole_file_delivered_twice_is_told_in_whatever_order(folder):
    text = rows(0, 15)
    folder.put("umsatz_1.csv", HEAD + text)
    folder.put("umsatz_2.csv", HEAD + "\n".join(reversed(text.strip().split("\n"))) + "\n")
    found = folder.problems()
    assert found["DUP-BLOCK"].file == "umsatz_2.csv" and found["DUP-BLOCK"].values["n"].value == 15
    assert "DUP-KEPT" not in found
