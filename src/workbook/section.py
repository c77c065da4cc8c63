"""What every part of client.yaml is made of: frozen models that refuse unknown keys, and the kinds of values in them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Class = Literal["key", "core", "smart", "lean"]
Role = Literal["kam", "field", "inside", "service", "digital"]
CLASSES: tuple[Class, ...] = ("key", "core", "smart", "lean")
ROLES: tuple[Role, ...] = ("kam", "field", "inside", "service", "digital")


class Section(BaseModel):
    """A part of client.yaml: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
