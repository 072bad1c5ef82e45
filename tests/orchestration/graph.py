"""The shape of the asset graph as text, and writing it as the snapshot: `python -m tests.orchestration.graph`."""

import json
import tempfile
from pathlib import Path


def shape(graph) -> dict[str, list[str]]:
    """Keys with the keys they depend on; dbt's own models only where they are marts."""
    keys = {key for key in graph.get_all_asset_keys() if not key.path[-1].startswith(("stg_", "int_"))}
    return {
        key.to_user_string(): sorted(p.to_user_string() for p in graph.get(key).parent_keys if p in keys)
        for key in sorted(keys)
    }


def ancestors(graph, *keys) -> set:
    """The keys with everything they depend on."""
    found, todo = set(keys), list(keys)
    while todo:
        for parent in graph.get(todo.pop()).parent_keys - found:
            found.add(parent)
            todo.append(parent)
    return found


def main() -> None:
    """Write `graph.json` anew, on the sample."""
    from orchestration.code_location import build_definitions
    from orchestration.world import World
    from veerkracht.paths import DataPaths
    from veerkracht.sample import write_sample
    from veerkracht.sources.catalogue.loading import load_catalogue

    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder, "voorbeeld"), gemeenten=6)
        world = World(DataPaths(Path(folder, "data")).ensure(), load_catalogue([sample / "catalogus"]))
        graph = build_definitions(world).resolve_asset_graph()
    file = Path(__file__).with_name("graph.json")
    file.write_text(json.dumps(shape(graph), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
