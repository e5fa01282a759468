"""Who asks, by token, session or place, and the engine that shows them what they may see.

Without users whoever asks from this computer is its administrator, and a page of a site that the settings name may
read. With users everybody shows a token or has signed in.
"""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from starlette.requests import HTTPConnection

from api.access_book import AccessBook
from api.access_kinds import Role, User
from api.engine import Engine
from api.guard import is_loopback, of_another_site
from api.rates import Rates
from api.settings import Settings
from corpus.messages import Problem
from corpus.store import StoredPlan

SESSION_COOKIE = "zakhid_session"
_ENGINES = 16  # circles of plans whose engines are kept open
_SIGN_INS, _SIGN_IN_SECONDS = 8, 300.0  # wrong passwords for one name, after which one has to wait
_SIGN_INS_OF_CLIENT = 40  # from one network address: a whole office may share it


Known = tuple[User, Role, str]  # who it is, what they may do now, and by what they are counted


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
        self._of_name = Rates(_SIGN_INS, _SIGN_IN_SECONDS)
        self._of_client = Rates(_SIGN_INS_OF_CLIENT, _SIGN_IN_SECONDS)
        self._has_had_users = not is_loopback(settings.host)
        self._engines: OrderedDict[frozenset[str], Engine] = OrderedDict()
        self._lock = Lock()

    def close(self) -> None:
        for engine in self._engines.values():
            engine.close()
        self.book.close()

    # ------------------------------------------------------------ who asks

    def needs_sign_in(self) -> bool:
        """Whether there are users. Whoever takes the last one out of a running application does not open it to all."""
        if not self._has_had_users:
            self._has_had_users = self.book.has_users()
        return self._has_had_users

    def anybody(self, request: HTTPConnection) -> Visitor | None:
        """Who asks where nobody has to sign in; None where it has to be looked up who it is."""
        if self.needs_sign_in():
            return None
        return Visitor("", "reader" if of_another_site(request.headers) else "administrator")

    def visitor(self, request: HTTPConnection, whole: Engine) -> Visitor:
        """Raises NotSignedIn, and TooOften where a known visitor asks too often."""
        if anybody := self.anybody(request):
            return anybody
        secret = _shown_token(request.headers.get("authorization", ""))
        known = self._by_session(request) if secret is None else self._by_token(secret, request)
        if known is None:
            raise NotSignedIn
        user, role, asking = known
        request.state.tried = user.name
        if wait := self.rates.take(asking):
            raise TooOften(wait)
        return self._visiting(user, role, () if user.sees_all else whole.plans())

    def sign_in(self, name: str, password: str, client: str) -> str | None:
        """A new session's secret, or None where they do not belong together. Whoever guesses is slowed down, by name
        and by network address: raises TooOften."""
        tried = ((self._of_name, name), (self._of_client, client))
        if wait := max(rates.take(key) for rates, key in tried):  # before the password is looked at: many may come
            raise TooOften(wait)
        secret = self.book.sign_in(name, password)
        if secret is not None:
            for rates, key in tried:
                rates.give_back(key)
        return secret

    def _by_token(self, secret: str, request: HTTPConnection) -> Known | None:
        known = self.book.of_token(secret)
        if known is None:
            return None
        user, token = known
        if not token.origins:
            return user, user.role, user.name
        if request.headers.get("origin") not in token.origins:  # a widget's key counts on the pages of its sites only
            return None
        client = request.client.host if request.client else ""
        return user, "reader", f"{token.id} {client}"  # all that come to the site share the key, and not its rate

    def _by_session(self, request: HTTPConnection) -> Known | None:
        session = request.cookies.get(SESSION_COOKIE)
        if not session or of_another_site(request.headers):  # a page of another site is to bring a token of its own
            return None
        user = self.book.of_session(session)
        return (user, user.role, user.name) if user else None

    def _visiting(self, user: User, role: Role, stored: Sequence[StoredPlan]) -> Visitor:
        seen = None if user.sees_all else self.book.plans_of(user, stored)
        return Visitor(user.name, role, seen, user.groups)

    def seen_by(self, name: str, stored: Sequence[StoredPlan]) -> Visitor:
        """Somebody of this name, for whoever runs the application on their behalf. Raises Problem where there is
        nobody."""
        user = self.book.find(name) if self.book.path.exists() else None
        if user is None:
            raise Problem("user-unknown", name=name)
        return self._visiting(user, user.role, stored)

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
