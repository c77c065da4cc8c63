import pandas as pd
import pytest

from workbook.finding import Figure
from workbook.topic import Topic, Topics


class Counted(Topic):
    def figures(self):
        return (Figure("segmentation.n", 2, "count"),)

    def columns(self):
        return pd.DataFrame({"extra": [1.0]}, index=["b"])


class Silent(Topic):
    pass


def test_topics_say_together_what_each_says_in_order():
    both = Topics((Silent(), Counted()))
    assert both.figures() == Counted().figures()
    assert both.findings() == both.gaps() == both.claims() == ()


def test_a_column_of_a_topic_joins_the_customers_and_is_missing_where_it_says_nothing():
    table = Topics((Silent(), Counted())).columns(pd.DataFrame({"name": ["A", "B"]}, index=["a", "b"]))
    assert table["extra"].isna().tolist() == [True, False] and len(table) == 2


def test_each_topic_is_built_from_the_base_and_those_before_it():
    seen = []

    def silent(base, topics):
        seen.append((base, topics.all))
        return Silent()

    made = Topics.built((silent, silent), "base")
    assert seen == [("base", ()), ("base", made.all[:1])] and len(made.all) == 2


def test_a_topic_is_found_by_its_kind():
    topics = Topics((Silent(), Counted()))
    assert topics.of(Counted) is topics.all[1]
    with pytest.raises(KeyError):
        Topics().of(Silent)
