"""What every part of client.yaml is made of: a frozen section, and the kinds of numbers it holds."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")  # control and format characters, line ends, blanks


def _in_one_line(text: str) -> str:
    kinds = [unicodedata.category(sign) for sign in text]
    if all(kind in UNSEEN for kind in kinds) or any(kind in ("Cc", "Zl", "Zp") for kind in kinds):
        raise PydanticCustomError("string_one_line", "a text in one line, with a sign that can be seen")
    return text


def composed(name: str) -> str:
    """A name in the one form of its signs: some systems write ü as u and two dots, and it looks the same."""
    return unicodedata.normalize("NFC", name)


Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Factor = Annotated[float, Field(gt=0, le=1e12)]
NotNegative = Annotated[float, Field(ge=0)]
OpenShare = Annotated[float, Field(gt=0, lt=1)]
Name = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_in_one_line)]
FileName = Annotated[str, AfterValidator(composed)]
Edges = tuple[Share, Share]
Class = Literal["key", "core", "smart", "lean"]
Role = Literal["kam", "field", "inside", "service", "digital"]
Level = Literal["high", "medium", "low"]
CLASSES: tuple[Class, ...] = ("key", "core", "smart", "lean")
ROLES: tuple[Role, ...] = ("kam", "field", "inside", "service", "digital")


class Section(BaseModel):
    """A part of client.yaml: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
