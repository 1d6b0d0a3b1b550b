"""Facts and inventions that the example is made from.

Facts: ISO codes, borders, and where capitals and some towns lie (rounded to two digits). Inventions:
everything that looks like a record. The corridors are plain geography, no finding about any State.
"""

from __future__ import annotations

# State: capital, latitude, longitude, neighbours among these States.
JURISDICTIONS: dict[str, tuple[str, float, float, str]] = {
    "ALB": ("Tirana", 41.33, 19.82, "GRC SRB"),
    "ARE": ("Abu Dhabi", 24.45, 54.38, "SAU"),
    "BFA": ("Ouagadougou", 12.37, -1.52, "GHA MLI NER"),
    "BGD": ("Dhaka", 23.81, 90.41, "IND MMR"),
    "BGR": ("Sofia", 42.70, 23.32, "GRC ROU SRB TUR"),
    "BRA": ("Brasília", -15.79, -47.88, "COL PER VEN"),
    "COL": ("Bogotá", 4.71, -74.07, "BRA ECU PER VEN"),
    "DEU": ("Berlin", 52.52, 13.41, "NLD POL"),
    "ECU": ("Quito", -0.18, -78.47, "COL PER"),
    "EGY": ("Cairo", 30.04, 31.24, "LBY SDN"),
    "ESP": ("Madrid", 40.42, -3.70, "MAR"),
    "ETH": ("Addis Ababa", 9.03, 38.74, "KEN SDN"),
    "GHA": ("Accra", 5.60, -0.19, "BFA"),
    "GRC": ("Athens", 37.98, 23.73, "ALB BGR TUR"),
    "HUN": ("Budapest", 47.50, 19.04, "ROU SRB UKR"),
    "IND": ("New Delhi", 28.61, 77.21, "BGD MMR NPL"),
    "ITA": ("Rome", 41.90, 12.50, ""),
    "KEN": ("Nairobi", -1.29, 36.82, "ETH UGA"),
    "KHM": ("Phnom Penh", 11.56, 104.92, "LAO THA VNM"),
    "LAO": ("Vientiane", 17.98, 102.63, "KHM MMR THA VNM"),
    "LBY": ("Tripoli", 32.89, 13.19, "EGY NER SDN"),
    "MAR": ("Rabat", 34.02, -6.83, "ESP"),
    "MDA": ("Chișinău", 47.01, 28.86, "ROU UKR"),
    "MEX": ("Mexico City", 19.43, -99.13, "USA"),
    "MLI": ("Bamako", 12.64, -8.00, "BFA NER"),
    "MMR": ("Naypyidaw", 19.76, 96.08, "BGD IND LAO THA"),
    "MYS": ("Kuala Lumpur", 3.14, 101.69, "THA"),
    "NER": ("Niamey", 13.51, 2.13, "BFA LBY MLI NGA"),
    "NGA": ("Abuja", 9.08, 7.40, "NER"),
    "NLD": ("Amsterdam", 52.37, 4.90, "DEU"),
    "NPL": ("Kathmandu", 27.72, 85.32, "IND"),
    "PER": ("Lima", -12.05, -77.04, "BRA COL ECU"),
    "PHL": ("Manila", 14.60, 120.98, ""),
    "POL": ("Warsaw", 52.23, 21.01, "DEU UKR"),
    "ROU": ("Bucharest", 44.43, 26.10, "BGR HUN MDA SRB UKR"),
    "SAU": ("Riyadh", 24.71, 46.68, "ARE"),
    "SDN": ("Khartoum", 15.50, 32.56, "EGY ETH LBY"),
    "SRB": ("Belgrade", 44.79, 20.45, "ALB BGR HUN ROU"),
    "THA": ("Bangkok", 13.76, 100.50, "KHM LAO MMR MYS"),
    "TUR": ("Ankara", 39.93, 32.86, "BGR GRC"),
    "UGA": ("Kampala", 0.35, 32.58, "KEN"),
    "UKR": ("Kyiv", 50.45, 30.52, "HUN MDA POL ROU"),
    "USA": ("Washington", 38.91, -77.04, "MEX"),
    "VEN": ("Caracas", 10.48, -66.90, "BRA COL"),
    "VNM": ("Hanoi", 21.03, 105.85, "KHM LAO"),
}

# Further towns: State, latitude, longitude, kind.
TOWNS: dict[str, tuple[str, float, float, str]] = {
    "Agadez": ("NER", 16.97, 7.99, "City"),
    "Benin City": ("NGA", 6.34, 5.63, "City"),
    "Boa Vista": ("BRA", 2.82, -60.67, "City"),
    "Cúcuta": ("COL", 7.89, -72.50, "Crossing"),
    "Edirne": ("TUR", 41.68, 26.56, "Crossing"),
    "Gao": ("MLI", 16.27, -0.04, "City"),
    "Kolkata": ("IND", 22.57, 88.36, "City"),
    "Mae Sot": ("THA", 16.71, 98.57, "Crossing"),
    "Moyale": ("KEN", 3.53, 39.06, "Crossing"),
    "Nador": ("MAR", 35.17, -2.93, "City"),
    "Palermo": ("ITA", 38.12, 13.36, "City"),
    "Poipet": ("KHM", 13.66, 102.56, "Crossing"),
    "Sabha": ("LBY", 27.04, 14.43, "City"),
    "Siret": ("ROU", 47.95, 26.07, "Crossing"),
    "Tijuana": ("MEX", 32.51, -117.04, "Crossing"),
}

# Ways over the map; a three-letter word is that State's capital, with a dash the State and no finer place.
CORRIDORS: tuple[tuple[str, ...], ...] = (
    ("Benin City", "Agadez", "Sabha", "LBY", "Palermo"),
    ("NGA", "Agadez", "LBY", "ITA", "NLD"),
    ("GHA", "BFA", "Gao", "MAR", "ESP"),
    ("MLI", "Nador", "ESP"),
    ("UKR", "Siret", "ROU", "HUN", "DEU"),
    ("MDA", "ROU", "BGR", "Edirne", "TUR"),
    ("UKR", "POL", "DEU", "NLD"),
    ("ALB", "GRC", "ITA"),
    ("BGR", "SRB", "HUN", "DEU"),
    ("NPL", "IND", "ARE"),
    ("BGD", "Kolkata", "IND"),
    ("ETH", "Moyale", "KEN", "SAU"),
    ("UGA", "KEN", "ARE"),
    ("ETH", "SDN", "EGY"),
    ("MMR", "Mae Sot", "THA", "MYS"),
    ("LAO", "THA"),
    ("VNM", "Poipet", "THA"),
    ("PHL", "MYS"),
    ("PHL", "-ARE"),
    ("VEN", "Cúcuta", "COL", "ECU", "PER"),
    ("VEN", "Boa Vista", "BRA"),
    ("COL", "-MEX", "Tijuana", "USA"),
)

# Invented agreements: name, and who is bound.
INSTRUMENTS: dict[str, str] = {
    "Example Convention against Trafficking": (
        "ALB BGD BGR BRA COL DEU ECU EGY ESP ETH GHA GRC HUN IND ITA KEN KHM LAO MAR MDA MEX MLI NGA NLD "
        "PER PHL POL ROU SRB THA TUR UKR VNM"
    ),
    "Example Agreement on Joint Teams": "ALB BGR DEU ESP GRC HUN ITA MDA NLD POL ROU SRB UKR",
    "Example Mekong Assistance Agreement": "KHM LAO MMR THA VNM",
    "Example Andean Assistance Agreement": "BRA COL ECU PER",
    "Example Sahel Assistance Agreement": "BFA MLI NER NGA",
    "Example Treaty of Italy and Nigeria": "ITA NGA",
}

# Invented online services.
PLATFORMS = ("Example Chat", "Example Market", "Example Friends", "Example Jobs")
