"""client.yaml as frozen models, one section per chapter: the one definition behind YAML, notebook, widgets and command line.

Money in the client's currency, rates per year, shares 0–1. Every default is printed in the report where it is used.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.parameters_actions import Action, FindingId
from workbook.parameters_desk import Desk
from workbook.parameters_norms import Norms
from workbook.parameters_plans import AccountPlan
from workbook.parameters_scope import Scope
from workbook.parameters_segmentation import Segmentation
from workbook.parameters_territory import Territory
from workbook.section import Class, Edges, Factor, FileName, Name, NotNegative, Positive, Section, Share

# Beyond these no calendar of a client goes, and the arithmetic of days would overflow.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Elastic = Annotated[float, Field(gt=0, lt=1)]
Phase = Annotated[int, Field(ge=1, le=8)]
Language = Literal["de", "en"]
# `utf-8-twice` is UTF-8 that was read as cp1252 and written as UTF-8 again: Ã¼ for ü.
Encoding = Literal[
    "utf-8", "utf-8-twice", "utf-16", "cp1252", "iso-8859-1", "iso-8859-15", "mac_roman", "cp850", "cp437"
]
Locale = Literal["de_DE", "de_AT", "de_CH", "en_GB", "en_US"]

# Share of the cases a phase should bring on at least; assumed. After-sales care (6) is not judged unless the client says so.
DEFAULT_ACCEPTED: dict[Phase, float] = {1: 0.80, 2: 0.80, 3: 0.70, 4: 0.50, 5: 0.95, 7: 0.50, 8: 0.70}
DEFAULT_CAPS: dict[Class, float] = {"smart": 24.0, "lean": 12.0}
PHASES = tuple(range(1, 9))
# Instruments of customer management the questionnaire asks about, by their side in [002]: outward to the customer, or inward.
INSTRUMENTS: dict[str, Literal["outward", "inward"]] = {
    "small_accounts": "outward",
    "account_plan": "inward",
    "crm": "inward",
    "campaigns": "outward",
    "self_service": "outward",
    "process_definition": "inward",
    "product_training": "inward",
    "sales_training": "inward",
}


class Computation(Section):
    """How a column is computed from others: a product × (1 − discount), a constant, or a part of a date."""

    product: tuple[str, ...] = ()
    discount: str | None = None
    constant: str | float | bool | None = None
    year: str | None = None
    month: str | None = None

    @model_validator(mode="after")
    def one_way(self) -> Computation:
        """Exactly one way to compute."""
        ways = [bool(self.product), self.constant is not None, self.year is not None, self.month is not None]
        if sum(ways) != 1 or (self.discount and not self.product):
            raise ValueError("computation")
        return self


class Lookup(Section):
    """A many-to-one lookup: `key` is a header in the files before it, `match` the header in this file (default the same)."""

    file: FileName
    sheet: str | None = None
    key: str
    match: str | None = None
    transposed: bool | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    spread: dict[str, Literal["by_net_revenue", "first_line"]] = Field(default_factory=dict)


class Unpivot(Section):
    """Months or categories side by side become rows: their headers (`*` for any text), what they name, what they hold."""

    columns: tuple[str, ...] = Field(min_length=1)
    into: Literal["date", "category"]
    value: str = "net_revenue"


class Source(Section):
    """Where a canonical table comes from: file, sheet, canonical column → header, lookups in order, computed columns.

    `values` says by canonical column what a cell stands for (`outcome: {Won: won}`); other cells are read as usual.
    The word `row_number` in place of a header means the row in the file. `transposed` says whether the headers stand in the
    first column and every record in a column of its own; rows and columns then change their parts (`header_row` too).
    """

    file: FileName
    sheet: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    joins: tuple[Lookup, ...] = ()
    compute: dict[str, Computation] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    values: dict[str, dict[str, str | float | bool]] = Field(default_factory=dict)
    unpivot: Unpivot | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    transposed: bool | None = None


class Intake(Section):
    """Chapter 1: how files become tables, and what is accepted.

    By column: `units` the factor of values without a unit, `scales` the ends of the client's scale (worst first), `inverse`
    what says the opposite. `rates`: the worth of one unit of a foreign currency. `annual_totals`: the year of undated totals.
    """

    accept_rejects: bool = False
    reason: str | None = None
    tables: dict[str, Source] = Field(default_factory=dict)
    decimal: dict[str, Literal[",", "."]] = Field(default_factory=dict)
    dates: dict[str, Literal["dmy", "mdy", "ymd"]] = Field(default_factory=dict)
    duplicates: Literal["reject", "latest"] = "reject"
    control_totals: dict[str, float] = Field(default_factory=dict)
    units: dict[str, Factor] = Field(default_factory=dict)
    scales: dict[str, tuple[float, float]] = Field(default_factory=dict)
    inverse: tuple[str, ...] = ()
    rates: dict[str, Factor] = Field(default_factory=dict)
    encoding: dict[FileName, Encoding] = Field(default_factory=dict)
    totals: dict[FileName, Literal["exclude", "keep"]] = Field(default_factory=dict)
    annual_totals: Annotated[int, Field(ge=1990, le=2199)] | None = None

    @model_validator(mode="after")
    def consistent(self) -> Intake:
        """Whoever accepts rejected rows says why; a scale has two ends."""
        if self.accept_rejects and not (self.reason or "").strip():
            raise ValueError("reason")
        if any(low == high for low, high in self.scales.values()):
            raise ValueError("scales")
        return self


class DiscountStep(Section):
    """One step of a discount policy: from which list revenue a year on (`volume`) which share of it at most (`rate`)."""

    volume: NotNegative
    rate: Share


class Value(Section):
    """Chapter 2: customer value against revenue.

    Expected value: years looked ahead, interest, weeks of silence after which the plain rule calls a customer inactive, orders
    below which a customer's margin is its size class's, the share of wallet that is low; the share of wallet aimed at and the
    cost of new revenue where the company sets them. `effort_limit`: share of its own CM I a customer's cost to serve may take
    before it is named. `discount_policy`: steps by volume, default the own practice.
    """

    practical_share: Annotated[float, Field(gt=0, le=1)] = 0.80
    full_cost: bool = False
    cost_rate_range: Share = 0.20
    abc_edges: Edges = (0.80, 0.95)
    size_edges: Edges = (0.70, 0.90)
    size_bands: tuple[Positive, Positive, Positive] = (500, 20_000, 500_000)
    acceptance: tuple[Share, Share, Share] = (0.25, 0.50, 0.75)
    top: Annotated[int, Field(ge=1, le=50)] = 10
    horizon_years: Annotated[int, Field(ge=1, le=20)] = 5
    interest_rate: Share = 0.10
    hiatus_weeks: Annotated[float, Field(gt=0, le=520)] = 26
    least_orders: Annotated[int, Field(ge=1)] = 4
    low_share_of_wallet: Share = 0.30
    share_of_wallet_target: Share | None = None
    acquisition_cost_rate: NotNegative | None = None
    discount_policy: tuple[DiscountStep, ...] = ()
    loss_draws: Annotated[int, Field(ge=1_000, le=100_000)] = 10_000
    portfolio_shift: Annotated[float, Field(gt=0, le=1)] = 0.20
    stranded_share: Share = 1.0
    follows_from: Annotated[float, Field(gt=0, lt=1)] = 0.5
    min_effect: Share = 0.10
    effort_limit: Annotated[float, Field(gt=0, le=1)] = 0.5

    @model_validator(mode="after")
    def in_order(self) -> Value:
        """Edges rise, and what succeeds at best is not below what succeeds at worst."""
        for name in ("abc_edges", "size_edges", "size_bands"):
            edges = getattr(self, name)
            if any(low >= high for low, high in pairwise(edges)):
                raise ValueError(name)
        if list(self.acceptance) != sorted(self.acceptance):
            raise ValueError("acceptance")
        volumes = [step.volume for step in self.discount_policy]
        if any(later <= earlier for earlier, later in pairwise(volumes)):
            raise ValueError("discount_policy")
        return self


class Judgement(Section):
    """How one class of customers responds, as judged: sales (today 1.0) at 0, 50, 100, 150 % of today's hours, and the most."""

    at_0: NotNegative
    at_50: NotNegative
    at_100: Positive
    at_150: Positive
    saturation: Positive
    by: str = Field(min_length=1)

    @property
    def index(self) -> tuple[float, float, float, float, float]:
        """The five judgements in rising effort."""
        return self.at_0, self.at_50, self.at_100, self.at_150, self.saturation


class Coverage(Section):
    """Chapter 4: coverage ratio and effort.

    Response: `elasticity` of sales to hours (low, central, high; default from the literature), or `judgements` by class;
    `unknown_room` the most a customer of unknown potential can buy, as a multiple of today's sales; `response_hours` the hours a
    year below which a customer's hours are left alone; `key_hours_limit` the most hours all key accounts together may get.
    `scope`: levers on smart and lean accounts. `territory`: who looks after whom.
    Utilisation above `overload` is too much, below `idle` too little. `norms`: how much care a class is meant to get.
    `desk`: who works on requests, when, and in which order.
    """

    over_served: Positive = 2.0
    service_floor_hours: NotNegative = 2.0
    service_cap_hours: dict[Class, Positive] = Field(default_factory=lambda: dict(DEFAULT_CAPS))
    under_served: Share = 0.5
    elasticity: tuple[Elastic, Elastic, Elastic] = (0.20, 0.34, 0.50)
    judgements: dict[Class, Judgement] = Field(default_factory=dict)
    unknown_room: Annotated[float, Field(ge=1)] = 1.2
    response_hours: Positive = 1.0
    key_hours_limit: NotNegative | None = None
    high_share_of_wallet: Share = 0.60
    scope: Scope = Field(default_factory=Scope)
    overload: Positive = 1.10
    idle: Share = 0.60
    norms: Norms = Norms()
    desk: Desk = Field(default_factory=Desk)
    territory: Territory = Field(default_factory=Territory)

    @model_validator(mode="after")
    def response_rises(self) -> Coverage:
        """The low end of the elasticity is not above the high one; more hours are never judged to bring less."""
        if list(self.elasticity) != sorted(self.elasticity):
            raise ValueError("elasticity")
        if any(list(j.index) != sorted(j.index) or j.at_0 == j.saturation for j in self.judgements.values()):
            raise ValueError("judgements")
        return self

    @model_validator(mode="after")
    def floor_below_caps(self) -> Coverage:
        """No class is promised more than it may get."""
        if any(cap < self.service_floor_hours for cap in self.service_cap_hours.values()):
            raise ValueError("service_cap_hours")
        return self


Point = Literal[
    "lever:1", "lever:2", "lever:3", "lever:4", "lever:5",
    "kam:1", "kam:2", "kam:3", "kam:4", "kam:5", "kam:6", "kam:7", "kam:8", "kam:9", "kam:10",
]  # fmt: skip


class Check(Section):
    """What the company itself says of one point of the audit: its status, who is in charge, until when; `item` names the open
    point kam:10."""

    status: Literal["in_order", "weak", "unknown"] | None = None
    owner: str | None = Field(default=None, min_length=1, max_length=80)
    due: Day | None = None
    item: str | None = Field(default=None, min_length=1, max_length=120)


class Process(Section):
    """Chapter 5: phases and steering.

    `stages`: which phase a stage of the client's own stands for. `accepted`: the share of cases each phase should bring on at
    least (5: deliver on time); a phase not named is not judged. `contact_days`: within how many days of shipment a contact
    counts as care; `repurchase_days`: within how many an order should be followed by another.

    Care is efficient where CM II is at least `efficiency_target` times its cost; margin goals are held against the contribution
    margin `goal_margin_level`. `self_estimate`: the state the company sees itself in. `lower_is_better`: metrics of the targets
    where less is better. `unit_persons`: how many persons a unit of the targets has, where the staff list does not say.
    `checklist`: what the company says of the five levers (`lever:1`–`lever:5`) and the points of key-account management (`kam:1`–
    `kam:10`); `checklist_share`: share of the key accounts from which on a point counts as in order.
    """

    target: Annotated[float, Field(ge=1, le=5)] = 4.0
    efficiency_target: Positive = 1.0
    stages: dict[str, Phase] = Field(default_factory=dict)
    accepted: dict[Phase, Annotated[float, Field(gt=0, lt=1)]] = Field(default_factory=lambda: dict(DEFAULT_ACCEPTED))
    contact_days: Annotated[int, Field(ge=1)] = 183
    goal_margin_level: Literal["cm1", "cm2", "cm3"] = "cm2"
    self_estimate: Literal["waste", "fig_leaf", "pyrrhic", "qualified"] | None = None
    lower_is_better: tuple[str, ...] = ()
    unit_persons: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    repurchase_days: Annotated[int, Field(ge=1)] = 365
    checklist: dict[Point, Check] = Field(default_factory=dict)
    checklist_share: Annotated[float, Field(gt=0, le=1)] = 0.80

    @model_validator(mode="after")
    def only_the_open_point_is_named(self) -> Process:
        """Every other point has its name already."""
        if any(check.item is not None for point, check in self.checklist.items() if point != "kam:10"):
            raise ValueError("checklist")
        return self


class Summary(Section):
    """Chapter 6: how many decisions the first page and the action plan hold; the measure that uses the hours set free, if any."""

    findings: Annotated[int, Field(ge=3, le=7)] = 5
    hours_used_by: Literal["coverage.response"] | None = None


class Override(Section):
    """A class set by hand: shown beside the rule's result."""

    customer_id: str
    to: Class
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    expires: date


class DecisionTaken(Section):
    """A decision of the workshop: what, by whom, when, why."""

    key: str
    value: str | float | bool
    who: str = Field(min_length=1)
    when: date
    why: str = Field(min_length=1)


class Agreement(Section):
    """With whom, when and for what the use of data about persons was agreed."""

    with_: str = Field(alias="with", min_length=1)
    date: date
    scope: str = Field(min_length=1)


class Benchmark(Section):
    """The client's consent that its figures enter a comparison across clients: who gave it, and when.

    `industry`: the client's division in NACE (the first two digits of WZ, ÖNACE, NOGA), 1–99. Discounts are compared only between
    clients each of another division; without one the client's are not compared at all.
    """

    consent: Literal[True]
    by: str = Field(min_length=1)
    date: Day
    industry: Annotated[int, Field(ge=1, le=99)] | None = None


class Parameters(Section):
    """Everything decided about one client. Only `name` is required.

    `account_plans` by customer id. `compare_with`: results.json of an earlier result, from the client's folder. `benchmark`:
    without it no figure of the client enters a comparison across clients.
    """

    schema_version: Literal[1] = 1
    id: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")
    name: Name
    language: Language = "de"
    locale: Locale | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    period: tuple[Day, Day] | None = None
    as_of: Day | None = None
    people: Literal["group", "pseudonym", "named"] = "group"
    agreement: Agreement | None = None
    seed: Annotated[int, Field(ge=0)] = 20260115
    intake: Intake = Intake()
    value: Value = Value()
    segmentation: Segmentation = Segmentation()
    coverage: Coverage = Coverage()
    process: Process = Process()
    summary: Summary = Summary()
    notebooks: Literal["own"] | None = None
    actions: dict[FindingId, Action] = Field(default_factory=dict)
    account_plans: dict[str, AccountPlan] = Field(default_factory=dict)
    compare_with: str | None = Field(default=None, min_length=1, max_length=400)
    benchmark: Benchmark | None = None
    overrides: tuple[Override, ...] = ()
    decisions: tuple[DecisionTaken, ...] = ()

    @model_validator(mode="after")
    def consistent(self) -> Parameters:
        """Period in order; persons only by agreement."""
        if self.period and self.period[0] > self.period[1]:
            raise ValueError("period")
        if self.people != "group" and self.agreement is None:
            raise ValueError("agreement")
        return self

    def written(self, language: Language) -> Locale:
        """The locale a report in `language` is written in: the client's own where it speaks that language."""
        if self.locale and self.locale.startswith(language):
            return self.locale
        return "de_DE" if language == "de" else "en_GB"
