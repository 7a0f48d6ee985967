"""The program's own TOML files are kept from run to run, and read anew whenever that does not serve."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from core.own_files import cache_folders, read_toml

ROOT = Path(__file__).parent.parent
TEXT = '[stat.source]\n"laut *" = "according to"\nmost = 3\nshare = 0.5\non = true\nnames = ["Öl", "ß"]\n'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("GIGALEDGER_CACHE", str(folder))
    assert next(iter(cache_folders())) == folder
    return folder


def kept(cache: Path) -> list[Path]:
    return sorted(p for p in cache.rglob("*") if p.is_file())


def test_what_is_kept_is_what_the_file_says(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(TEXT, encoding="utf-8")
    first = read_toml(path)
    assert len(kept(cache)) == 1
    assert read_toml(path) == first == tomli.loads(TEXT)
    assert read_toml(path) is not read_toml(path)  # whoever changes what was read changes nothing for others


def test_a_changed_file_is_read_anew_even_within_the_same_moment(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text("most = 3\n", encoding="utf-8")
    assert read_toml(path) == {"most": 3}
    before = path.stat()
    path.write_text("most = 4\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_toml(path) == {"most": 4}


@pytest.mark.parametrize("content", [b"", b"\0\0", b"most = 3", b"i\x03\0\0\0"], ids=["empty", "odd", "text", "a number"])
def test_what_was_kept_is_damaged(tmp_path: Path, cache: Path, content: bytes) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(TEXT, encoding="utf-8")
    read_toml(path)
    kept(cache)[0].write_bytes(content)
    assert read_toml(path) == tomli.loads(TEXT)
    assert kept(cache)[0].read_bytes() != content  # mended
    whole = kept(cache)[0].read_bytes()
    kept(cache)[0].write_bytes(whole[: len(whole) // 2])
    assert read_toml(path) == tomli.loads(TEXT)


def test_no_folder_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "a file"
    closed.write_text("in the way")
    for name in ("GIGALEDGER_CACHE", "XDG_CACHE_HOME", "TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(closed))
    path = tmp_path / "cues.toml"
    path.write_text(TEXT, encoding="utf-8")
    assert read_toml(path) == tomli.loads(TEXT)


def test_no_toml_is_told_as_before(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text("[broken\n", encoding="utf-8")
    with pytest.raises(tomli.TOMLDecodeError):
        read_toml(path)
    assert not kept(cache)


def test_many_processes_keep_the_same_at_once(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(TEXT, encoding="utf-8")
    code = f"from pathlib import Path; from core.own_files import read_toml; print(read_toml(Path({str(path)!r}))['stat'])"
    running = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    said = {process.communicate()[0] for process in running}
    assert said == {f"{tomli.loads(TEXT)['stat']}\n"} and len(kept(cache)) == 1
    assert stat.S_ISREG(kept(cache)[0].stat().st_mode)
