"""The preview: every letter of a run in one page that needs no server and reaches no network."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from jinja2 import DictLoader, Environment, StrictUndefined

from sgp.delivery.fates import DONE, GO, WAIT
from sgp.letters.drafts import Draft
from sgp.plan import Message

PAGE = "preview/index.html.j2"
FATES = {GO: "Goes with --send", WAIT: "Does not go yet", DONE: "Gone already: this is how it reads now"}
# a letter is shown as it came, in a frame that runs no script; its links open beside the preview
_FRAME = '<base target="_blank">'


def preview_page(messages: Sequence[Message], templates: Mapping[str, str], drafts: Sequence[Draft],
                 doubts: Mapping[str, str] = MappingProxyType({})) -> str:
    """The page, whole: the list of letters with what becomes of each, the letter chosen, and which are held and why.

    `doubts`: key of a letter -> what a person should look at in it before it goes.
    """
    page = Environment(loader=DictLoader(templates), undefined=StrictUndefined, autoescape=True, trim_blocks=True).get_template(PAGE)
    # tojson leaves no “<” in the data, so nothing that was typed can end the script it stands in
    by_key = {d.key: d for d in drafts}
    letters = [_shown(m, by_key.get(m.key), doubts.get(m.key, "")) for m in messages]
    return page.render(letters=letters, held=[_held(d) for d in drafts if d.held])


def _shown(message: Message, draft: Draft | None, doubt: str) -> dict[str, str]:
    return {
        "held": draft.held if draft else "", "doubt": doubt, "fate": FATES.get(str(draft.fate), "") if draft else "",
        "name": message.to_name, "to": message.to, "from": f"{message.sender_name} <{message.sender}>".strip(),
        "subject": message.subject, "text": message.text, "html": message.html.replace("<head>", f"<head>{_FRAME}", 1),
    }


def _held(draft: Draft) -> dict[str, str]:
    return {"name": draft.to.name, "department": draft.to.home, "why": draft.held}
