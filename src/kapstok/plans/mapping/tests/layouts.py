"""The tables of Diemen and Putten as they stand in their documents, as workbooks."""

from kapstok.plans.mapping.tests.writing import workbook


def diemen_budget() -> bytes:
    """Diemen, “Concept begroting”: generic rows, a subtotal for each age group, totals, and what is available."""
    return workbook(
        {
            "Begroting": [
                ["Concept begroting"],
                ["Bedragen zijn afgerond in euro’s (€)"],
                [],
                [None, None, "Schooljaar 2022-2023", "Schooljaar 2023-2024", "Schooljaar 2024-2025", "Totaal"],
                ["Generiek", "Coördinatie/onvoorzien", 2500, 2500, 2500, 7500],
                [None, "Reeds ingezet voor FlexVloot Florente Basisscholen", 37500, None, None, 37500],
                ["0-4 jaar"],
                ["Thema 1", "Brede preventieve aanpak", 4500, 20250, 20250],
                ["Thema 2", "Ouders: kennismaken en delen", 2500, 11250, 11250],
                ["Thema 3", "Zelfredzaamheid VVE peuters", 4500, 20250, 20250],
                ["Totaal 0-4", None, 11500, 51750, 51750, 115000],
                ["4-12 jaar"],
                ["Thema 1", "Executieve functies basisscholen", 4500, 20250, 20250],
                ["Thema 2", "Sociale kaart verbeteren", 1250, 5625, 5625],
                ["Thema 3", "Ouders: kennismaken en delen", 2250, 10125, 10125],
                ["Totaal 4-12", None, 8000, 36000, 36000, 80000],
                ["12 plus"],
                ["Thema 1", "Vrijetijdsbesteding", 4500, 20250, 20250],
                ["Thema 2", "Verbeteren sociale kaart & verbinding", 750, 3375, 3375],
                ["Thema 3", "Jeugdparticipatie", 2250, 10125, 10125],
                ["Totaal 12+", None, 7500, 33750, 33750, 75000],
                [],
                [None, None, None, None, "Totaal generaal", 315000],
                [None, None, None, None, "Beschikbaar", "€ 314800"],
            ]
        }
    )


def diemen_overview() -> bytes:
    """Diemen, “Overzicht”: themes side by side, once for each age group."""
    return workbook(
        {
            "Overzicht": [
                ["Leeftijdsgroep  0-4", "Thema 1", "Thema 2", "Thema 3"],
                [
                    "Plan",
                    "Brede preventieve aanpak\n\nInzetten op een efficiënte samenwerking tussen partijen in "
                    "het jeugdveld.",
                    "Ouders - kennismaken en kennis delen\n\nHet opzetten van vraaggericht aanbod.",
                    "Vaardigheden rond zelfredzaamheid peuters vergroten\n\nMeer ruimte voor zelfredzaamheid.",
                ],
                [
                    "Doelstelling",
                    "Het bereiken van meer kinderen.",
                    "Ouders ondersteunen.",
                    "Een goede doorlopende leerlijn.",
                ],
                ["Geschat budget", "€ 45.000", "€ 25.000", "€ 45.000"],
                [],
                ["Leeftijdsgroep  4-12", "Thema 1", "Thema 2", "Thema 3"],
                [
                    "Plan",
                    "Kennis leerkrachten executieve functies PO\n\nEen trainer gaat aan de slag met leerkrachten.",
                    "Sociale kaart en informatievoorziening\n\nHet ontwikkelen van een sociale kaart.",
                    "Ouders - kennismaken en kennis delen\n\nAansluiten bij de initiatieven voor 0-4.",
                ],
                [
                    "Doelstelling",
                    "Meer planmatig werken.",
                    "Laagdrempelig het juiste aanbod vinden.",
                    "Een duurzame inzet.",
                ],
                ["Geschat budget", "€ 45.000 ", "€ 12.500", "€ 22.500"],
                [],
                ["Leeftijdsgroep  12+", "Thema 1", "Thema 2", "Thema 3"],
                [
                    "Plan",
                    "Vrijetijdsbesteding\n\nHet versterken van het buitenschools aanbod.",
                    "Sociale kaart passend bij jongeren\n\nHet ontwikkelen van een sociale kaart.",
                    "Verbindende activiteiten voor en met jongeren (jeugdparticipatie)\n\nJongeren betrekken.",
                ],
                [
                    "Doelstelling",
                    "Het huidige aanbod versterken.",
                    "Het juiste aanbod vinden.",
                    "Aansluiten bij de behoeften.",
                ],
                ["Geschat budget", "€ 45.000", "€ 7.500", "€ 22.500"],
            ]
        }
    )


def putten_budget() -> bytes:
    """Putten, § 4.2: a theme with its activities in one cell, and an amount in words beside it."""
    return workbook(
        {
            "Begroting": [
                ["NPO-maatregelen met onderbouwing van kosten", "Kosten"],
                [
                    "1. Inzet op preventie\n- Sociale kaart en routekaart updaten en communicatietraject\n"
                    "- Weerbaarheidstrainingen op scholen\n- Trainingen voor docenten, IB-ers: gespreksvaardigheden\n"
                    "- Communicatie\n- Uitvoering monitoring/ evaluatie",
                    "Ca. € 48.000 (voor 2 jaar)",
                ],
                [
                    "2. Laagdrempelige ondersteuning op/via scholen\n- Jeugdmaatschappelijk werker "
                    "(PO-scholen) en jongerenwerker "
                    "(VO-school): 2 uur per week op 15 scholen, gedurende 1 jaar (40 weken)\n- Communicatie\n- "
                    "Uitvoering monitoring/ evaluatie",
                    "Ca € 60.000 (voor 2 jaar)",
                ],
                [
                    "3. Bevorderen doorgaande lijn 0-7 jaar\n- Aanstelling van lokale "
                    "kartrekker/kindregisseur; uitwerking en bekostiging "
                    "verloopt via VVE werkgroep. We reserveren een eventueel aanvullend bedrag.",
                    "Ca € 20.000 (reservering voor aanvulling op beschikbare VVE gelden)",
                ],
                [
                    "4. Stimuleren van samenwerking onderwijs en jeugdhulp\n- Aanstellen van projectleider "
                    "voor 8 uur per week, "
                    "gedurende twee jaar.\n- Organisatiekosten",
                    "Ca € 100.000 (voor 2 jaar)",
                ],
                [
                    "Communicatie\n- De activiteiten die we in het kader van het NP Onderwijs realiseren gaan "
                    "we breed in de gemeente delen",
                    "Ca € 4.000 (voor 2 jaar)",
                ],
                [
                    "Bestemming resterend budget\n- Resterend budget zal ten behoeve van de vier thema’s "
                    "ingezet worden, ter aanvulling "
                    "op de maatregelen of onvoorziene kosten. Dit zal gebeuren in overleg met betrokken partijen.",
                    "Ca € 90.000 (voor 2 jaar)",
                ],
                ["Totaal begroting voor 2 jaar:", "€ 322.000"],
            ]
        }
    )


def putten_measures() -> bytes:
    """Putten, § 3.2: four tables below each other, amounts inside sentences, quarters in the planning."""
    header = ["Maatregelen", "Inzet/ middelen", "Regie", "Planning"]
    return workbook(
        {
            "Maatregelen": [
                ["3.2 Maatregelen en afspraken per hoofdthema"],
                [],
                ["Thema 1: inzet op preventie"],
                [
                    "Beoogd resultaat hierbij is: het tijdig signaleren van problemen bij kinderen en "
                    "vergroten van weerbaarheid."
                ],
                header,
                [
                    "Weten wie wat doet in onderwijs/jeugdketen: sociale kaart (voor iedereen) en routekaart "
                    "(voor professionals) onder "
                    "aandacht (blijven) brengen in het veld",
                    "Sociale kaart en routekaart zijn al beschikbaar: deze moeten worden geactualiseerd.\n\n"
                    "Kosten voor opmaken kaarten: 1.000 euro",
                    "Gemeente ism onderwijs, huisartsen, JGZ, Putten voor Elkaar",
                    "Q2 2023 gereed",
                ],
                [
                    "Weerbaarheidstrainingen voor kwetsbare kinderen/jongeren en hun ouders.\n\nAanvulling op "
                    "dat wat er al is:\n"
                    "• Kr8kidzz (groep 3, 4, 5)\n• Talentlab (groep 6,7,8)\n• KIES (PO-leeftijd, echtscheiding)",
                    "Eerst kort verkennen welk type training hieronder valt.\n\nAantal trainingen per jaar: 2\n"
                    "Begroting: 5.000 euro per training\nPer jaar: 10.000 euro",
                    "Putten voor Elkaar ism onderwijs en gemeente",
                    "Q1 2023: verkenning - welke trainingen zijn gewenst naast aanbod Putten voor Elkaar?\n\n"
                    "Q2 2023: plan van aanpak opstellen door Putten voor Elkaar\n\nQ3 2023: start met uitvoering",
                ],
                [
                    "Training en themagerichte bijeenkomsten voor docenten, IB-ers op VVE, PO, "
                    "VO.\n\nVoorbeeld thema’s:\n"
                    "- traumasensitief werken\n- drukke kinderen in de klas",
                    "Waar mogelijk inzetten op bredere groep.\n\nAantal trainingen per jaar: 2\nBegroting per "
                    "jaar: 3.000 euro",
                    "Gemeente ism onderwijs",
                    "Q1 2023: verkenning\n\nQ2 2023: opnemen in agenda voor samenwerking",
                ],
                [
                    "Activiteiten voor kinderen in de wijk",
                    "Activiteiten na schools.\n\nBegroting: 10.000 euro per jaar",
                    "Putten voor Elkaar ism scholen",
                    "Q2 2023: uitwerking plan van aanpak door Putten voor Elkaar\n\nQ3 2023: start met uitvoering",
                ],
                ["Thema 2: laagdrempelige ondersteuning op/ via school"],
                ["Beoogd resultaat hierbij is: het voorkomen van achterstand en/of zorg bij leerlingen."],
                header,
                [
                    "Inloopspreekuren op alle PO en VO scholen in Putten.",
                    "Voorstel: 2 uur inloop per maand per school.\nMet 15 locaties, betekent dit 30 uur inzet "
                    "per maand > 7 uur per week.\n\n"
                    "Begroting: ongeveer 2.600 euro per maand en rond 30.000 euro per jaar.",
                    "Gemeente ism Putten voor Elkaar, PO- en VO scholen",
                    "Q2 2023: uitwerking plan van aanpak door Putten voor Elkaar\n\nQ3 2023: starten met inzet",
                ],
                ["Thema 3: bevorderen van doorgaande lijn 0 – 7 jaar"],
                ["Beoogd resultaat hierbij is: goede overgang van VVE naar PO."],
                header,
                [
                    "Zicht houden op kinderen onder 4 jaar op voorscholen en een goede overgang naar PO",
                    "De uitvoering valt onder de VVE-werkgroep; hiervoor zijn ook middelen beschikbaar.\n\n"
                    "Vanuit NPO wordt rekening gehouden met aanvullende kosten van 20.000 (in totaal).",
                    "VVE-werkgroep",
                    "Q2 2023: bewaken op welke wijze hier invulling aan gegeven zal worden.",
                ],
                ["Thema 4: stimuleren van samenwerking onderwijs en jeugdhulp"],
                ["Beoogd resultaat hierbij is: het ontwikkelen van een gezamenlijke visie en een samenwerkingsagenda."],
                header,
                [
                    "Ontwikkelen van een breed gedragen / gezamenlijke visie voor het opgroeien in Putten (wat).",
                    "Uitgaande van 1 dag inzet per week, begroten we hiervoor 40.000 – 45.000 per jaar.\n\n"
                    "Overige uitvoeringskosten 5.000 euro per jaar",
                    "Gemeente ism Voorschool, PO, VO toegangen jeugd en Putten voor Elkaar.",
                    "Start in Q2 2023.\n\nOpleveren visie, uitgangspunten en agenda Q3 2023.",
                ],
            ]
        }
    )
