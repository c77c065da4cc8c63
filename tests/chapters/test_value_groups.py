"""Key and small: by the client's own classes where delivered, else by size."""

from dataclasses import replace

import pytest

from workbook.chapters.value.base import base
from workbook.chapters.value.groups import groups


@pytest.fixture(scope="module")
def muster_base(muster):
    return base(muster.run.client)


def test_where_classes_are_delivered_they_are_the_groups(muster_base, sheets):
    found = groups(muster_base)
    stated = sheets["Kunden"].set_index("Kundennummer")["Kundenklasse"].reindex(found.of.index)
    assert found.kind == "class" and found.names == ("key", "core", "smart")
    assert (found.key == (stated == "A")).all() and (found.small == (stated == "C")).all()


def test_without_classes_the_size_class_is_the_group(northwind):
    found = groups(base(northwind.run.client))
    assert found.kind == "size" and found.names == ("large", "medium", "small")
    assert (found.key == (found.of == "large")).all() and (found.small == (found.of == "small")).all()


def test_classes_nobody_translated_are_no_groups(muster_base):
    client = muster_base.client
    own = client.parameters.segmentation.model_copy(update={"current_classes": {"X": "key"}})
    other = replace(client, parameters=client.parameters.model_copy(update={"segmentation": own}))
    assert groups(replace(muster_base, client=other)).kind == "size"


def test_a_customer_without_revenue_is_neither_key_nor_small(muster_base):
    none = muster_base.table.assign(size="none")
    client = replace(
        muster_base.client, tables={k: t for k, t in muster_base.client.tables.items() if k != "customers"}
    )
    found = groups(replace(muster_base, client=client, table=none))
    assert found.of.isna().all() and not found.key.any() and not found.small.any() and found.names == ()
