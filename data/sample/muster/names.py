"""The invented world of the sample: places, industries, company names, products, staff."""

# (postcode, city, region, country, latitude, longitude, territory); coordinates rounded to the city
CITIES = [
    ("01067", "Dresden", "Sachsen", "DE", 51.05, 13.74, "Sachsen"),
    ("04109", "Leipzig", "Sachsen", "DE", 51.34, 12.37, "Sachsen"),
    ("06108", "Halle", "Sachsen-Anhalt", "DE", 51.48, 11.97, "Mitte"),
    ("07743", "Jena", "Thüringen", "DE", 50.93, 11.59, "Mitte"),
    ("09111", "Chemnitz", "Sachsen", "DE", 50.83, 12.92, "Sachsen"),
    ("10115", "Berlin", "Berlin", "DE", 52.53, 13.38, "Berlin und Ostsee"),
    ("14467", "Potsdam", "Brandenburg", "DE", 52.40, 13.06, "Berlin und Ostsee"),
    ("18055", "Rostock", "Mecklenburg-Vorpommern", "DE", 54.09, 12.14, "Berlin und Ostsee"),
    ("20095", "Hamburg", "Hamburg", "DE", 53.55, 10.00, "Küste"),
    ("24103", "Kiel", "Schleswig-Holstein", "DE", 54.32, 10.13, "Küste"),
    ("28195", "Bremen", "Bremen", "DE", 53.08, 8.81, "Küste"),
    ("30159", "Hannover", "Niedersachsen", "DE", 52.37, 9.74, "Niedersachsen"),
    ("38100", "Braunschweig", "Niedersachsen", "DE", 52.26, 10.52, "Niedersachsen"),
    ("49074", "Osnabrück", "Niedersachsen", "DE", 52.28, 8.05, "Niedersachsen"),
    ("33602", "Bielefeld", "Nordrhein-Westfalen", "DE", 52.02, 8.53, "Westfalen"),
    ("44135", "Dortmund", "Nordrhein-Westfalen", "DE", 51.51, 7.47, "Westfalen"),
    ("48143", "Münster", "Nordrhein-Westfalen", "DE", 51.96, 7.63, "Westfalen"),
    ("50667", "Köln", "Nordrhein-Westfalen", "DE", 50.94, 6.96, "Rheinland"),
    ("57072", "Siegen", "Nordrhein-Westfalen", "DE", 50.87, 8.02, "Rheinland"),
    ("60311", "Frankfurt am Main", "Hessen", "DE", 50.11, 8.68, "Rhein-Main-Saar"),
    ("66111", "Saarbrücken", "Saarland", "DE", 49.23, 7.00, "Rhein-Main-Saar"),
    ("68159", "Mannheim", "Baden-Württemberg", "DE", 49.49, 8.47, "Rhein-Main-Saar"),
    ("70173", "Stuttgart", "Baden-Württemberg", "DE", 48.78, 9.18, "Württemberg"),
    ("78050", "Villingen-Schwenningen", "Baden-Württemberg", "DE", 48.06, 8.46, "Württemberg"),
    ("80331", "München", "Bayern", "DE", 48.14, 11.57, "Bayern"),
    ("89073", "Ulm", "Baden-Württemberg", "DE", 48.40, 9.99, "Württemberg"),
    ("90403", "Nürnberg", "Bayern", "DE", 49.45, 11.08, "Bayern"),
    ("97070", "Würzburg", "Bayern", "DE", 49.79, 9.93, "Mitte"),
    ("4020", "Linz", "Oberösterreich", "AT", 48.31, 14.29, "Österreich"),
    ("5020", "Salzburg", "Salzburg", "AT", 47.80, 13.04, "Österreich"),
    ("8010", "Graz", "Steiermark", "AT", 47.07, 15.44, "Österreich"),
    ("6850", "Dornbirn", "Vorarlberg", "AT", 47.41, 9.74, "Österreich"),
    ("8400", "Winterthur", "Zürich", "CH", 47.50, 8.72, "Schweiz"),
    ("9000", "St. Gallen", "St. Gallen", "CH", 47.42, 9.37, "Schweiz"),
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
         "Pfähl", "Röhren", "Süder", "Tännl", "Über", "Völk", "Wöhr", "Zwölf", "Ahorn", "Kessel", "Stein", "Birken",
         "Dachs", "Eich", "Falken", "Geis", "Hasel", "Ilmen", "Jägers", "Kiefern", "Linden", "Mühl", "Nieder", "Ober",
         "Quell", "Reiher", "Schön", "Tauben", "Ulmen", "Vogel", "Weiden", "Ziegel", "Bruch", "Espen", "Fuchs", "Gold",
         "Heide", "Krumm", "Luchs", "Mittel", "Otter", "Rauh", "Silber"]  # fmt: skip
BACK = ["brück", "wörth", "tal", "hagen", "lohe", "horst", "au", "büttel", "moos", "rieth", "egg", "förde"]
LEGAL = {"DE": ["GmbH", "GmbH", "GmbH & Co. KG", "AG", "KG", "SE"], "AT": ["GmbH", "Ges.m.b.H.", "AG"],
         "CH": ["AG", "AG", "GmbH"]}  # fmt: skip
SPECIAL_NAMES = ['Maschinenfabrik "Zur Mühle" GmbH', "Grünhorst & Söhne Fördertechnik KG", "Brüder Wöhrtal OHG"]

# category: article prefix, cost of goods as a share of list price, lowest and highest list price
CATEGORIES = {
    "Motoren": ("GM", 0.620, 180, 2400),
    "Getriebe": ("PG", 0.600, 420, 5200),
    "Umrichter": ("FU", 0.645, 150, 3100),
    "Kupplungen": ("KU", 0.580, 25, 480),
    "Servo": ("SA", 0.625, 650, 6800),
    "Ersatzteile": ("ET", 0.540, 8, 160),
    "Wartung": ("WP", 0.170, 90, 1400),
}
SERVICE = "Wartung"

# type of need: what it does to care, discount (points), special lines (points), webshop orders (share), more categories
NEEDS = {
    "intrinsisch": {"care": 0.75, "discount": 0.012, "special": -0.05, "web": 0.65, "categories": 0},
    "extrinsisch": {"care": 1.20, "discount": 0.0, "special": 0.10, "web": 0.10, "categories": 1},
    "strategisch": {"care": 1.10, "discount": -0.005, "special": 0.04, "web": 0.20, "categories": 4},
}
# kind of small account: factors of orders and care, further lines, discount and special lines in points, webshop share
CLUSTERS = {
    "Selbstbesteller": {"orders": 2.2, "care": 0.45, "lines": -1.2, "discount": -0.02, "special": -0.06, "web": 0.92,
                        "products": ["Ersatzteile"], "need": "intrinsisch"},
    "Projektkäufer": {"orders": 0.38, "care": 0.8, "lines": 3.2, "discount": 0.0, "special": 0.45, "web": 0.02,
                      "products": ["Getriebe", "Servo"], "need": "extrinsisch"},
    "Beratungskunde": {"orders": 0.9, "care": 2.0, "lines": 0.0, "discount": -0.01, "special": 0.10, "web": 0.02,
                       "products": ["Umrichter", "Motoren"], "need": "extrinsisch"},
    "Preiskäufer": {"orders": 0.9, "care": 0.6, "lines": -1.4, "discount": 0.075, "special": -0.06, "web": 0.10,
                    "products": ["Kupplungen"], "need": "intrinsisch"},
}  # fmt: skip
# which of the six approaches fits which need, in the order of APPROACHES
APPROACHES = ["Leistung", "Breite des Leistungsprogramms", "Beziehung", "dauerhaft niedriger Preis",
              "befristetes Preisangebot", "Kommunikation"]  # fmt: skip
APPROACH = [0.28, 0.14, 0.22, 0.12, 0.16, 0.08]
FITTING = {"intrinsisch": [0.10, 0.05, 0.05, 0.45, 0.30, 0.05], "extrinsisch": [0.55, 0.20, 0.12, 0.03, 0.04, 0.06],
           "strategisch": [0.20, 0.20, 0.48, 0.03, 0.02, 0.07]}  # fmt: skip

# code, role word, role, fte, annual cost, working hours, selling share, territory, postcode, latitude, longitude,
# planned utilisation, bonus weights (revenue, margin, activity, satisfaction, team), variable share
STAFF = [
    ("V-01", "Key Account Manager", "kam", 1.0, 118000, 1680, 0.58, "Großkunden", "70173", 48.78, 9.18, 1.02),
    ("V-02", "Key Account Manager", "kam", 0.8, 96000, 1680, 0.55, "Großkunden", "50667", 50.94, 6.96, 0.97),
    ("V-03", "Key Account Manager", "kam", 1.0, 116000, 1680, 0.57, "Großkunden", "30159", 52.37, 9.74, 0.95),
    ("V-04", "Key Account Manager", "kam", 1.0, 121000, 1680, 0.56, "Großkunden", "80331", 48.14, 11.57, 0.99),
    ("V-05", "Außendienst", "field", 1.0, 104000, 1660, 0.55, "Niedersachsen", "30159", 52.37, 9.74, 0.92),
    ("V-06", "Außendienst", "field", 1.0, 106000, 1660, 0.57, "Westfalen", "44135", 51.51, 7.47, 0.99),
    ("V-07", "Außendienst", "field", 1.0, 98000, 1660, 0.52, "Sachsen", "04109", 51.34, 12.37, 0.88),
    ("V-08", "Außendienst", "field", 0.8, 88000, 1660, 0.54, "Württemberg", "89073", 48.4, 9.99, 1.04),
    ("V-09", "Außendienst", "field", 1.0, 104000, 1660, 0.53, "Österreich", "5020", 47.8, 13.04, 0.9),
    ("V-10", "Außendienst", "field", 0.8, 98000, 1660, 0.52, "Schweiz", "8400", 47.5, 8.72, 0.86),
    ("V-11", "Außendienst", "field", 1.0, 97000, 1660, 0.53, "Mitte", "07743", 50.93, 11.59, 0.91),
    ("V-12", "Außendienst", "field", 1.0, 101000, 1660, 0.52, "Berlin und Ostsee", "10115", 52.53, 13.38, 0.87),
    ("V-13", "Außendienst", "field", 1.0, 105000, 1660, 0.55, "Küste", "20095", 53.55, 10.0, 0.94),
    ("V-14", "Außendienst", "field", 1.0, 106000, 1660, 0.56, "Rheinland", "50667", 50.94, 6.96, 0.97),
    ("V-15", "Außendienst", "field", 1.0, 107000, 1660, 0.55, "Rhein-Main-Saar", "60311", 50.11, 8.68, 0.95),
    ("V-16", "Außendienst", "field", 1.0, 103000, 1660, 0.54, "Bayern", "90403", 49.45, 11.08, 0.93),
    ("V-17", "Innendienst", "inside", 1.0, 76000, 1650, 0.5, None, "33602", 52.02, 8.53, 0.96),
    ("V-18", "Innendienst", "inside", 1.0, 74000, 1650, 0.5, None, "33602", 52.02, 8.53, 0.9),
    ("V-19", "Innendienst", "inside", 0.8, 62000, 1640, 0.48, None, "33602", 52.02, 8.53, 0.93),
    ("V-20", "Innendienst", "inside", 1.0, 73000, 1650, 0.49, None, "33602", 52.02, 8.53, 0.95),
    ("V-21", "Innendienst", "inside", 0.6, 47000, 1650, 0.47, None, "33602", 52.02, 8.53, 0.91),
    ("V-22", "Kundenservice", "service", 1.0, 80000, 1670, 0.6, None, "33602", 52.02, 8.53, 0.86),
    ("V-23", "Kundenservice", "service", 1.0, 78000, 1670, 0.58, None, "33602", 52.02, 8.53, 0.82),
    ("V-24", "E-Commerce", "digital", 1.0, 82000, 1650, 0.45, None, "33602", 52.02, 8.53, 0.76),
]
BONUS = {  # revenue, margin, activity, satisfaction, team; share of variable pay
    "kam": (0.5, 0.2, 0.1, 0.1, 0.1, 0.25),
    "field": (1.0, 0.0, 0.0, 0.0, 0.0, 0.30),
    "inside": (0.4, 0.0, 0.3, 0.1, 0.2, 0.10),
    "service": (0.0, 0.0, 0.3, 0.5, 0.2, 0.08),
    "digital": (0.5, 0.1, 0.2, 0.0, 0.2, 0.12),
}

FAIR_BONUS = BONUS | {"field": (0.3, 0.4, 0.1, 0.1, 0.1, 0.30)}  # what would be paid without the effect
AMBITION = {"key": 1.15, "other": 1.0, "small": 0.85}  # goals against the usual 6 % more than planned

# role: activity word, probability, mean hours without travel
MIX = {
    "kam": [("Besuch", 0.42, 6.0), ("Anruf", 0.18, 1.3), ("Videokonferenz", 0.15, 3.0), ("Angebot", 0.25, 13.7)],
    "field": [("Besuch", 0.52, 4.8), ("Anruf", 0.25, 1.2), ("Angebot", 0.13, 7.6), ("Schulung", 0.10, 7.6)],
    "inside": [("Anruf", 0.40, 2.1), ("E-Mail", 0.20, 1.6), ("Angebot", 0.40, 8.5)],
    "service": [("Service", 0.55, 8.3), ("Reklamation", 0.30, 5.3), ("Schulung", 0.15, 9.1)],
    "digital": [("Videokonferenz", 0.45, 3.4), ("E-Mail", 0.25, 1.8), ("Schulung", 0.30, 6.8)],
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
# the five levers, ten points of key-account management, instruments: how well people usually think of them
LEVERS = {
    "Die Kunden sind eindeutig in Key Accounts und Smart Accounts aufgeteilt": 3.5,
    "Key Accounts werden individuell betreut, Smart Accounts standardisiert": 3.4,
    "Maßgeschneidertes gibt es nur für Key Accounts, für Smart Accounts gilt das Standardangebot": 3.3,
    "Die Zahl der Kunden je Person folgt auch der Komplexität ihrer Anforderungen": 3.3,
    "Für Smart Accounts gibt es ein CRM-System, für Key Accounts Pläne": 3.1,
}
KAM = {
    "Das Key-Account-Management folgt aus der Unternehmensstrategie": 3.4,
    "Key Accounts werden nach mehreren Kriterien ausgewählt": 2.8,
    "Es gibt ein eigenes Team mit den nötigen Fähigkeiten": 3.6,
    "Kunde und Bedarf sind bei jedem Key Account untersucht": 2.7,
    "Jeder Key Account hat eine eigene Betreuungsstrategie": 3.0,
    "Beziehungen werden auf allen Ebenen aufgebaut": 3.5,
    "Für jeden Key Account gibt es einen Wachstumsplan": 2.6,
    "Ergebnisse werden gemessen und besprochen": 2.9,
    "Die Vergütung fördert das richtige Verhalten": 2.4,
    "Erfahrungen mit Key Accounts werden geteilt": 3.1,
}
INSTRUMENTS = {  # as the questionnaire names them
    "crm": ("Das CRM-System unterstützt die tägliche Arbeit", 3.2),
    "self_service": ("Kunden können online bestellen und Aufträge einsehen", 3.8),
    "account_plan": ("Key-Account-Pläne werden geführt und genutzt", 2.6),
    "campaigns": ("Mailings und Kampagnen erreichen die passenden Kunden", 3.1),
    "small_accounts": ("Für kleine Kunden gibt es eigene Ansätze", 2.4),
    "process_definition": ("Die Abläufe sind beschrieben und werden eingehalten", 2.7),
    "sales_training": ("Schulungen stärken Gespräch und Verhandlung", 2.9),
    "product_training": ("Schulungen vermitteln das nötige Fachwissen", 3.5),
}
