"""Draw who works with whom in the story: python examples/story_graph.py [story.png]."""

import sys
from textwrap import fill

import matplotlib.pyplot as plt
import networkx as nx

import tipdata

SHAPES = {"organization": "oC0", "person": "^C1", "project": "sC2", "campaign": "DC4"}


def main(path: str = "story.png") -> None:
    """Draw people, organizations, projects and campaigns; the more relations, the larger."""
    relations = tipdata.load("central-asia-2021").relations()
    rows = [one for one in relations if {one.subject_kind, one.object_kind} <= SHAPES.keys()]
    graph = nx.Graph((one.subject, one.object) for one in rows)
    place = nx.spring_layout(graph, k=2.5, iterations=300, seed=35)
    figure, axes = plt.subplots(figsize=(11, 8), layout="constrained")
    nx.draw_networkx_edges(graph, place, ax=axes, edge_color="#bbb")
    for node, (x, y) in place.items():
        shape, size = SHAPES[node.partition(":")[0]], 60 + 30 * graph.degree[node]
        axes.scatter(x, y, size, shape[1:], marker=shape[0], zorder=2)
        names = [str(one := relations.nodes[node]), *map(str, getattr(one, "other_names", ()))]
        label, below = fill(min(names, key=len), 24), y - size**0.5 / 450
        axes.text(x, below, label, size=9, ha="center", va="top")
    for kind, shape in SHAPES.items():
        axes.scatter([], [], 100, shape[1:], marker=shape[0], label=kind)
    axes.legend(loc="upper left", frameon=False)
    axes.set_axis_off()
    figure.savefig(path)
    print(f"{path}: {len(graph)} records, {graph.size()} relations")


if __name__ == "__main__":
    main(*sys.argv[1:])
