"""The README as it is shown outside the repository, where its relative links lead nowhere."""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

REMARK = "The source distribution has the pages and files that this text names in italics."
PICTURE = re.compile(r"!\[[^]]*\]\((?!https?://)[^)]*\)\n\n?")
LINK = re.compile(r"\[([^]]*)\]\((?!https?://)[^)]*\)")


class ReadmeHook(MetadataHookInterface):
    """Makes the long description from README.md."""

    def update(self, metadata: dict[str, object]) -> None:
        """Leave relative pictures out, and set the text of relative links in italics."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = LINK.sub(r"*\1*", PICTURE.sub("", text))
        readme = {"content-type": "text/markdown", "text": f"{text}\n{REMARK}\n"}
        metadata["readme"] = readme
