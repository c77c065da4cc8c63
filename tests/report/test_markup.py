from types import SimpleNamespace

from workbook.exhibit import Cell, Head, Table
from workbook.report.crossings import NOWHERE, Crossings
from workbook.report.markup import mark, plain, rows, words

HEADS = (Head("Kunde"), Head("Umsatz", "€", True))
NAMES = Crossings({"Ahorn AG": "customer-1"}, {"Ahorn AG": ("a", "b")})
PLACES = {("statement", i): SimpleNamespace(anchor=f"f-{i}", number=n) for i, n in (("a", "2.1"), ("b", "2.4"))}
LABELS = {"finding": "Befund <1>"}


def made(*told: tuple[Cell, ...], home: bool = False, names: Crossings = NOWHERE, **more: object) -> str:
    return str(rows(Table("", HEADS, told, **more), home, names, PLACES, LABELS))


def test_a_row_is_named_by_its_first_cell_and_numbers_stand_right():
    assert made((Cell("Müller & Söhne"), Cell("12", 12.0))) == (
        '<tbody>\n<tr><th scope="row">Müller &amp; Söhne</th><td class="n">12</td></tr>\n</tbody>'
    )
    assert "<tr><td></td>" in made((Cell(""), Cell("12")))


def test_only_a_table_to_sort_tells_its_numbers_and_never_one_that_is_none():
    told = ((Cell("a"), Cell("12", 12.3456789)), (Cell("b"), Cell("k. A.", float("nan"))))
    assert "data-v" not in made(*told)
    total = (Cell("Summe"), Cell("12", 12.0))
    shown = made(*told, sortable=True, total=total)
    assert '<td class="n" data-v="12.34568">12</td>' in shown and '<td class="n">k. A.</td>' in shown
    assert shown.endswith('</tbody>\n<tfoot><tr><th scope="row">Summe</th><td class="n">12</td></tr></tfoot>')


def test_marks_grounds_ways_and_long_words():
    assert f'<td class="n"><span class="nb">{mark("key")}A</span></td>' in made((Cell("a"), Cell("A", mark="key")))
    assert '<td class="n t3">1</td>' in made((Cell("a"), Cell("1", 1.0, tint=3)))
    assert '<a href="x&amp;y.html">a</a>' in made((Cell("a", link="x&y.html"), Cell("1")))
    assert '<th scope="row"><a href="p.html">a</a></th>' in made((Cell("a"), Cell("1")), links=("p.html",))
    text = Table("", (Head("a"), Head("b")), ((Cell("a"), Cell("x" * 41)), (Cell("a"), Cell("x" * 40))))
    assert str(rows(text, False, NOWHERE, {}, {})).count('class="long"') == 1


def test_a_customer_leads_to_its_row_and_from_there_back():
    row = (Cell("Ahorn AG"), Cell("1"))
    assert '<th scope="row"><a href="#customer-1">Ahorn AG</a></th>' in made(row, names=NAMES)
    back = made(row, home=True, names=NAMES)
    assert back.count('<span id="customer-1">Ahorn AG</span>') == 1 and back.count('class="back"') == 2
    assert ' <a class="back" href="#f-b" aria-label="Befund &lt;1&gt; 2.4">2.4</a>' in back


def test_no_text_is_markup_and_what_belongs_together_stays_on_a_line():
    assert plain("<b>\x00'") == "&lt;b&gt;&#39;"
    assert str(words("3 <Mio.>, −2")) == '3 &lt;Mio.&gt;, <span class="nb">−2</span>'
    assert str(words("rund ≈\u00a03\u00a0Mio.\u00a0€ & mehr")) == (
        'rund <span class="est">≈\u00a03\u00a0Mio.\u00a0€</span> &amp; mehr'
    )
