"""A client for a room that must not see names: customers, persons and places by codes, like a report under pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from workbook.client import Client
from workbook.parameters import Parameters
from workbook.privacy.named import renamed
from workbook.privacy.pseudonymise import Naming
from workbook.privacy.secret import Secret


@dataclass(frozen=True)
class Cover:
    """One client under codes that stay the same for the whole workshop, also where no key is kept."""

    original: Client
    secret: Secret

    @property
    def client(self) -> Client:
        """The client under codes."""
        return self._naming.client

    @property
    def customers(self) -> Mapping[str, str]:
        """The code of every customer, by id."""
        return self._naming.by_kind["customer"]

    @property
    def persons(self) -> Mapping[str, str]:
        """The code of every person, by number or name."""
        return self._naming.by_kind["person"]

    def parameters(self, parameters: Parameters) -> Parameters:
        """These parameters under codes, also for whom only they name."""
        found = Naming(replace(self.original, parameters=parameters), self._steady).by_kind
        return renamed(parameters, lambda kind, value: found[kind][value])

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self.original, self._steady)

    @property
    def _steady(self) -> Secret:
        """Numbered codes would change with every name that is added; those made with a key do not."""
        return replace(self.secret, kept=True)
