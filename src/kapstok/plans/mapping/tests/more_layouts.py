"""Budgets in the manner of real municipal sheets: years as rows, pivots, two grants, merged cells, amounts as text."""

from datetime import date

from kapstok.plans.mapping.tests.writing import Page, workbook


def years_as_rows() -> bytes:
    """An export: a row for each activity in each school year, with a total below."""
    return workbook(
        {
            "Export": [
                ["Thema", "Activiteit", "Schooljaar", "Bedrag", "Uitvoerder"],
                ["Taal", "Voorleesexpress", "2022-2023", 12000, "Bibliotheek"],
                ["Taal", "Voorleesexpress", "2023-2024", 18000, "Bibliotheek"],
                ["Taal", "Zomerschool", "2023-2024", 25000, "Stichting Leerkans"],
                ["Welbevinden", "Rots en Water", "2022-2023", 7500, "Welzijn"],
                ["Welbevinden", "Rots en Water", "2023-2024", 7500, "Welzijn"],
                ["Welbevinden", "Rots en Water", "2024-2025", 7500, "Welzijn"],
                ["Totaal", None, None, 77500],
            ]
        }
    )


def pivot() -> bytes:
    """A pivot table: themes with their sums, activities indented below them, a grand total."""
    return workbook(
        {
            "Draaitabel": [
                ["Som van Bedrag", "Kolomlabels"],
                ["Rijlabels", "2022-2023", "2023-2024", "Eindtotaal"],
                ["Taal", 12000, 43000, 55000],
                ["   Voorleesexpress", 12000, 18000, 30000],
                ["   Zomerschool", None, 25000, 25000],
                ["Welbevinden", 7500, 7500, 15000],
                ["   Rots en Water", 7500, 7500, 15000],
                ["Eindtotaal", 19500, 50500, 70000],
            ]
        }
    )


def pivot_without_indent() -> bytes:
    """The same where the indent is only in the lay-out of the cell, and is gone from the values."""
    return workbook(
        {
            "Draaitabel": [
                ["Rijlabels", "2022-2023", "2023-2024", "Eindtotaal"],
                ["Taal", 12000, 43000, 55000],
                ["Voorleesexpress", 12000, 18000, 30000],
                ["Zomerschool", None, 25000, 25000],
                ["Welbevinden", 7500, 7500, 15000],
                ["Rots en Water", 7500, 7500, 15000],
                ["Eindtotaal", 19500, 50500, 70000],
            ]
        }
    )


def two_grants_in_columns() -> bytes:
    """Two grants beside each other, each with its school years, under a header of two rows."""
    return workbook(
        {
            "Begroting": Page(
                [
                    ["Thema", "Maatregel", "NPO", None, "OAB", None, "Totaal"],
                    [None, None, "2022-2023", "2023-2024", "2022-2023", "2023-2024"],
                    ["Taal", "Voorleesexpress", 10000, 12000, 5000, 5000, 32000],
                    [None, "Zomerschool", 0, 20000, None, None, 20000],
                    ["Welbevinden", "Rots en Water", 7500, 7500, None, 2500, 17500],
                    ["Totaal", None, 17500, 39500, 5000, 7500, 69500],
                ],
                merged=["C1:D1", "E1:F1", "A1:A2", "B1:B2", "G1:G2"],
            )
        }
    )


def two_grants_in_rows() -> bytes:
    """A column says which grant pays, and who leads and takes part stands beside it."""
    return workbook(
        {
            "Uitvoering": [
                ["Uitvoeringsplan jeugd en onderwijs"],
                [],
                [
                    "Pijler",
                    "Maatregel",
                    "Trekker",
                    "Partners",
                    "Doelgroep",
                    "Resultaat",
                    "Planning",
                    "Geldbron",
                    "Raming",
                ],
                [
                    "Taal",
                    "Voorleesexpress",
                    "Bibliotheek",
                    "Kinderopvang, onderwijs",
                    "Peuters",
                    "Meer voorlezen",
                    "Q3 2023",
                    "NPO",
                    30000,
                ],
                [
                    "Taal",
                    "Voorleesexpress",
                    "Bibliotheek",
                    "Kinderopvang, onderwijs",
                    "Peuters",
                    "Meer voorlezen",
                    "Q3 2023",
                    "OAB",
                    10000,
                ],
                [
                    "Taal",
                    "Zomerschool",
                    "Gemeente",
                    "Onderwijs",
                    "Groep 5 tot en met 8",
                    "Minder achterstand",
                    45108,
                    "NPO",
                    25000,
                ],
                [
                    "Welbevinden",
                    "Rots en Water",
                    "Welzijn",
                    "Onderwijs",
                    "Groep 7",
                    "Sterker",
                    date(2023, 10, 2),
                    "NPO",
                    "p.m.",
                ],
            ]
        }
    )


def merged_themes() -> bytes:
    """Merged theme cells, a title and notes above, subtotals as formulas, a footnote and a hidden row."""
    return workbook(
        {
            "NPO 2022-2025": Page(
                [
                    ["Bestedingsplan NPO gemeente Voorbeeldstad"],
                    ["Versie 0.3, nog niet vastgesteld. Bedragen in hele euro's."],
                    [],
                    ["Thema", "Activiteit", "2022-2023", "2023-2024", "Totaal", "Opmerking"],
                    ["Taal", "Voorleesexpress", 12000, 18000, 30000, "loopt al"],
                    [None, "Zomerschool", None, 25000, 25000],
                    [None, "Subtotaal"],
                    ["Welbevinden", "Rots en Water", 7500, 7500, 15000],
                    [None, "Brugklasbonus", 5000, 5000, 10000, "onder voorbehoud"],
                    [None, "Subtotaal"],
                    ["Totaal"],
                    ["* De zomerschool gaat door bij minstens 20 leerlingen."],
                ],
                merged=["A5:A7", "A8:A10", "A1:F1"],
                hidden=[9],
                formulas={
                    "C7": ("=SUM(C5:C6)", 12000),
                    "D7": ("=SUM(D5:D6)", 43000),
                    "E7": ("=SUM(E5:E6)", 55000),
                    "C10": ("=SUM(C8:C9)", 12500),
                    "D10": ("=SUM(D8:D9)", 12500),
                    "E10": ("=SUM(E8:E9)", 25000),
                    "C11": ("=C7+C10", 24500),
                    "D11": ("=D7+D10", 55500),
                    "E11": ("=E7+E10", 80000),
                },
            )
        }
    )


def amounts_as_text() -> bytes:
    """Years as '22-'23 and amounts the way people write them."""
    return workbook(
        {
            "Blad1": [
                ["Beschikbaar budget: € 150.000"],
                ["Programmalijn", "Project", "'22-'23", "'23-'24"],
                ["Taal", "Voorleesexpress", "€ 12.000,-", "ca. € 18.000"],
                ["", "Zomerschool", "n.v.t.", "25k"],
                ["Welbevinden", "Rots en Water", "2x per jaar à 3.750", "2 x € 3.750"],
                ["", "Brugklasbonus", "-", "10.000 - 12.500 per jaar"],
                ["", "Ouderkamer", "p.m.", "€ 2.500 per school (4 scholen)"],
                ["Totaal", "", "€ 19.500", "€ 73.000"],
            ]
        }
    )


def themes_on_sheets() -> bytes:
    """A sheet for each theme, and one with an explanation."""
    header = ["Maatregel", "Kosten 2022-2023", "Kosten 2023-2024", "Regie"]
    return workbook(
        {
            "Toelichting": [["Dit plan is gemaakt met het onderwijs."]],
            "Taal": [
                header,
                ["Voorleesexpress", 12000, 18000, "Bibliotheek"],
                ["Zomerschool", None, 25000, "Gemeente"],
                ["Totaal", 12000, 43000],
            ],
            "Welbevinden": [header, ["Rots en Water", 7500, 7500, "Welzijn"], ["Totaal", 7500, 7500]],
        }
    )


def in_thousands() -> bytes:
    """Amounts in thousands of euros, calendar years, and what was spent beside what was planned."""
    return workbook(
        {
            "Meerjarenraming": [
                ["Meerjarenraming NPO (x € 1.000)"],
                [],
                ["Thema", "Post", "Begroot 2023", "Begroot 2024", "Realisatie 2023"],
                ["Taal", "Voorleesexpress", 12, 18, 11.5],
                ["Taal", "Zomerschool", 0, 25, 0],
                ["Welbevinden", "Rots en Water", 7.5, 7.5, 8],
                ["Totaal", None, 19.5, 50.5, 19.5],
            ]
        }
    )
