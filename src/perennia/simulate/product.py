"""What the demo company sells: features, plans and their prices."""

from decimal import Decimal
from typing import NamedTuple


class Plan(NamedTuple):
    """A plan: its monthly price in EUR and how many contacts its customers tend to have."""

    name: str
    price: Decimal
    share: float
    seats: float  # of the average number of contacts


PLANS = (
    Plan("Starter", Decimal("29.00"), 0.36, 0.35),
    Plan("Growth", Decimal("99.00"), 0.36, 0.85),
    Plan("Scale", Decimal("349.00"), 0.20, 1.7),
    Plan("Enterprise", Decimal("1290.00"), 0.08, 3.0),
)
# Feature, how often it is opened, the middle of the seconds spent there at a time.
FEATURES = (
    ("Dashboard", 26, 45),
    ("Reports", 17, 120),
    ("Invoices", 15, 95),
    ("Team inbox", 14, 140),
    ("Forecasts", 9, 150),
    ("Automations", 8, 110),
    ("Mobile app", 7, 35),
    ("Integrations", 4, 80),
)
# What is done in a feature, beside opening it.
DEEDS = {
    "Reports": "Report Exported",
    "Invoices": "Invoice Created",
    "Team inbox": "Conversation Closed",
    "Forecasts": "Forecast Shared",
    "Automations": "Automation Published",
    "Integrations": "Integration Connected",
}
RATES = {"EUR": Decimal(1), "USD": Decimal("1.10")}


def price(plan: Plan, currency: str) -> Decimal:
    """What a month costs, rounded to whole units."""
    return (plan.price * RATES[currency]).quantize(Decimal(1))
