"""The language model of an installation, if its settings name one: made for the assistant, and told of in `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.settings import Lang, Settings

if TYPE_CHECKING:
    from assistant.rewording import Reworder


def reworder(settings: Settings, lang: Lang) -> Reworder | None:
    """The model that may reword answers in a language; None where none is set."""
    if not settings.llm_url:
        return None
    from assistant.rewording import Reworder

    return Reworder(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_timeout, lang)


def shown_model(settings: Settings) -> dict[str, str] | None:
    """The model's name and where it is; nothing else of the address, and never the key."""
    if not settings.llm_url:
        return None
    return {"model": settings.llm_model, "host": urlsplit(settings.llm_url).netloc}
