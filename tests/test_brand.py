"""brand.toml: what it changes, and what is refused, each with its key and what was measured."""

import json
import re
from dataclasses import replace

import pytest

from small_client import small_client, small_folder
from test_logo import drawing, png
from workbook import theme
from workbook.brand import read_brand
from workbook.check import as_json, check
from workbook.language import Words
from workbook.problem import Refused
from workbook.problem_text import sentence
from workbook.report.assemble import frame, settings_hash
from workbook.report.page import render

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
COLOURS = '[light]\nink = "#101820"\nlink = "#7a003c"\n[dark]\nlink = "#ffb0c8"\n[fonts]\nhead = "Frutiger LT"\n'
LOGO = '[logo]\nfile = "logo.svg"\nalt = "Klein GmbH"\n'


def branded(folder, text, **files):
    (folder / "brand.toml").write_text(text, "utf-8")
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def refused(folder, words=GERMAN):
    with pytest.raises(Refused) as stopped:
        read_brand(folder)
    return [sentence(p, words).replace("\u00a0", " ") for p in stopped.value.problems]


def test_no_file_no_brand(tmp_path):
    assert read_brand(tmp_path) is None


def test_colours_and_fonts_take_the_place_of_ours_in_both_schemes_and_leave_the_rest(tmp_path):
    style = theme.css(read_brand(branded(tmp_path, COLOURS)))
    light, dark = style.split("@media screen and (prefers-color-scheme:dark)")
    assert "--ink:#101820;" in light and "--link:#7a003c;" in light and "--link:#ffb0c8;" in dark
    assert f"--ink:{theme.tokens()['dark']['ink']};" in dark and f"--muted:{theme.colour('muted')};" in light
    assert f'--font-head:"Frutiger LT", {theme.tokens()["type"]["head"]};' in light


def test_a_colour_too_pale_is_refused_with_what_was_measured(tmp_path):
    folder = branded(tmp_path, '[light]\nlink = "#7aa7d9"\n')
    first = refused(folder)[0]
    assert first == (
        "brand.toml, light.link: Die Farbe #7aa7d9 hat mit paper einen Kontrast von 2,51 : 1, nötig sind 4,50 : 1. "
        "Bitte wählen Sie eine Farbe, die sich deutlicher abhebt. [abgelehnt]"
    )
    assert "a contrast of 2.51 : 1 with paper; 4.50 : 1 is needed" in refused(folder, ENGLISH)[0]


def test_a_mark_needs_three_to_one_and_a_ground_is_told_too(tmp_path):
    assert "nötig sind 3,00 : 1" in refused(branded(tmp_path, '[light]\ndot = "#b0b8c0"\n'))[0]
    assert "dark.paper: Die Farbe #888888 hat mit ink" in refused(branded(tmp_path, '[dark]\npaper = "#888888"\n'))[0]


def test_contrast_is_never_rounded_up_to_what_is_asked_for(tmp_path):
    assert "einen Kontrast von 4,47 : 1" in refused(branded(tmp_path, '[light]\nlink = "#777777"\n'))[0]


def test_colours_that_look_alike_are_refused(tmp_path):
    same = branded(tmp_path, f'[light]\nkey = "{theme.colour("core")}"\n')
    assert any("ist bei normalem Farbsehen von core kaum zu unterscheiden (Abstand 0,00" in s for s in refused(same))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[light\n", "brand.toml, Zeile 1: Die Datei ist nicht als TOML lesbar"),
        ("[colours]\n", "brand.toml, colours: Die Einstellung colours ist unbekannt"),
        ('[light]\nlnk = "#000000"\n', "brand.toml, light.lnk: Die Einstellung light.lnk ist unbekannt. Meinten Sie link?"),
        ('light = "x"\n', "brand.toml, light: x ist nicht zulässig; erlaubt ist eine Tabelle [light]"),
        ('[light]\nlink = "red"\n', "brand.toml, light.link: red ist nicht zulässig; erlaubt ist eine Farbe in der Form #rrggbb"),
        ('[dark]\nlink = "#000000;}"\n', "brand.toml, dark.link: #000000;} ist nicht zulässig"),
        ("[light]\nlink = 3\n", "brand.toml, light.link: 3 ist nicht zulässig"),
        ('[fonts]\nhead = "x\\"; } body { color: red"\n', "brand.toml, fonts.head: "),
        ('[fonts]\nhead = "url(http://example.org)"\n', "brand.toml, fonts.head: "),
        ('[logo]\nfile = "logo.svg"\n', "brand.toml, logo.alt: Die Pflichteinstellung logo.alt fehlt"),
        (LOGO, "brand.toml, logo.file: Die Datei logo.svg ist als Logo nicht verwendbar: Sie liegt nicht als Datei neben"),
        (LOGO.replace("logo.svg", "../logo.svg"), "brand.toml, logo.file: Die Datei ../logo.svg ist"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_key(tmp_path, text, said):
    assert refused(branded(tmp_path, text))[0].startswith(said)


def test_a_logo_is_never_reached_through_a_link(tmp_path):
    (tmp_path / "elsewhere.svg").write_bytes(drawing(""))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "logo.svg").symlink_to(tmp_path / "elsewhere.svg")
    assert "liegt nicht als Datei" in refused(branded(tmp_path / "c", LOGO))[0]


def test_an_unfit_logo_says_why(tmp_path):
    folder = branded(tmp_path, LOGO, logo_svg=drawing("<script/>"))
    assert "Sie enthält <script>, was in einer Zeichnung nicht zulässig ist" in refused(folder)[0]


@pytest.mark.parametrize("words", [GERMAN, ENGLISH])
def test_the_page_shows_the_logo_and_its_policy_lets_pictures_in_only_then(tmp_path, words):
    client = small_client(tmp_path / "klein")
    plain = render(frame(client, words, ()))
    svg = branded(tmp_path / "klein", COLOURS + LOGO, logo_svg=drawing('<path d="M0 0h80v20z" fill="#e30613"/>'))
    drawn = render(frame(replace(client, brand=read_brand(svg)), words, ()))
    text = COLOURS + LOGO.replace("svg", "png").replace("Klein GmbH", "<b>Klein")
    painted = render(frame(replace(client, brand=read_brand(branded(svg, text, logo_png=png()))), words, ()))
    assert "img-src" not in plain + drawn and "; img-src data:;" in painted
    assert 'aria-label="Klein GmbH"' in drawn and '<div class="logo"><svg' in drawn and "#e30613" in drawn
    assert re.search(r'<img src="data:image/png;base64,[\w+/=]+" alt="&lt;b&gt;Klein">', painted)
    assert "--link:#7a003c;" in drawn and "brand.toml" in drawn and "brand.toml" not in plain


def test_the_brand_is_part_of_the_settings_and_of_nothing_computed(tmp_path):
    client = small_client(tmp_path / "klein")
    one = read_brand(branded(tmp_path / "klein", COLOURS + LOGO, logo_svg=drawing("")))
    other = read_brand(branded(tmp_path / "klein", COLOURS + LOGO, logo_svg=drawing("<g/>")))
    hashes = {settings_hash(replace(client, brand=brand)) for brand in (None, one, other)}
    assert (
        len(hashes) == 3
        and one.sha256 == read_brand(branded(tmp_path / "klein", COLOURS + LOGO, logo_svg=drawing(""))).sha256
    )


def test_check_tells_a_wrong_brand_beside_everything_else(tmp_path):
    folder = branded(small_folder(tmp_path / "klein"), '[light]\nlink = "#dddddd"\n')
    found = json.loads(json.dumps(as_json(check(folder))))
    assert not found["usable"] and {p["code"] for p in found["problems"]} >= {"CFG-CONTRAST"} and found["files"]
