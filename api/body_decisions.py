"""Decisions on names of bodies as people give them, on the command line or over HTTP: names are found, then decided on.

What is merged or split must be there; what it becomes may be a body of the plans, under any of its names, or a new one.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.body_choices import Choice, choices_in, merge_bodies, rejoin_name, split_body, unmerge_body
from corpus.body_names import BodyIndex
from corpus.messages import Problem
from corpus.owners import Registry, registry_of
from corpus.store import Store
from corpus.text import collapse, fold

_SURE = 0.9  # certainty at which another name of a body is taken for it
_NEAR = 5


def merged(store: Store, name: str, into: str, *, comment: str = "", person: str = "") -> Choice:
    """From now on the body called ``name`` is the one called ``into``."""
    registry = registry_of(store)
    return merge_bodies(
        store, known(name, registry, store), meant(into, registry, store), comment=comment, person=person
    )


def taken_apart(
    store: Store, printed: str, into: str, *, plan_id: str | None = None, comment: str = "", person: str = ""
) -> Choice:
    """From now on a printed name is the body called ``into``, in one plan or in all."""
    names = {fold(text): text for _, text, plan, _ in store.bodies() if plan_id in (None, plan)}
    found = names.get(fold(collapse(printed)))
    if found is None:
        raise Problem("no-body", name=printed, near=nearest(printed, names.values()))
    body = meant(into, registry_of(store), store, exactly=True)
    return split_body(store, found, body, plan_id=plan_id, comment=comment, person=person)


def taken_back(
    store: Store, name: str, *, plan_id: str | None = None, comment: str = "", person: str = ""
) -> list[Choice]:
    """From now on the name stands for itself again: what was decided on it, in one plan or wherever it was, is taken
    back. A name that plans print means the body that it was read as, too («МОЗ» was merged by this name). Raises
    Problem where nothing was decided on it."""
    standing = choices_in(store).in_force()
    wanted = fold(collapse(name))
    found = [c for c in standing if fold(c.name) == wanted and plan_id in (None, c.plan_id)]
    if not found and plan_id is None:
        read_as = {own for own, _, printed, _ in store.names_of_bodies() if fold(printed) == wanted}
        found = [c for c in standing if c.kind == "merge" and c.name in read_as]
    if not found:
        raise Problem("body-not-decided", name=name, known="; ".join(sorted({c.name for c in standing})) or "—")
    said = {"comment": comment, "person": person}
    return [
        unmerge_body(store, c.name, **said)
        if c.kind == "merge"
        else rejoin_name(store, c.name, plan_id=c.plan_id, **said)
        for c in found
    ]


def known(name: str, registry: Registry, store: Store) -> str:
    """The canonical name of the body of this name. Raises Problem where there is none, or several may be meant."""
    own = registry.owner(name)
    if own:
        return own.body
    sure = _sure(name, store)
    if len(sure) != 1:
        raise Problem("no-body", name=name, near="; ".join(sure) or nearest(name, (o.body for o in registry.owners)))
    return sure[0]


def meant(name: str, registry: Registry, store: Store, *, exactly: bool = False) -> str:
    """The body that a name means, else the name itself: a body that no plan calls so. ``exactly``: canonical names
    only, where another name is to be told apart."""
    own = registry.owner(name)
    sure = [own.body] if own else [] if exactly else _sure(name, store)
    return sure[0] if len(sure) == 1 else collapse(name)


def nearest(name: str, names: Iterable[str]) -> str:
    """The names that are most like this one, for a message."""
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract

    return "; ".join(one for one, _, _ in extract(name, list(names), scorer=WRatio, limit=_NEAR)) or "—"


def _sure(name: str, store: Store) -> list[str]:
    """The bodies that a name surely means: those that are printed so, else those that it is a form of."""
    printed = {body for body, text, _, _ in store.bodies() if fold(text) == fold(collapse(name))}
    forms = (m.body for m in BodyIndex.from_store(store).resolve(name) if m.score >= _SURE)
    return sorted(printed) if printed else list(dict.fromkeys(forms))
