"""Where the demo company's customers come from: names, zones, currencies, as data."""

# size: tables of names read better whole

from typing import NamedTuple


class Culture(NamedTuple):
    """A region: how people are called there, where they live, what they pay in."""

    weight: int
    zones: tuple[str, ...]
    currency: str
    language: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    forms: tuple[str, ...]  # legal forms behind a company's name
    is_family_first: bool = False


CULTURES = {
    "english": Culture(
        34, ("Europe/London", "America/New_York", "America/Chicago", "America/Los_Angeles", "Australia/Sydney"), "USD", "en",
        ("Amelia", "Oliver", "Grace", "Marcus", "Hannah", "Theo", "Ruth", "Callum", "Naomi", "Elliot", "Priscilla", "Jonah",
         "Beatrice", "Wesley", "Imogen", "Darnell", "Maeve", "Quentin", "Tess", "Reuben", "Yolanda", "Graham", "Ivy", "Colin"),
        ("Hart", "Okafor", "Whitcombe", "Delgado", "Mercer", "Ashworth", "Bennett", "Crane", "Fairbanks", "Holloway", "Lindqvist",
         "Mbeki", "Prescott", "Rowe", "Sinclair", "Tolliver", "Underhill", "Vance", "Winslow", "Yates", "Abara", "Coleman"),
        ("", "", "", "Ltd", "Inc.", "Group", "& Co."),
    ),
    "nordic": Culture(
        18, ("Europe/Oslo", "Europe/Stockholm", "Europe/Copenhagen", "Europe/Helsinki"), "EUR", "en",
        ("Ingrid", "Søren", "Astrid", "Håkon", "Freja", "Bjørn", "Linnéa", "Åke", "Sigrid", "Mikkel", "Tuuli", "Eero", "Ragnhild",
         "Jørgen", "Kaisa", "Torbjörn", "Solveig", "Anders", "Maja", "Pekka", "Gudrun", "Östen", "Signe", "Leif"),
        ("Bergström", "Ødegård", "Virtanen", "Sørensen", "Åkerlund", "Haugen", "Lindholm", "Kjær", "Mäkelä", "Nygård", "Ström",
         "Thorvaldsen", "Vestergaard", "Øien", "Hagström", "Koskinen", "Dahl", "Brønnum", "Sjöberg", "Lund", "Rasmussen"),
        ("AS", "AB", "A/S", "Oy", ""),
    ),
    "vietnamese": Culture(
        20, ("Asia/Ho_Chi_Minh",), "USD", "vi",
        ("Minh Anh", "Quốc Bảo", "Thu Hà", "Đức Huy", "Ngọc Lan", "Hoàng Long", "Thanh Mai", "Văn Nam", "Bích Ngọc", "Hữu Phước",
         "Phương Thảo", "Anh Tuấn", "Khánh Vy", "Gia Hân", "Trọng Nghĩa", "Hồng Nhung", "Tiến Đạt", "Mỹ Linh", "Xuân Trường",
         "Diễm Quỳnh", "Công Thành", "Kim Oanh"),
        ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"),
        ("JSC", "Co., Ltd", "", ""), is_family_first=True,
    ),
    "german": Culture(
        12, ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"), "EUR", "en",
        ("Annika", "Jürgen", "Friederike", "Matthias", "Käthe", "Stefan", "Ulrike", "Tobias", "Marlene", "Wolfgang", "Zoë",
         "Lukas", "Hannelore", "Konstantin", "Svenja", "Günther", "Paula", "Emil"),
        ("Müller", "Schäfer", "Weiß", "Hoffmann", "Krüger", "Brandt", "Löwenstein", "Vogel", "Zimmermann", "Böhm", "Kessler",
         "Rosenthal", "Steinbach", "Großmann", "Fuchs", "Huber"),
        ("GmbH", "AG", "GmbH & Co. KG", ""),
    ),
    "southern": Culture(
        10, ("Europe/Paris", "Europe/Madrid", "Europe/Lisbon", "Europe/Rome", "America/Sao_Paulo", "America/Mexico_City"), "EUR", "en",
        ("Camille", "Rafael", "Chiara", "Hélène", "Joaquín", "Inês", "Matteo", "Lucía", "Thiago", "Élodie", "Bruno", "Renata",
         "Gonçalo", "Paloma", "Étienne", "Valentina", "Ximena", "Luca"),
        ("Moreau", "García", "Conti", "Lefèvre", "Almeida", "Fernández", "Rossi", "Dubois", "Carvalho", "Núñez", "Bianchi",
         "Peña", "Gonçalves", "Marchetti", "Ibáñez", "Rousseau"),
        ("S.A.", "SAS", "S.r.l.", "Lda.", ""),
    ),
    "eastern": Culture(
        6, ("Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Africa/Lagos", "Asia/Dubai"), "USD", "en",
        ("Aarav", "Mei", "Priya", "Haruto", "Chidi", "Ananya", "Layla", "Kenji", "Ngozi", "Rohan", "Aisha", "Wei", "Sakura",
         "Omar", "Ifeoma", "Vikram"),
        ("Sharma", "Tan", "Tanaka", "Adeyemi", "Iyer", "Al-Farsi", "Lim", "Nakamura", "Okonkwo", "Mehta", "Chen", "Haddad",
         "Reddy", "Balogun"),
        ("Pvt. Ltd", "Pte. Ltd", "K.K.", "Holdings", ""),
    ),
}  # fmt: skip

# First and second words of company names; the combinations suffice for some ten thousand before a city is added.
STEMS = {
    "english": ("Northwind", "Brightwater", "Copperfield", "Juniper", "Harbourlight", "Kestrel", "Saltmarsh", "Ironbridge",
                "Thistledown", "Lanternhouse", "Foxglove", "Meridian", "Oakhurst", "Pemberley", "Redwood", "Stonegate",
                "Wildflower", "Bluebell", "Crossroads", "Evergreen"),
    "nordic": ("Fjordlys", "Nordhavn", "Björkö", "Skogstjerne", "Havbris", "Isfjell", "Lyngen", "Polarsol", "Älvdal", "Tindra",
               "Kaamos", "Sjømann", "Vinterlys", "Granit", "Øresund", "Ylläs"),
    "vietnamese": ("Sông Hồng", "Hoa Sen", "Bình Minh", "Trường Sơn", "Đại Dương", "Phù Sa", "Mai Vàng", "Tre Việt", "An Phát",
                   "Hải Đăng", "Lúa Vàng", "Cửu Long", "Thành Công", "Ánh Dương", "Kim Long", "Ba Đình"),
    "german": ("Blaufels", "Sonnental", "Eichenhof", "Rheingold", "Morgenrot", "Silberbach", "Waldkante", "Kupferkessel",
               "Lindenplatz", "Nordstern", "Schwarzwald", "Grünwerk"),
    "southern": ("Mirador", "Azulejo", "Belvédère", "Campania", "Girasol", "Lumière", "Olivar", "Porto Novo", "Terranova",
                 "Vinhais", "Montserrat", "Alba"),
    "eastern": ("Lotus", "Banyan", "Sakura", "Monsoon", "Peacock", "Jade Mountain", "Golden Crane", "Savannah", "Sandalwood",
                "Falcon", "Tamarind", "Baobab"),
}  # fmt: skip
TRADES = {
    "Logistics": ("Logistics", "Freight", "Shipping", "Couriers"),
    "Software": ("Software", "Labs", "Systems", "Cloud"),
    "Healthcare": ("Health", "Clinics", "Diagnostics", "Care"),
    "Retail": ("Retail", "Outfitters", "Market", "Goods"),
    "Manufacturing": ("Works", "Industries", "Foundry", "Packaging"),
    "Hospitality": ("Hotels", "Kitchens", "Coffee Roasters", "Catering"),
    "Education": ("Academy", "Learning", "Schools", "Publishing"),
    "Finance": ("Capital", "Insurance", "Accounting", "Payments"),
    "Energy": ("Energy", "Solar", "Wind", "Grid"),
    "Construction": ("Builders", "Interiors", "Architects", "Timber"),
    "Agriculture": ("Farms", "Foods", "Vineyards", "Seeds"),
    "Media": ("Studio", "Media", "Films", "Press"),
}  # fmt: skip
LONG_NAMES = (
    "The International Association of Independent Harbour Pilots and Tugboat Operators",
    "Công ty Cổ phần Đầu tư Xây dựng và Thương mại Quốc tế Đông Nam Á",
    "Förvaltningsaktiebolaget Västerbottens Skogs- och Lantbruksmaskiner",
    "Donaudampfschifffahrts-Verwaltungsgesellschaft mbH & Co. KG",
    "Fundación Iberoamericana para la Innovación Educativa y Cultural",
    "Sociedade Portuguesa de Transportes Urbanos e Interurbanos, S.A.",
)  # fmt: skip
SHORT_NAMES = ("Æ", "Ø", "Up", "K2", "IO")
TITLES = {
    "sponsor": ("Managing Director", "Chief Operating Officer", "Founder", "VP Operations", "General Manager"),
    "champion": ("Operations Manager", "Head of Finance", "Office Manager", "Product Owner", "Team Lead"),
    "billing": ("Accountant", "Finance Manager", "Head of Procurement", "Bookkeeper"),
    "": ("Analyst", "Coordinator", "Sales Associate", "Project Manager", "Marketing Specialist", "Support Agent", "Designer",
         "Planner", "Consultant", "Assistant", "Engineer", "Buyer"),
}  # fmt: skip
CITIES = (
    "Oslo",
    "Leeds",
    "Huế",
    "Graz",
    "Porto",
    "Pune",
    "Malmö",
    "Bristol",
    "Đà Nẵng",
    "Lyon",
    "Austin",
    "Perth",
    "Turku",
    "Kobe",
)
