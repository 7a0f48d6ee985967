"""The house's order: imports run one way, core knows no Streamlit, files stay readable."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "core").rglob("*.py"))
# From the first stage to the last; a module imports only from its own level or below.
ORDER = [
    {"models", "columns", "own_files"},
    {"lexicon", "products", "points"},
    {"year_parts"},
    {"cells"},
    {"arrow"},
    {"inflection", "numbers", "saving", "table", "currency", "currency_names", "typesetting", "version"},
    {"ledger"},
    {"batches", "by_hand"},
    {"quantity"},
    {"before_after"},
    {"quantities", "states"},
    {"decoding", "documents"},
    {"articles", "text", "companies", "places", "web"},
    {"analysis"},
    {"elsewhere"},
    {"project"},
    {"facts", "pieces", "anchors", "programmes", "units"},
    {"deals"},
    {"proposals", "discourse"},
    {"reports"},
    {"signs"},
    {"standing", "making", "dealing", "playing"},
    {"judgement"},
    {"english"},
    {"confidence"},
    {"rows"},
    {"translation"},
    {"reading", "outcomes", "workers"},
    {"store"},
    {"translating", "pipeline"},
    {"library"},
    {"adding", "correcting"},
    {"comparison"},
    {"reliability"},
    {"findings", "measures"},
    {"partnerships", "profile"},
    {"edges"},
    {"explain", "evaluate", "evaluate_ledger"},
    {"levels", "quotes", "geography"},
    {"kept"},
    {"charts", "quality"},
    {"quality_chart", "bundle", "one_pager", "glossary"},
]
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{a.name}" for a in node.names}
    return found


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_core_knows_no_streamlit(path: Path) -> None:
    assert not {i for i in imports(path) if i.split(".")[0] in ("streamlit", "dashboard", "pages", "views")}


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    name = path.relative_to(ROOT / "core").parts[0].removesuffix(".py")
    if name not in LEVEL:
        return
    back = {i for i in imports(path) if i.startswith("core.") and LEVEL.get(i.split(".")[1], -1) > LEVEL[name]}
    assert not back, f"{name} imports from a later stage: {back}"


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_language_is_named_in_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    compared = {
        c.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for c in [node.left, *node.comparators]
        if isinstance(c, ast.Constant) and isinstance(c.value, str)
    }
    assert not compared & {"nl", "fi", "de"}


LEDGER = [
    {"sentences"},
    {"telling", "names"},
    {"groups", "sources"},
    {"deals", "loose", "towns"},
    {"known_towns"},
    {"linking"},
    {"rule"},
    {"corrections"},
    {"rulings", "corrections_file"},
    {"figures"},
    {"winners"},
    {"comparing"},
    {"history", "programmes"},
    {"conflicts", "projects"},
    {"book"},
    {"claims", "succession"},
    {"values", "promises"},
    {"clashes"},
    {"project_changes"},
    {"changes"},
]
LEDGER_LEVEL = {name: level for level, names in enumerate(LEDGER) for name in names}


@pytest.mark.parametrize("path", sorted((ROOT / "core" / "ledger").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_imports_within_the_ledger_run_one_way(path: Path) -> None:
    found = {i.split(".")[2] for i in imports(path) if i.startswith("core.ledger.")}
    assert not {i for i in found if LEDGER_LEVEL[i] > LEDGER_LEVEL[path.stem]}


TRANSLATION = [
    {"faults", "cache", "quantities"},
    {"engines", "web", "patience", "checks"},
    {"deep", "argos"},
    {"auto", "translator"},
    {"rows", "beside"},
    {"service"},
]
TRANSLATION_LEVEL = {name: level for level, names in enumerate(TRANSLATION) for name in names}


@pytest.mark.parametrize("path", sorted((ROOT / "core" / "translation").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_imports_within_the_translation_run_one_way(path: Path) -> None:
    found = {i.split(".")[2] for i in imports(path) if i.startswith("core.translation.")}
    later = {i for i in found if TRANSLATION_LEVEL[i] > TRANSLATION_LEVEL[path.stem]}
    assert later <= ({"deep", "argos"} if path.stem == "engines" else set())  # made there by name, loaded when asked for


STORE = [{"folder", "version"}, {"segments", "register"}, {"readings"}]
STORE_LEVEL = {name: level for level, names in enumerate(STORE) for name in names}


@pytest.mark.parametrize("path", sorted((ROOT / "core" / "store").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_imports_within_the_store_run_one_way(path: Path) -> None:
    found = {i.split(".")[2] for i in imports(path) if i.startswith("core.store.")}
    assert not {i for i in found if STORE_LEVEL[i] > STORE_LEVEL[path.stem]}
