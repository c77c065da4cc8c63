"""The folder account-plans/: one page per key account, an index of all, and the smart-account programme."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from workbook.client import Client
from workbook.exhibit import Page
from workbook.language import Words
from workbook.report.account_facts import accounts
from workbook.report.account_index import index_page
from workbook.report.account_plan_page import INDEX, PROGRAMME, plan_of, plan_page
from workbook.report.plan_file import plan_file
from workbook.report.proof import prove
from workbook.report.smart_programme import programme_page


def write(folder: Path, frame: Page, customers: pd.DataFrame, client: Client, words: Words, private: Path) -> None:
    """All pages into `folder`, which is made.

    `frame` is the report's page (title, provenance, labels, brand; its chapters are not used), `customers` the table the run kept
    (index customer_id), `private` a folder no page may name. Without a class there is no key account: the index says so.
    """
    folder.mkdir(parents=True)
    frame = _bare(frame)
    plans = [plan_of(account, client, words) for account in accounts(customers, client)]
    lost = [i for i in client.parameters.account_plans if i not in customers.index]
    pages = {plan_file(p.account.id): plan_page(frame, p, client, words) for p in plans}
    pages[INDEX] = index_page(frame, plans, lost, client, words)
    pages[PROGRAMME] = programme_page(frame, customers, client, words)
    for name, html in pages.items():
        prove(html, private, 1)
        (folder / name).write_text(html, encoding="utf-8", newline="\n")


def _bare(frame: Page) -> Page:
    """The frame without what belongs to the report's chapters."""
    return replace(frame, front=None, chapters=(), methods=())
