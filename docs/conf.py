"""How the documentation is built: sphinx-build -W docs docs/_build."""

from importlib.metadata import version as installed
from typing import Any

from sphinx.ext.napoleon import GoogleDocstring

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
exclude_patterns = ["_build"]
nitpicky = False

html_theme = "furo"
html_title = "tipdata"
html_static_path = ["_static"]
html_css_files = ["wrap.css"]
default_role = "code"

myst_heading_anchors = 3
# The tutorial is stored without outputs, so that they cannot become outdated.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_use_ivar = True


def show_public_bases(*event: Any) -> None:  # noqa: ANN401 - Sphinx passes the application and more
    """Leave `object` and private classes out of the bases of a class."""
    bases: list[type] = event[-1]
    public = [base for base in bases if "._" not in base.__module__]
    bases[:] = [base for base in public if base is not object and not base.__name__.startswith("_")]


def setup(app: Any) -> None:  # noqa: ANN401 - mypy does not need Sphinx
    """Adapt autodoc and napoleon to how docstrings are written here."""
    # Napoleon takes what stands before a colon in an attribute's docstring for its type.
    GoogleDocstring._parse_attribute_docstring = GoogleDocstring._consume_to_end  # noqa: SLF001
    app.connect("autodoc-process-bases", show_public_bases)
