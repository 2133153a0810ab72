"""Our FOCUS validator beside the official one (1.0): a right bill and 32 that each break one rule.

The official validator needs an environment of its own, with older pandas and multimethod below 2:

    python -m venv focus-env
    focus-env/bin/pip install "focus-validator==1.0.0" "multimethod<2"
    python benchmarks/focus_agreement.py focus-env/bin/python

It calls four columns otherwise than the specification (Provider, Publisher, InvoiceIssuer,
ResourceID): its files carry both names. It reads currency codes from a file beside its working
folder; ours are written there, so that it asks no network. Rules that it reports for the right
bill too (all-null columns of no type, a column of another version) are listed and not compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ALIASES = {
    "ProviderName": "Provider",
    "PublisherName": "Publisher",
    "InvoiceIssuerName": "InvoiceIssuer",
    "ResourceId": "ResourceID",
}
NOT_NULL = (
    "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "BillingCurrency",
    "BillingAccountId", "ChargeCategory", "ServiceName", "ServiceCategory", "ProviderName",
    "PublisherName", "InvoiceIssuerName", "BillingPeriodStart", "ChargePeriodStart",
)  # fmt: skip
WRONG = {
    "BilledCost": "1,50 USD",
    "EffectiveCost": "much",
    "ListUnitPrice": "free",
    "PricingQuantity": "three",
    "BillingCurrency": "Dollar",
    "BillingPeriodStart": "03/01/2025",
    "ChargePeriodEnd": "yesterday",
    "ChargePeriodStart": "2025-01-01 00:00:00",
    "ChargeClass": "correction",
    "ChargeFrequency": "Usage-based",
    "CommitmentDiscountStatus": "Consumed",
    "CommitmentDiscountCategory": "Time",
    "PricingCategory": "On-Demand",
    "ServiceCategory": "Computing",
    "Tags": "team=web",
}
CHECKS = {
    "decimal": "IsDecimal",
    "datetime": "IsDateTime",
    "json": "IsJSONObject",
    "currency": "IsCurrencyCode",
    "string": "Enum",
}
ABSENT = ("BilledCost", "ChargePeriodStart", "ServiceName")
_DRIVER = """
import contextlib, io, json, re, sys
from focus_validator.validator import DEFAULT_VERSION_SETS_PATH, Validator
found = {}
for file in sys.argv[1:]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        Validator(
            data_filename=file, override_filename=None, rule_set_path=DEFAULT_VERSION_SETS_PATH,
            rules_version="1.0", output_type="console", output_destination=None,
            column_namespace=None,
        ).validate()
    found[file] = re.findall(r"^(\\S+) failed:", said.getvalue(), re.M)
print(json.dumps(found))
"""


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = make_files(folder)
        official = ask_official(Path(sys.argv[1]).absolute(), folder, list(files))
        ours = {name: ask_ours(folder / "ours" / name) for name in files}
    noise = set(official["right.csv"])
    print(f"right bill: ours {len(ours['right.csv'])} broken rules; official also reports of it:")
    print(f"  {', '.join(sorted(noise)) or 'nothing'}")
    agreed = 0
    for name, rule in list(files.items())[1:]:
        theirs, own = set(official[name]) - noise, ours[name]
        same = rule in own and rule in {plain(r) for r in theirs}
        agreed += same
        if not same:
            print(f"{name}: {rule}: official {sorted(theirs)}, ours {sorted(own)}")
    print(f"{agreed} of {len(files) - 1} files: both name the rule that was broken")
    return int(agreed < len(files) - 1 or bool(ours["right.csv"]))


def plain(rule: str) -> str:
    """Return a rule's id without the version that one of theirs carries."""
    return rule.removesuffix("_1.0")


def make_files(folder: Path) -> dict[str, str]:
    """Write the right bill and the broken ones, for both; return the broken rule of each."""
    import polars as pl

    from dharma_core.finops.sample_billing import sample_bill
    from dharma_core.storage.billing_facts import load_focus
    from dharma_core.storage.sample_billing import load_sample_parameters

    spec = load_focus()
    bill = sample_bill(load_sample_parameters(), rows=1_200, months=1, seed=5)
    columns = [column.name for column in spec.of_version("1.0")]
    whole = pl.concat(bill.frames(bill.months[0])).select(columns)
    times = [name for name in columns if "Period" in name]
    right = whole.with_columns(pl.col(times).dt.strftime("%Y-%m-%dT%H:%M:%SZ")).select(
        pl.all().cast(pl.String)
    )
    made = {"right.csv": ""}
    write(folder, "right.csv", right)
    for name in NOT_NULL:
        made |= broken(folder, right, name, None, spec.column(name).rule("NotNull"))
    for name, value in WRONG.items():
        check = CHECKS[spec.column(name).type]
        made |= broken(folder, right, name, value, spec.column(name).rule(check))
    for name in ABSENT:
        file = f"{name}-absent.csv"
        write(folder, file, right.drop(name))
        made[file] = spec.column(name).rule("Required")
    return made


def broken(folder: Path, right: Any, column: str, value: str | None, rule: str) -> dict[str, str]:
    """Write the bill with one cell changed."""
    import polars as pl

    first = pl.int_range(pl.len()) == 3
    changed = pl.when(first).then(pl.lit(value, dtype=pl.String)).otherwise(pl.col(column))
    file = f"{rule}.csv" if value is not None else f"{column}-null.csv"
    write(folder, file, right.with_columns(changed.alias(column)))
    return {file: rule}


def write(folder: Path, name: str, frame: Any) -> None:
    """Write a file for us, and one with both names of four columns for the official validator."""
    import polars as pl

    for who in ("ours", "official"):
        (folder / who).mkdir(exist_ok=True)
    frame.write_csv(folder / "ours" / name)
    both = [pl.col(own).alias(other) for own, other in ALIASES.items() if own in frame.columns]
    frame.with_columns(both).write_csv(folder / "official" / name)


def ask_official(python: Path, folder: Path, names: list[str]) -> dict[str, list[str]]:
    """Return the rules that the official validator reports of each file."""
    from dharma_core.storage.billing_facts import load_focus

    codes = folder / "focus_validator" / "utils"
    codes.mkdir(parents=True)
    listed = "\n".join(f"{n},{code}" for n, code in enumerate(load_focus().allowed["currency"]))
    (codes / "currency_codes.csv").write_text(f",currency_codes\n{listed}\n")
    files = [f"official/{name}" for name in names]
    command = [str(python), "-W", "ignore", "-c", _DRIVER, *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env={})
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return {Path(file).name: rules for file, rules in found.items()}


def ask_ours(file: Path) -> list[str]:
    """Return the MUST rules that our validator reports of a file."""
    from dharma_core.workbench import Workbench

    (bill,) = Workbench.open().validate_bills([file], version="1.0").bills
    return [v.rule for v in bill.validation.violations if v.severity == "error"]


if __name__ == "__main__":
    sys.exit(main())
