"""Runs in the peers' environment: the analytics pass by duckdb, polars or groupby-apply, in processor time."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
SAMPLE = 2000
"""Clients that groupby-apply is measured on; the rest is reckoned in proportion."""


def _matrix(client: Any, month: Any, net: Any, clients: int, as_of: int) -> Any:
    import numpy as np
    from _analytics_tail import WIDTH, month_of  # type: ignore[import-not-found]

    column = month - (int(month_of(as_of)) - WIDTH)
    keep = column >= 0
    cell = client[keep].astype(np.int64) * (WIDTH + 1) + column[keep]
    return np.bincount(cell, net[keep], clients * (WIDTH + 1)).reshape(clients, WIDTH + 1)


def _spread(clients: int, found: dict[str, Any]) -> dict[str, Any]:
    import numpy as np

    out = {}
    for name in ("mean", "median", "sd", "logs"):
        values = np.zeros(clients)
        values[found["client"]] = found[name]
        out[name] = values
    return out


def by_duckdb(lines: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Client-days, gaps and the months in SQL."""
    import duckdb  # type: ignore[import-not-found]

    base = duckdb.connect()
    base.execute("SET threads=2")
    base.register("lines", lines)
    base.execute(
        "CREATE TEMP TABLE d AS SELECT client, day, sum(amount)::BIGINT net, sum(cost)::BIGINT cost"
        " FROM lines GROUP BY ALL"
    )
    gaps = base.execute(
        "WITH g AS (SELECT client, day - lag(day) OVER (PARTITION BY client ORDER BY day) gap FROM d WHERE net > 0)"
        "SELECT client, avg(gap) mean, median(gap) median, stddev_pop(gap) sd, sum(ln(gap)) logs FROM g"
        " WHERE gap IS NOT NULL GROUP BY client"
    ).fetchnumpy()
    months = base.execute(
        "SELECT client, (year(d)-1970)*12+month(d)-1 AS month, sum(net)::DOUBLE net FROM"
        " (SELECT client, DATE '1970-01-01' + day d, net FROM d) GROUP BY ALL"
    ).fetchnumpy()
    days = base.execute("SELECT client, day, net, cost FROM d ORDER BY client, day").fetchnumpy()
    return days, gaps, months


def by_polars(lines: dict[str, Any]) -> tuple[Any, Any, Any]:
    """The same in polars."""
    import polars as pl  # type: ignore[import-not-found]

    days = pl.DataFrame(lines).group_by("client", "day").agg(pl.col("amount").sum().alias("net"), pl.col("cost").sum())
    days = days.sort("client", "day")
    bought = days.filter(pl.col("net") > 0).with_columns(gap=pl.col("day").diff())
    bought = bought.filter(pl.col("client") == pl.col("client").shift(1))
    gap = pl.col("gap")
    gaps = bought.group_by("client").agg(
        mean=gap.mean(), median=gap.median(), sd=gap.std(ddof=0), logs=gap.cast(pl.Float64).log().sum()
    )
    dated = days.with_columns(date=pl.col("day").cast(pl.Date))
    months = dated.group_by("client", month=(pl.col("date").dt.year() - 1970) * 12 + pl.col("date").dt.month() - 1).agg(
        pl.col("net").sum()
    )
    found = [{name: frame[name].to_numpy() for name in frame.columns} for frame in (days, gaps, months)]
    return found[0], found[1], found[2]


def by_apply(lines: dict[str, Any], clients: int) -> float:
    """Seconds of groupby-apply for a sample of clients, in proportion for all."""
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame(lines)
    part = frame[frame["client"] < min(SAMPLE, clients)]
    begin = time.process_time()

    def one(rows: Any) -> Any:
        days = rows.groupby("day")[["amount", "cost"]].sum()
        bought = days[days["amount"] > 0]
        gap = bought.index.to_series().diff().dropna()
        year = days[days.index > days.index.max() - 365]
        months = days["amount"].groupby(days.index // 30).sum()
        return pd.Series(
            {
                "events": len(bought), "mean": gap.mean(), "median": gap.median(), "sd": gap.std(ddof=0),
                "logs": np.log(gap).sum(), "net": year["amount"].sum(), "margin": (year["amount"] - year["cost"]).sum(),
                "cv": months.std(ddof=0) / months.mean() if len(months) else np.nan,
            }
        )  # fmt: skip

    part.groupby("client")[["day", "amount", "cost"]].apply(one)
    return (time.process_time() - begin) * clients / min(SAMPLE, clients)


def main() -> None:
    """Reads a job, writes the results beside the columns, answers with seconds and peak memory."""
    import numpy as np
    from _analytics_tail import tail

    given = json.load(sys.stdin)
    folder, clients, as_of = Path(given["folder"]), given["clients"], given["as_of"]
    lines = {name: np.load(folder / f"{name}.npy") for name in ("client", "day", "amount", "cost")}
    manager = np.load(folder / "manager.npy")
    if given["engine"] == "apply":
        json.dump({"spent": [by_apply(lines, clients)]}, sys.stdout)
        return
    engine = {"duckdb": by_duckdb, "polars": by_polars}[given["engine"]]
    spent, wall = [], []
    for _ in range(given["rounds"]):
        begin, clock = time.process_time(), time.perf_counter()
        days, gaps, months = engine(lines)
        matrix = _matrix(months["client"], months["month"], months["net"], clients, as_of)
        found = tail(days, _spread(clients, gaps), matrix, manager, clients, as_of)
        spent.append(time.process_time() - begin)
        wall.append(time.perf_counter() - clock)
    np.savez(folder / f"{given['engine']}.npz", **found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    json.dump({"spent": spent, "wall": wall, "memory": memory}, sys.stdout)


if __name__ == "__main__":
    main()
