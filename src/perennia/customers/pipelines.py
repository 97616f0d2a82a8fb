"""The pipelines that ship, with their stages in order. Data, so that a board has its columns before anybody is in one."""

from typing import NamedTuple


class Pipeline(NamedTuple):
    """A way customers or contacts move along. With `has_several` one may stand in several stages.

    A move from one of the `everyday` stages to another is nothing a person wants to be told of.
    """

    name: str
    subject: str
    stages: tuple[str, ...] = ()
    has_several: bool = False
    is_revenue: bool = False
    everyday: tuple[str, ...] = ()


PIPELINES = (
    Pipeline(
        "User Login Activity",
        "contact",
        (
            "Active",
            "Active within a week",
            "Inactive (1 week)",
            "Inactive (2 weeks)",
            "Inactive (3 weeks)",
            "Inactive (1 month)",
        ),
        everyday=("Active", "Active within a week"),
    ),
    Pipeline(
        "Subscription & Billing",
        "customer",
        ("Active Subscription", "Subscription Failed", "Subscription Churned"),
        is_revenue=True,
    ),
    Pipeline("Affiliates", "contact", ("Invited", "Joined", "Declined")),
    Pipeline("Customer Health Status", "customer", ("Thriving", "Healthy", "Steady", "Struggling")),
    Pipeline("User Happiness Level", "contact", ("Very Happy", "Happy", "Neutral", "Not Happy")),
    Pipeline("User Milestone", "contact", ("Starter User", "Moderate User", "Pro User", "Advanced User")),
    Pipeline("Product Adoption", "contact", has_several=True),  # a stage for each feature, as features are used
)
REVENUE_PIPELINES = frozenset(pipeline.name for pipeline in PIPELINES if pipeline.is_revenue)
REVENUE_TAGS = frozenset({"Payment Failed"})


def find(name: str) -> Pipeline | None:
    """The shipped pipeline of this name."""
    return next((pipeline for pipeline in PIPELINES if pipeline.name == name), None)
