"""splink and recordlinkage on one set of records: run in the peers' environment by `_duplicate_peers`.

Asked with JSON on standard input: `tool`, `settings` and `folder`, which holds left.csv, and right.csv where two sets
are linked, with the number of the row in `unique_id`. Writes pairs.csv there, and clusters.csv where the settings ask
for clusters; answers with the seconds of wall and processor from data in memory to pairs in memory.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

Frame = pd.DataFrame


class Clock:
    """Seconds of wall and of processor since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        return {"wall": time.perf_counter() - self._wall, "cpu": time.process_time() - self._cpu}


@dataclasses.dataclass
class Outcome:
    """Pairs with their probabilities, when they were there, and what makes clusters of them."""

    pairs: Frame
    took: dict[str, float]
    clusters: Callable[[], Frame] | None = None


def febrl_splink(left: Frame, right: Frame | None) -> Outcome:
    """The settings of splink's own Febrl examples: names, date, number, address, post code."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only" if right is None else "link_only",
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        ],
    )
    sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    return _splink(settings, left, right, sure, 0.9, [block_on("date_of_birth"), block_on("surname")])


def historical_splink(left: Frame, right: Frame | None) -> Outcome:
    """The settings of splink's own example for these records."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    left["first_and_surname"] = (left["first_name"] + " " + left["surname"]).str.strip()
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )
    sure = [
        "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
        "substr(l.first_name,1,2) = substr(r.first_name,1,2) and l.surname = r.surname"
        " and substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
        "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
    ]
    return _splink(settings, left, right, sure, 0.6, [block_on("first_name", "surname"), block_on("dob")], 0.95)


def firms_splink(left: Frame, right: Frame | None) -> Outcome:
    """Firms on columns that are normalised already, with blocks as near to ours as rules of SQL come."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    rules = ["inn", "phone", "mail", "domain", "glued", "sorted_name", "core", "rarest"]
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            *(block_on(name) for name in rules),
            block_on("substr(glued,1,6)", "city"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("glued", [0.95, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("core", [0.95, 0.88, 0.8]),
            cl.ExactMatch("form"),
            cl.DamerauLevenshteinAtThresholds("inn", 1),
            cl.DamerauLevenshteinAtThresholds("phone", 1),
            cl.ExactMatch("domain"),
            cl.ExactMatch("mail"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
    )
    sure = [block_on("inn"), block_on("phone"), block_on("mail")]
    return _splink(settings, left, right, sure, 0.75, [block_on("inn"), block_on("glued")])


def _splink(
    settings: Any,
    left: Frame,
    right: Frame | None,
    sure: list[Any],
    recall: float,
    blocks: list[Any],
    clusters_at: float | None = None,
) -> Outcome:
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    clock = Clock()
    database = DuckDBAPI()
    tables = [database.register(left, dataset_display_name="base_rows")]
    if right is not None:
        tables.append(database.register(right, dataset_display_name="import_rows"))
    linker = Linker(tables[0] if right is None else tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(sure, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.01)
    pairs = _frame(found)[["unique_id_l", "unique_id_r", "match_probability"]]
    took = clock.read()
    if clusters_at is None:
        return Outcome(pairs, took)

    def clusters() -> Frame:
        made = linker.clustering.cluster_pairwise_predictions_at_threshold(found, clusters_at)
        return _frame(made)[["unique_id", "cluster_id"]]

    return Outcome(pairs, took, clusters)


def _frame(table: Any) -> Frame:
    made: Frame = table.as_duckdbpyrelation().df()
    return made


def febrl_recordlinkage(left: Frame, right: Frame | None) -> Outcome:
    """Blocks on five fields, Jaro–Winkler and exact comparisons, ECM without labels."""
    import recordlinkage

    clock = Clock()
    one = left.set_index("unique_id")
    two = None if right is None else right.set_index("unique_id")
    indexer = recordlinkage.Index()
    for name in ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode"):
        indexer.block(name)
    pairs = indexer.index(one) if two is None else indexer.index(one, two)
    comparer = recordlinkage.Compare()
    for name in ("given_name", "surname", "address_1", "suburb"):
        comparer.string(name, name, method="jarowinkler", threshold=0.85)
    for name in ("date_of_birth", "soc_sec_id", "postcode", "street_number", "state"):
        comparer.exact(name, name)
    features = comparer.compute(pairs, one) if two is None else comparer.compute(pairs, one, two)
    found = recordlinkage.ECMClassifier(binarize=None).fit_predict(features)
    pairs = Frame({"left": found.get_level_values(0), "right": found.get_level_values(1), "probability": 1.0})
    return Outcome(pairs, clock.read())


SETTINGS: dict[str, Callable[[Frame, Frame | None], Outcome]] = {
    "splink febrl": febrl_splink,
    "splink historical": historical_splink,
    "splink firms": firms_splink,
    "recordlinkage febrl": febrl_recordlinkage,
}


def read(path: Path) -> Frame | None:
    """Text columns with None where nothing is said."""
    if not path.exists():
        return None
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    frame["unique_id"] = frame["unique_id"].astype(int)
    return frame.astype(object).where(frame != "", None)


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    asked = json.load(sys.stdin)
    place = Path(asked["folder"])
    if asked["tool"] == "convert":
        pd.read_parquet(place / "given.parquet").fillna("").to_csv(place / "given.csv", index=False, encoding="utf-8")
        print(json.dumps({}))
        return
    importlib.import_module(asked["tool"])  # loading a library is not part of its work
    left, right = read(place / "left.csv"), read(place / "right.csv")
    if left is None:
        raise SystemExit("there is no left.csv")
    with contextlib.redirect_stdout(sys.stderr):
        outcome = SETTINGS[f"{asked['tool']} {asked['settings']}"](left, right)
    outcome.pairs.to_csv(place / "pairs.csv", index=False, header=["left", "right", "probability"])
    if outcome.clusters is not None:
        outcome.clusters().to_csv(place / "clusters.csv", index=False, header=["row", "cluster"])
    print(json.dumps(outcome.took))


if __name__ == "__main__":
    main()
