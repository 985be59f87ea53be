"""The kinds of parties and sectors, with the words a reader sees. Pure: files and checks use it without a database."""

from enum import StrEnum


class PartyKind(StrEnum):
    ORGANISATION = "organisation"
    WORKING_GROUP = "working_group"
    ROLE = "role"


class Sector(StrEnum):
    MUNICIPALITY = "municipality"
    EDUCATION = "education"
    CHILDCARE = "childcare"
    WELFARE = "welfare"
    HEALTH = "health"
    YOUTH_CARE = "youth_care"
    LIBRARY = "library"
    SPORT_CULTURE = "sport_culture"
    COMPULSORY_EDUCATION = "compulsory_education"
    SPECIAL_NEEDS_PARTNERSHIP = "special_needs_partnership"
    OTHER = "other"


PARTY_KIND_LABELS = {
    PartyKind.ORGANISATION: "organisatie",
    PartyKind.WORKING_GROUP: "werkgroep",
    PartyKind.ROLE: "rol",
}

SECTOR_LABELS = {
    Sector.MUNICIPALITY: "gemeente",
    Sector.EDUCATION: "onderwijs",
    Sector.CHILDCARE: "kinderopvang",
    Sector.WELFARE: "welzijn",
    Sector.HEALTH: "gezondheid",
    Sector.YOUTH_CARE: "jeugdhulp",
    Sector.LIBRARY: "bibliotheek",
    Sector.SPORT_CULTURE: "sport en cultuur",
    Sector.COMPULSORY_EDUCATION: "leerplicht",
    Sector.SPECIAL_NEEDS_PARTNERSHIP: "samenwerkingsverband passend onderwijs",
    Sector.OTHER: "overig",
}


class Outcome(StrEnum):
    """What a meeting says about what lay before it."""

    SUPPORT = "support"
    CONSENT = "consent"
    ADVICE = "advice"
    NOTED = "noted"


OUTCOME_LABELS = {
    Outcome.SUPPORT: "draagvlak",
    Outcome.CONSENT: "instemming",
    Outcome.ADVICE: "advies",
    Outcome.NOTED: "kennisgenomen",
}


class AgreementKind(StrEnum):
    DATA_SHARING = "data_sharing"
    COOPERATION = "cooperation"


AGREEMENT_KIND_LABELS = {
    AgreementKind.DATA_SHARING: "gegevens delen (AVG)",
    AgreementKind.COOPERATION: "samenwerken",
}
