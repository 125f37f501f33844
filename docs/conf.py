"""How the documentation is built: sphinx-build -W docs docs/_build."""

from importlib.metadata import version as installed

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.util.logging import getLogger

project = "tipdata"
author = "The tipdata developers"
copyright = "2026, The tipdata developers"  # noqa: A001 - Sphinx requires the name
version = release = installed("tipdata")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
]
exclude_patterns = ["_build", "jupyter_execute"]  # what a build leaves here
nitpicky = False

html_theme = "furo"
html_title = "tipdata"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
default_role = "code"

myst_enable_extensions = ["attrs_block", "deflist"]
myst_heading_anchors = 4
# The tutorial is stored without outputs, so that they cannot become outdated.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
napoleon_use_ivar = True
# Napoleon takes what stands before a colon in an attribute's docstring for its type.
GoogleDocstring._parse_attribute_docstring = GoogleDocstring._consume_to_end  # noqa: SLF001


def require_words(app: Sphinx, tree: nodes.document, name: str) -> None:
    """Warn, which fails the gate, of each picture without a text for readers who do not see it."""
    del app
    for picture in tree.findall(nodes.image):
        if not str(picture.get("alt") or "").strip():
            getLogger(__name__).warning("a picture has no alt text", location=(name, picture.line))


def setup(app: Sphinx) -> None:
    """Look at each page when all of it is known, what notebooks drew included."""
    app.connect("doctree-resolved", require_words)
