"""Who asks, by token, session or place, and the engine that shows them what they may see.

Without users whoever asks from this computer is its administrator, and a page of a site that the settings name may
read. With users everybody shows a token or has signed in.
"""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import HTTPConnection

from api.access_book import AccessBook, Member, Role, Token, User
from api.engine import Engine
from api.guard import of_another_site
from api.rates import Rates
from api.settings import Settings
from corpus.store import StoredPlan
from corpus.text import collapse

SESSION_COOKIE = "zakhid_session"
_ENGINES = 16  # circles of plans whose engines are kept open
_SIGN_INS, _SIGN_IN_SECONDS = 8, 300.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. ``name``: empty without sign-in; ``plans``: the ids that they may see, None for all; ``groups``: those
    that a plan of theirs is put into."""

    name: str
    role: Role
    plans: frozenset[str] | None = None
    groups: tuple[str, ...] = ()


class NotSignedIn(Exception):  # noqa: N818 - says what it is
    """Nobody is known by what the request shows."""


class TooOften(Exception):  # noqa: N818 - says what it is
    """Somebody asks more often than the settings allow. ``seconds``: when they may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Access:
    """Access to one running application."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.book = AccessBook(settings.data)
        self.rates = Rates(settings.rate_limit, 60)
        self.sign_ins = Rates(_SIGN_INS, _SIGN_IN_SECONDS)
        self._engines: OrderedDict[frozenset[str], Engine] = OrderedDict()
        self._lock = Lock()

    def close(self) -> None:
        for engine in self._engines.values():
            engine.close()
        self.book.close()

    # ------------------------------------------------------------ who asks

    def visitor(self, request: HTTPConnection, whole: Engine) -> Visitor:
        """Raises NotSignedIn, and TooOften where a known visitor asks too often."""
        if not self.book.has_users():
            foreign = of_another_site(request.headers)
            return Visitor("", "reader" if foreign else "administrator")
        found = self._visitor(request, whole)
        if found is None:
            raise NotSignedIn
        wait = self.rates.take(found.name)
        if wait:
            raise TooOften(wait)
        return found

    def _visitor(self, request: HTTPConnection, whole: Engine) -> Visitor | None:
        secret = _shown_token(request.headers.get("authorization", ""))
        if secret is not None:
            known = self.book.of_token(secret)
            if known is None or not _usable(known[1], request.headers.get("origin")):
                return None
            user, token = known
            return self._seen_by(user, whole, "reader" if token.origins else user.role)
        session = request.cookies.get(SESSION_COOKIE)
        if not session or of_another_site(request.headers):  # a page of another site is to bring a token of its own
            return None
        signed_in = self.book.of_session(session)
        return self._seen_by(signed_in, whole, signed_in.role) if signed_in else None

    def _seen_by(self, user: User, whole: Engine, role: Role) -> Visitor:
        if user.all_plans or user.role == "administrator":
            return Visitor(user.name, role)
        groups = self.book.groups()
        held = [member for group in user.groups for member in groups.get(group, ())]
        return Visitor(user.name, role, plans_held(held, whole.plans()) if held else frozenset(), user.groups)

    # ------------------------------------------------------------ what they see

    def engine(self, visitor: Visitor, whole: Engine) -> Engine:
        """The engine over the visitor's plans; the last ones are kept open."""
        if visitor.plans is None:
            return whole
        with self._lock:
            found = self._engines.pop(visitor.plans, None) or whole.restricted(visitor.plans)
            self._engines[visitor.plans] = found
            while len(self._engines) > _ENGINES:
                self._engines.popitem(last=False)[1].close()
            return found

    def origins(self) -> frozenset[str]:
        """The sites whose pages may ask: by setting, and those of tokens."""
        of_tokens = (self.book.tokens() if self.book.has_users() else []) if self.book.path.exists() else []
        return frozenset(self.settings.origins).union(*(token.origins for token in of_tokens))


def plans_held(members: Iterable[Member], stored: Iterable[StoredPlan]) -> frozenset[str]:
    """The ids of the plans that members of groups name."""
    named = {(one.kind, collapse(one.value)) for one in members}
    return frozenset(
        one.plan.id
        for one in stored
        if {("plan", one.plan.id), ("plan", one.plan.source_file), ("region", one.plan.region or "")} & named
    )


def _usable(token: Token, origin: str | None) -> bool:
    """A widget's key counts on the pages of its sites only."""
    return not token.origins or origin in token.origins


def _shown_token(authorization: str) -> str | None:
    """The token that a request shows: as a bearer's, or as the password of programs that know no other way."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
