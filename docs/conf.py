"""How the documentation is built: sphinx-build -W docs docs/_build."""

from importlib.metadata import version as installed

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
autodoc_default_options = {"members": True}
napoleon_use_ivar = True
# Napoleon takes what stands before a colon in an attribute's docstring for its type.
GoogleDocstring._parse_attribute_docstring = GoogleDocstring._consume_to_end  # noqa: SLF001
