"""Whether a PDF is what it says it is: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3)."""

import page

LEAST = {"ua1": 104, "3a": 156}  # rules that each profile has: fewer would mean that some were skipped


def faults(pdf: bytes) -> list[str]:
    """What is wrong with it, a line each; none is as it should be."""
    found = []
    for profile, least in LEAST.items():
        report = page.validate_pdf_bytes(pdf, profile=profile)
        if report.rules.total < least:
            found.append(f"{profile}: only {report.rules.total} rules were looked at")
        found += [f"{profile}: {each.rule_id} {each.message}" for each in report.failures]
    return found
