"""`kapstok template plan --xlsx BESTAND`: an empty workbook, without a database and without Django."""

from pathlib import Path

from kapstok.errors import UserError
from kapstok.grants.regulation import RegulationError, regulations
from kapstok.plans.workbook.write import template_xlsx


def run(path: Path, regulation: str, extra: Path | None = None) -> str:
    """Write the workbook; the line to print. UserError when the regulation or the place is not there."""
    try:
        known = regulations(extra)
    except RegulationError as error:
        raise UserError(str(error)) from error
    if regulation not in known:
        raise UserError(f"regeling “{regulation}” is niet bekend; kies uit: {', '.join(known)}")
    if path.exists():
        raise UserError(f"{path} is er al; kies een andere naam, dan gaat er niets verloren")
    found = known[regulation]
    try:
        path.write_bytes(template_xlsx(found, made_on=found.windows[-1].made_on))
    except OSError as error:
        raise UserError(f"{path} kan niet worden geschreven: {error.strerror}") from error
    return f"Een lege werkmap voor een plan staat in {path}"
