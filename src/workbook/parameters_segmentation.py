"""client.yaml on segmentation: criteria and weights, how sure, potential × share of wallet, priority, declared service."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.section import Class, Edges, Level, NotNegative, OpenShare, Positive, Role, Section, Share

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,12}$")]
Criterion = Literal["potential", "earned_value", "strategic_importance", "revenue", "requirements", "competition"]
Element = Literal["visits", "service", "special", "response", "terms"]
Treatment = Literal["tailored", "standard", "none"]
DEFAULT_WEIGHTS: dict[Criterion, float] = {
    "potential": 0.30,
    "earned_value": 0.20,
    "strategic_importance": 0.15,
    "revenue": 0.15,
    "requirements": 0.10,
    "competition": 0.10,
}
DEFAULT_CHANNELS: dict[Level, tuple[Role, ...]] = {
    "high": ("kam",),
    "medium": ("field",),
    "low": ("inside", "service", "digital"),
}
DEFAULT_HOURS_WEIGHT: dict[Level, float] = {"low": 1.5, "medium": 1.0, "high": 1.0}
# A proposal, labelled as one until the company declares its own: tailored for key accounts, one standard for the rest.
DEFAULT_CATALOGUE: dict[Element, dict[Class, Treatment]] = {
    "visits": {"key": "tailored", "core": "standard", "smart": "standard", "lean": "none"},
    "service": {"key": "tailored", "core": "standard", "smart": "standard", "lean": "standard"},
    "special": {"key": "tailored", "core": "tailored", "smart": "none", "lean": "none"},
    "response": {"key": "tailored", "core": "standard", "smart": "standard", "lean": "standard"},
    "terms": {"key": "tailored", "core": "standard", "smart": "standard", "lean": "standard"},
}


class Segmentation(Section):
    """Chapter 3: score, classes and how sure they are, potential × share of wallet, priority.

    `potential_edges` cumulate the potential, `potential_levels` (currency a year: medium from, high from) take their place where
    set. `sow_edges`: low below, high from. `frontier_parts`: quantiles of peers' spend (low, central, high). `channels`: who
    looks after a level of potential. `hours_weight`: hours per potential by level of the share of wallet, `keep_hours`: at which
    levels of potential a high share never gets fewer than today. Priority: value is high before `priority_value` of the
    positive value, probability from `priority_probability`. `reward_share` of its CM III is what a customer with a high share may
    get as a reward. `large_firm_share`: the part of all customers with the most employees.

    The rule is applied to `input_draws` × `weight_draws` draws; weights vary as Dirichlet with `weight_concentration` × weight, a
    rating is one step too high (or too low) with `rating_error` each; below `borderline` a class is not sure.
    `participants`: weights of everybody in the workshop by a code that is no name.

    `service_catalogue`: what the company declares per element and class (visits, service contacts, special lines, response to
    requests, terms): tailored, standard or none; the default is a proposal.
    """

    weights: dict[Criterion, Share] = Field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    reversed: tuple[Literal["requirements", "competition"], ...] = ()
    least_known: Share = 0.30
    key_score: Share = 0.60
    accounts_per_kam: Positive = 8
    kam_fte: NotNegative | None = None
    lean_hours_factor: Share = 0.5
    decline_limit: Share = 0.95
    input_draws: Annotated[int, Field(ge=20, le=2_000)] = 200
    weight_draws: Annotated[int, Field(ge=10, le=1_000)] = 50
    weight_concentration: Annotated[float, Field(ge=1, le=10_000)] = 50
    rating_error: Annotated[float, Field(ge=0, le=0.5)] = 0.1
    borderline: Annotated[float, Field(gt=0, lt=1)] = 0.70
    current_classes: dict[str, Class] = Field(default_factory=dict)
    service_catalogue: dict[Element, dict[Class, Treatment]] = Field(default_factory=lambda: dict(DEFAULT_CATALOGUE))
    participants: dict[Code, dict[Criterion, Share]] = Field(default_factory=dict)
    potential_edges: Edges = (0.70, 0.90)
    potential_levels: tuple[Positive, Positive] | None = None
    sow_edges: Edges = (0.30, 0.60)
    frontier_parts: tuple[OpenShare, OpenShare, OpenShare] = (0.80, 0.90, 0.95)
    channels: dict[Level, tuple[Role, ...]] = Field(default_factory=lambda: dict(DEFAULT_CHANNELS))
    hours_weight: dict[Level, NotNegative] = Field(default_factory=lambda: dict(DEFAULT_HOURS_WEIGHT))
    keep_hours: tuple[Level, ...] = ("high", "medium")
    priority_value: Share = 0.80
    priority_probability: Share = 0.50
    reward_share: Share = 0.10
    large_firm_share: Annotated[float, Field(gt=0, le=0.5)] = 0.20

    @model_validator(mode="after")
    def edges_rise(self) -> Segmentation:
        """Edges rise."""
        for name in ("potential_edges", "potential_levels", "sow_edges", "frontier_parts"):
            if any(low >= high for low, high in pairwise(getattr(self, name) or ())):
                raise ValueError(name)
        return self

    @model_validator(mode="after")
    def weights_sum_to_one(self) -> Segmentation:
        """Weights are never rescaled silently."""
        if abs(sum(self.weights.values()) - 1) > 1e-6:
            raise ValueError("weights")
        for code, weights in self.participants.items():
            if abs(sum(weights.values()) - 1) > 1e-6:
                raise ValueError(f"weights of {code}")
        return self
