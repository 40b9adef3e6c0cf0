"""Writes recency_frequency.csv: what the orders of every customer of ../cdnow-orders.csv come to, by pandas.

Independent of ours: it sorts, takes differences of consecutive days and averages them. As-of day: the last order there.
Made with pandas 3.1.1. Run it in any folder: python recency_frequency.py
"""

from pathlib import Path

import pandas

here = Path(__file__).parent
orders = pandas.read_csv(here.parent / "cdnow-orders.csv", dtype={"customer_id": str, "amount_usd": str})
orders["day"] = pandas.to_datetime(orders["order_date"], format="%Y-%m-%d")
# Amounts as text to cents: no binary fraction comes in between.
dollars = orders["amount_usd"].str.split(".", expand=True)
orders["cents"] = dollars[0].astype("int64") * 100 + dollars[1].astype("int64")
as_of = orders["day"].max()

orders = orders.sort_values(["customer_id", "day"], kind="stable")
orders["gap"] = orders.groupby("customer_id")["day"].diff().dt.days
customers = orders.groupby("customer_id").agg(
    last=("day", "max"), frequency=("day", "size"), cents=("cents", "sum"), interval=("gap", "mean")
)

with open(here / "recency_frequency.csv", "w", newline="") as file:
    file.write(f"customer,recency as of {as_of.date()},frequency,cents,interval\n")
    for customer in customers.itertuples():
        interval = "" if pandas.isna(customer.interval) else repr(float(customer.interval))
        recency = (as_of - customer.last).days
        file.write(f"{customer.Index},{recency},{customer.frequency},{customer.cents},{interval}\n")
