"""The invented world of the sample: places, industries, company names, products, staff."""

# (postcode, city, region, country, latitude, longitude, territory); coordinates rounded to the city
CITIES = [
    ("01067", "Dresden", "Sachsen", "DE", 51.05, 13.74, "Ost"),
    ("04109", "Leipzig", "Sachsen", "DE", 51.34, 12.37, "Ost"),
    ("06108", "Halle", "Sachsen-Anhalt", "DE", 51.48, 11.97, "Ost"),
    ("07743", "Jena", "Thüringen", "DE", 50.93, 11.59, "Ost"),
    ("09111", "Chemnitz", "Sachsen", "DE", 50.83, 12.92, "Ost"),
    ("10115", "Berlin", "Berlin", "DE", 52.53, 13.38, "Ost"),
    ("14467", "Potsdam", "Brandenburg", "DE", 52.40, 13.06, "Ost"),
    ("18055", "Rostock", "Mecklenburg-Vorpommern", "DE", 54.09, 12.14, "Nord"),
    ("20095", "Hamburg", "Hamburg", "DE", 53.55, 10.00, "Nord"),
    ("24103", "Kiel", "Schleswig-Holstein", "DE", 54.32, 10.13, "Nord"),
    ("28195", "Bremen", "Bremen", "DE", 53.08, 8.81, "Nord"),
    ("30159", "Hannover", "Niedersachsen", "DE", 52.37, 9.74, "Nord"),
    ("38100", "Braunschweig", "Niedersachsen", "DE", 52.26, 10.52, "Nord"),
    ("49074", "Osnabrück", "Niedersachsen", "DE", 52.28, 8.05, "Nord"),
    ("33602", "Bielefeld", "Nordrhein-Westfalen", "DE", 52.02, 8.53, "West"),
    ("44135", "Dortmund", "Nordrhein-Westfalen", "DE", 51.51, 7.47, "West"),
    ("48143", "Münster", "Nordrhein-Westfalen", "DE", 51.96, 7.63, "West"),
    ("50667", "Köln", "Nordrhein-Westfalen", "DE", 50.94, 6.96, "West"),
    ("57072", "Siegen", "Nordrhein-Westfalen", "DE", 50.87, 8.02, "West"),
    ("60311", "Frankfurt am Main", "Hessen", "DE", 50.11, 8.68, "West"),
    ("66111", "Saarbrücken", "Saarland", "DE", 49.23, 7.00, "West"),
    ("68159", "Mannheim", "Baden-Württemberg", "DE", 49.49, 8.47, "Süd"),
    ("70173", "Stuttgart", "Baden-Württemberg", "DE", 48.78, 9.18, "Süd"),
    ("78050", "Villingen-Schwenningen", "Baden-Württemberg", "DE", 48.06, 8.46, "Süd"),
    ("80331", "München", "Bayern", "DE", 48.14, 11.57, "Süd"),
    ("89073", "Ulm", "Baden-Württemberg", "DE", 48.40, 9.99, "Süd"),
    ("90403", "Nürnberg", "Bayern", "DE", 49.45, 11.08, "Süd"),
    ("97070", "Würzburg", "Bayern", "DE", 49.79, 9.93, "Süd"),
    ("4020", "Linz", "Oberösterreich", "AT", 48.31, 14.29, "Alpen"),
    ("5020", "Salzburg", "Salzburg", "AT", 47.80, 13.04, "Alpen"),
    ("8010", "Graz", "Steiermark", "AT", 47.07, 15.44, "Alpen"),
    ("6850", "Dornbirn", "Vorarlberg", "AT", 47.41, 9.74, "Alpen"),
    ("8400", "Winterthur", "Zürich", "CH", 47.50, 8.72, "Alpen"),
    ("9000", "St. Gallen", "St. Gallen", "CH", 47.42, 9.37, "Alpen"),
]

INDUSTRIES = {
    "Maschinenbau": ["Maschinenbau", "Werkzeugmaschinen", "Maschinenfabrik"],
    "Fördertechnik": ["Fördertechnik", "Intralogistik", "Förderanlagen"],
    "Verpackungstechnik": ["Verpackungstechnik", "Abfülltechnik"],
    "Lebensmitteltechnik": ["Mühlentechnik", "Brautechnik", "Lebensmitteltechnik"],
    "Holzbearbeitung": ["Holztechnik", "Sägewerkstechnik"],
    "Umwelttechnik": ["Wassertechnik", "Recyclinganlagen", "Klärtechnik"],
    "Technischer Handel": ["Industriebedarf", "Technischer Handel"],
}

FRONT = ["Alm", "Bären", "Brenken", "Dün", "Erlen", "Fähr", "Grün", "Höll", "Kräh", "Lärchen", "Möwen", "Nöß", "Ost",
         "Pfähl", "Röhren", "Süder", "Tännl", "Über", "Völk", "Wöhr", "Zwölf", "Ahorn", "Kessel", "Stein"]  # fmt: skip
BACK = ["brück", "wörth", "tal", "hagen", "lohe", "horst", "au", "büttel", "moos", "rieth", "egg", "förde"]
LEGAL = {"DE": ["GmbH", "GmbH", "GmbH & Co. KG", "AG", "KG", "SE"], "AT": ["GmbH", "Ges.m.b.H.", "AG"],
         "CH": ["AG", "AG", "GmbH"]}  # fmt: skip
SPECIAL_NAMES = ['Maschinenfabrik "Zur Mühle" GmbH', "Grünhorst & Söhne Fördertechnik KG", "Brüder Wöhrtal OHG"]

# category: article prefix, cost of goods as a share of list price, lowest and highest list price
CATEGORIES = {
    "Getriebemotoren": ("GM", 0.620, 180, 2400),
    "Planetengetriebe": ("PG", 0.600, 420, 5200),
    "Frequenzumrichter": ("FU", 0.645, 150, 3100),
    "Kupplungen": ("KU", 0.580, 25, 480),
    "Servoantriebe": ("SA", 0.625, 650, 6800),
    "Ersatzteile": ("ET", 0.540, 8, 160),
}

# code, role word, role, fte, annual cost, working hours, selling share, territory, postcode, latitude, longitude,
# planned utilisation, bonus weights (revenue, margin, activity, satisfaction, team), variable share
STAFF = [
    ("V-01", "Key Account Manager", "kam", 1.0, 118000, 1680, 0.58, "Großkunden", "70173", 48.78, 9.18, 1.02),
    ("V-02", "Key Account Manager", "kam", 0.8, 96000, 1680, 0.55, "Großkunden", "50667", 50.94, 6.96, 0.97),
    ("V-03", "Außendienst", "field", 1.0, 108000, 1660, 0.55, "Nord", "30159", 52.37, 9.74, 0.92),
    ("V-04", "Außendienst", "field", 1.0, 108000, 1660, 0.57, "West", "44135", 51.51, 7.47, 0.99),
    ("V-05", "Außendienst", "field", 1.0, 104000, 1660, 0.52, "Ost", "04109", 51.34, 12.37, 0.85),
    ("V-06", "Außendienst", "field", 0.8, 92000, 1660, 0.54, "Süd", "89073", 48.40, 9.99, 1.04),
    ("V-07", "Außendienst", "field", 1.0, 110000, 1700, 0.53, "Alpen", "6850", 47.41, 9.74, 0.80),
    ("V-08", "Innendienst", "inside", 1.0, 84000, 1650, 0.50, None, "33602", 52.02, 8.53, 0.96),
    ("V-09", "Innendienst", "inside", 1.0, 82000, 1650, 0.50, None, "33602", 52.02, 8.53, 0.90),
    ("V-10", "Innendienst", "inside", 0.8, 72000, 1640, 0.48, None, "33602", 52.02, 8.53, 0.93),
    ("V-11", "Kundenservice", "service", 1.0, 88000, 1670, 0.60, None, "33602", 52.02, 8.53, 0.82),
    ("V-12", "E-Commerce", "digital", 1.0, 86000, 1650, 0.45, None, "33602", 52.02, 8.53, 0.72),
]
BONUS = {  # revenue, margin, activity, satisfaction, team; share of variable pay
    "kam": (0.5, 0.2, 0.1, 0.1, 0.1, 0.25),
    "field": (0.7, 0.0, 0.2, 0.0, 0.1, 0.30),
    "inside": (0.4, 0.0, 0.3, 0.1, 0.2, 0.10),
    "service": (0.0, 0.0, 0.3, 0.5, 0.2, 0.08),
    "digital": (0.5, 0.1, 0.2, 0.0, 0.2, 0.12),
}

# role: activity word, probability, mean hours without travel
MIX = {
    "kam": [("Besuch", 0.42, 4.0), ("Anruf", 0.18, 0.9), ("Videokonferenz", 0.15, 2.0), ("Angebot", 0.25, 9.0)],
    "field": [("Besuch", 0.52, 3.2), ("Anruf", 0.25, 0.8), ("Angebot", 0.13, 5.0), ("Schulung", 0.10, 5.0)],
    "inside": [("Anruf", 0.40, 1.4), ("E-Mail", 0.20, 1.0), ("Angebot", 0.40, 5.6)],
    "service": [("Service", 0.55, 5.5), ("Reklamation", 0.30, 3.5), ("Schulung", 0.15, 6.0)],
    "digital": [("Videokonferenz", 0.45, 2.2), ("E-Mail", 0.25, 1.2), ("Schulung", 0.30, 4.5)],
}

PHASES = ["Kundenansprache", "Bedarfsklärung und Bewertung", "Angebot und Überzeugung", "Kaufabschluss",
          "Auftragsabwicklung und Lieferung", "Nachkaufbetreuung", "Beziehungspflege und Weiterentwicklung",
          "Wiederkauf"]  # fmt: skip
MATURITY = {
    "strategy": [
        "Ziele je Kundenklasse sind vereinbart",
        "Die Auswahl der Key Accounts folgt Kriterien",
        "Das Angebot unterscheidet sich je Klasse",
    ],
    "organisation": [
        "Rollen sind klar geregelt",
        "Vertretungen sind geregelt",
        "Innen- und Außendienst stimmen sich ab",
    ],
    "information": [
        "Kundendaten sind vollständig",
        "Potenziale werden regelmäßig erhoben",
        "Besuche sind dokumentiert",
    ],
    "steering": [
        "Aufwand je Kunde ist bekannt",
        "Deckungsbeiträge je Kunde sind bekannt",
        "Ziele werden nachgehalten",
    ],
    "instruments": [
        "Key-Account-Pläne werden genutzt",
        "Das CRM-System unterstützt die Arbeit",
        "Der Webshop entlastet",
    ],
}
