"""Notifier, outbound: writes a mail's text and page by templates that an office may replace."""

import html
import traceback
from functools import cached_property
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    select_autoescape,
)
from markupsafe import Markup

from services.notifier.application.ports import Written
from services.notifier.domain.mail.contents import Contents, Reader
from services.notifier.domain.mail.samples import samples

OURS = Path(__file__).parent / "templates"
NAMES: dict[Reader, str] = {"officer": "reminder", "leader": "leader", "above": "listed"}
STYLE = "style.css"
CODING = "utf-8-sig"


class BadTemplate(ValueError):
    """A template that cannot be used; the message says which one, where and why."""


class Templates:
    """The templates of the package, each replaced by the office's file of the same name.

    Raises BadTemplate where one is broken, names what there is not, or leaves out what a mail has
    to say: all are tried with a mail of every kind before the first is sent.
    """

    def __init__(self, office: Path | None = None) -> None:
        folders = [*([office] if office else []), OURS]
        self._jinja = Environment(
            # Editors that begin a file with a mark of its coding are common.
            loader=ChoiceLoader([FileSystemLoader(one, encoding=CODING) for one in folders]),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
        if office:
            _known(office)
        for sample in samples():
            self._try(sample)

    def write(self, contents: Contents) -> Written:
        """The text, and the page with its style beside each element: mail programs drop sheets."""
        return Written(self._text(contents), self._page(contents))

    def _text(self, contents: Contents) -> str:
        return self._jinja.get_template(f"{NAMES[contents.reader]}.txt").render(mail=contents)

    def _page(self, contents: Contents) -> str:
        template = self._jinja.get_template(f"{NAMES[contents.reader]}.html")
        return self._inliner.inline(template.render(mail=contents, style=self._style))

    @cached_property
    def _style(self) -> Markup:
        return Markup(self._jinja.get_template(STYLE).render())  # noqa: S704 -- the office's own

    def _try(self, sample: Contents) -> None:
        name = NAMES[sample.reader]
        try:
            written = {f"{name}.txt": self._text(sample), f"{name}.html": self._page(sample)}
        except Exception as error:  # whatever a template does wrong
            said = error.message if isinstance(error, TemplateError) else str(error)
            raise BadTemplate(f"{_place(error)}: {said}") from error
        for file, text in written.items():
            said = html.unescape(text) if file.endswith("html") else text
            for wanted in (one for one in sample.said() if one not in said):
                raise BadTemplate(f"{file}: leaves out what a mail has to say: {wanted}")


def _place(error: Exception) -> str:
    """The file and the line that an error is about."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if not one.filename.endswith(".py")]
    return f"{ours[-1].filename}, line {ours[-1].lineno}" if ours else str(error)


def _known(office: Path) -> None:
    """What has another name than one of ours would never be looked at, but for what a system puts
    there that mounts the folder.
    """
    if not office.is_dir():
        raise BadTemplate(f"{office}: there is no such folder")
    names = sorted(one.name for one in OURS.iterdir())
    for file in sorted(one for one in office.iterdir() if not one.name.startswith(".")):
        if file.name not in names:
            raise BadTemplate(f"{file}: no template is called so; there are {', '.join(names)}")
        try:
            file.read_text(CODING)
        except UnicodeDecodeError:
            raise BadTemplate(f"{file}: is not UTF-8; save it as UTF-8") from None
