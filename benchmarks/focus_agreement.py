"""Our FOCUS validator beside the official one (1.0): our sample bills, and 33 broken files.

The official validator needs an environment of its own, with older pandas, NumPy below 2 and
multimethod below 2:

    python -m venv focus-env
    focus-env/bin/pip install "focus-validator==1.0.0" "multimethod<2" "pyarrow<20"
    python benchmarks/focus_agreement.py focus-env/bin/python

It calls five columns otherwise than the specification (Provider, Publisher, InvoiceIssuer,
ResourceID, ChargeType): its files carry both names. It reads currency codes from a file beside its
working folder; ours are written there, so that it asks no network. It takes no exact numbers from
Parquet, only floats: its Parquet files hold floats, and what it says of the exact ones is printed.
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
    "ChargeCategory": "ChargeType",
}
SAMPLES = {"small": (1_200, 1), "year": (100_000, 12)}
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
SKU_PRICE = "SkuPriceId_Nullable"
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
    python = Path(sys.argv[1]).absolute()
    with tempfile.TemporaryDirectory() as place:
        differing = compare_samples(python, Path(place)) + compare_broken(python, Path(place))
    return int(differing > 0)


def compare_samples(python: Path, folder: Path) -> int:
    """Print what both say of sample bills, a file a month; return how many files are not right."""
    from dharma_core.finops.sample_billing import sample_bill
    from dharma_core.storage.sample_billing import load_sample_parameters, write_sample

    wrong = 0
    for name, (rows, months) in SAMPLES.items():
        bill = sample_bill(load_sample_parameters(), rows=rows, months=months, seed=5)
        written = write_sample(bill, folder / name)
        exact = sorted((folder / name).glob("*.parquet"))
        texts = [as_csv(file) for file in exact]
        own = {file.name: ask_ours(file) for file in (*exact, *texts)}
        theirs = ask_official(python, folder, [for_official(file) for file in (*exact, *texts)])
        found = sum(bool(rules) for rules in (*own.values(), *theirs.values()))
        wrong += found
        print(f"sample bill '{name}', {written:,} rows, Parquet and CSV: of {len(own)} files each,")
        for who, answers in (("ours", own), ("the official one", theirs)):
            rules = sorted({rule for said in answers.values() for rule in said})
            print(f"  {who} finds {', '.join(rules) or 'no broken rule'}")
        if name == "small":
            (said,) = ask_official(python, folder, [for_official(exact[0], floats=False)]).values()
            print(f"  of exact numbers in Parquet the official one says: {', '.join(sorted(said))}")
    return wrong


def compare_broken(python: Path, folder: Path) -> int:
    """Print how many broken files both name; return how many not."""
    files = make_files(folder)
    official = ask_official(python, folder, [folder / "official" / name for name in files])
    ours = {name: ask_ours(folder / "ours" / name) for name in files}
    right, *broken_ones = files
    agreed = 0
    for name in broken_ones:
        rule, theirs = files[name], {plain(r) for r in official[name]}
        same = rule in ours[name] and rule in theirs
        agreed += same
        if not same:
            print(f"{name}: {rule}: official {sorted(theirs)}, ours {sorted(ours[name])}")
    print(f"{agreed} of {len(broken_ones)} files: both name the rule that was broken")
    return len(broken_ones) - agreed + len(ours[right]) + len(official[right])


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
    made |= broken(folder, right, "SkuPriceId", None, SKU_PRICE)
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
    for who in ("ours", "official"):
        (folder / who).mkdir(exist_ok=True)
    frame.write_csv(folder / "ours" / name)
    with_aliases(frame).write_csv(folder / "official" / name)


def with_aliases(frame: Any) -> Any:
    """Return a frame with both names of the columns that the official validator calls otherwise."""
    import polars as pl

    return frame.with_columns(
        pl.col(own).alias(other) for own, other in ALIASES.items() if own in frame.columns
    )


def as_csv(file: Path) -> Path:
    """Write a bill of Parquet as CSV beside it."""
    import polars as pl
    import polars.selectors as cs

    moments = cs.datetime().dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    pl.read_parquet(file).with_columns(moments).write_csv(file.with_suffix(".csv"))
    return file.with_suffix(".csv")


def for_official(file: Path, *, floats: bool = True) -> Path:
    """Write a bill with both names of columns, where Parquet asks for it with floats."""
    import polars as pl
    import polars.selectors as cs

    target = file.with_name(f"official-{'floats' if floats else 'exact'}-{file.name}")
    if file.suffix == ".csv":
        with_aliases(pl.read_csv(file, infer_schema=False)).write_csv(target)
    else:
        frame = with_aliases(pl.read_parquet(file))
        numbers = cs.decimal().cast(pl.Float64) if floats else cs.decimal()
        frame.with_columns(numbers).write_parquet(target)
    return target


def ask_official(python: Path, folder: Path, files: list[Path]) -> dict[str, list[str]]:
    """Return the rules that the official validator reports of each file."""
    from dharma_core.storage.billing_facts import load_focus

    codes = folder / "focus_validator" / "utils"
    codes.mkdir(parents=True, exist_ok=True)
    listed = "\n".join(f"{n},{code}" for n, code in enumerate(load_focus().allowed["currency"]))
    (codes / "currency_codes.csv").write_text(f",currency_codes\n{listed}\n")
    command = [str(python), "-W", "ignore", "-c", _DRIVER, *map(str, files)]
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
