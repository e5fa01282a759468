"""Who may come in and what they may see, as values: users with their roles, tokens, groups of plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from corpus.store import StoredPlan
from corpus.text import collapse

Role = Literal["reader", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in. ``groups`` of plans limit what they see, unless ``all_plans``."""

    name: str
    role: Role
    all_plans: bool
    groups: tuple[str, ...]
    has_password: bool

    @property
    def sees_all(self) -> bool:
        """Whether no group limits what they see."""
        return self.all_plans or self.role == "administrator"


@dataclass(frozen=True, slots=True)
class Token:
    """A key for programs. ``origins``: the sites whose pages may use it; such a key is a widget's, and for reading."""

    id: str
    user: str
    label: str
    origins: tuple[str, ...]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """What a group holds: a plan (id or file name) or all plans of a region (empty: of the whole country)."""

    kind: Literal["plan", "region"]
    value: str


def plans_held(members: Iterable[Member], stored: Iterable[StoredPlan]) -> frozenset[str]:
    """The ids of the plans that members of groups name."""
    named = {(one.kind, collapse(one.value)) for one in members}
    return frozenset(
        one.plan.id
        for one in stored
        if {("plan", one.plan.id), ("plan", one.plan.source_file), ("region", one.plan.region or "")} & named
    )
