"""`make bench`: each claim of speed as a ratio, both sides measured in turn in one run."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapstok.settings")
django.setup()

from bench import (  # noqa: E402  after django.setup
    apportion,
    country,
    documents,
    journal,
    ledger,
    money,
    pages,
    tenancy,
    workbook,
)


def main() -> int:
    found = apportion.ratios() + workbook.ratios() + documents.ratios()
    print("342 gemeenten met 10.000 maatregelen laden …", flush=True)
    country.build()
    found += pages.ratios() + tenancy.ratios() + journal.ratios() + ledger.ratios()
    print("1.010.000 boekingen maken …", flush=True)
    money.build()
    found += money.ratios()
    width = max(len(one.name) for one in found)
    print(f"\n{'':{width}}   ratio    goal   median ms against ms")
    for one in found:
        ratios, times = f"{one.ratio:6.2f}  {one.goal:6.2f}", f"{one.measured * 1e3:10.1f} {one.against * 1e3:10.1f}"
        print(f"{one.name:{width}}  {ratios} {times}{'' if one.met else '   NOT MET'}")
    return 0 if all(one.met for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
