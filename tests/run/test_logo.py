"""The logo of a study. Expected values: pictures made here by Pillow, and the sizes that the module names."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from naysay.reports.results import Results
from naysay.run import logo
from naysay.run.logo import read_logo
from naysay.study.errors import DataError

Run = Callable[..., tuple[int, str, str]]


def picture(
    width: int = 60, height: int = 20, kind: str = "PNG", mode: str = "RGB", **saved: object
) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (width, height), 1 if mode == "P" else "red" if mode.startswith("RGB") else 0).save(
        stream, kind, **saved
    )
    return stream.getvalue()


def file(folder: Path, content: bytes, name: str = "logo.png") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def said(study: Path, line: str) -> None:
    """Add a line to what the study says of its report."""
    study.write_text(study.read_text().replace("[report]\n", f"[report]\n{line}\n"))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that says it is huge and has next to no bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "I;16", "1"])
def test_every_mode_of_both_kinds_is_read(tmp_path: Path, kind: str, mode: str) -> None:
    try:
        content = picture(kind=kind, mode=mode)
    except OSError:
        pytest.skip(f"{kind} has no {mode}")
    read = read_logo(file(tmp_path, content)).logo
    assert (read.width, read.height) == (60, 20)


def test_what_came_with_the_picture_is_left_behind(tmp_path: Path) -> None:
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "Jane Roe")
    content = picture(pnginfo=about, dpi=(72, 72))
    assert b"Jane Roe" in content
    read = read_logo(file(tmp_path, content)).logo
    assert Image.open(io.BytesIO(read.content)).info == {}


def test_a_turned_photograph_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    read = read_logo(file(tmp_path, picture(kind="JPEG", exif=exif))).logo
    assert (read.width, read.height) == (20, 60)


def test_a_large_picture_becomes_small_and_keeps_its_form(tmp_path: Path) -> None:
    read = read_logo(file(tmp_path, picture(3000, 600))).logo
    assert (read.width, read.height) == (480, 96)


def test_a_noisy_picture_stays_small_in_bytes(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.effect_noise((480, 168), 200).convert("RGBA").save(stream, "PNG")
    read = read_logo(file(tmp_path, stream.getvalue())).logo
    assert read.kind == "jpeg"
    assert len(read.content) < logo.LARGEST_PNG


def test_equal_files_give_equal_bytes(tmp_path: Path) -> None:
    path = file(tmp_path, picture())
    assert read_logo(path) == read_logo(path)


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (png_of_size(6_001, 10), "6001 by 10"),
        (png_of_size(5_000, 5_000), "5000 by 5000"),
        (png_of_size(100_000, 100_000), "beyond all sizes"),
        (png_of_size(3_000, 3_000), "broken"),
        (picture()[:60], "broken"),
        (picture(kind="GIF"), "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (b"", "no picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * logo.LARGEST_FILE, "bytes"),
    ],
    ids=["side", "pixels", "bomb", "empty pixels", "cut", "gif", "svg", "empty", "bytes"],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, content: bytes, got: str) -> None:
    with pytest.raises(DataError, match=got):
        read_logo(file(tmp_path, content))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"report\.logo"):
        read_logo(tmp_path)


def test_a_study_s_logo_stands_in_results_and_manifest(naysay: Run, small: Path, tmp_path: Path) -> None:
    file(small / "data", picture())
    study = small / "analysis" / "small.toml"
    said(study, 'logo = "data/logo.png"')
    code, out, err = naysay("check", study)
    assert code == 0, err
    assert "logo of logo.png" in out + err
    code, _, err = naysay("run", study, "--out", tmp_path / "run", "--workers", 1)
    assert code == 0, err
    results = Results.from_json((tmp_path / "run" / "results.json").read_text(encoding="utf-8"))
    assert results.logo == read_logo(small / "data" / "logo.png").logo
    inputs = json.loads((tmp_path / "run" / "manifest.json").read_text())["inputs"]
    assert [one["name"] for one in inputs if one["kind"] == "logo"] == ["logo.png"]


@pytest.mark.parametrize(
    "path", ["data/../../../etc/passwd", "data/none.png", "~/logo.png", "data/a\\u0000b"]
)
def test_check_refuses_a_path_that_leads_to_no_logo(naysay: Run, small: Path, path: str) -> None:
    study = small / "analysis" / "small.toml"
    said(study, f'logo = "{path}"')
    code, _, err = naysay("check", study)
    assert code != 0
    assert "report.logo" in err


@pytest.mark.parametrize("colour", ["blue", "#12345", "#1234567", "#gggggg", "123456"])
def test_a_colour_that_is_none_is_refused(naysay: Run, small: Path, colour: str) -> None:
    study = small / "analysis" / "small.toml"
    said(study, f'colour = "{colour}"')
    code, _, err = naysay("check", study)
    assert code != 0
    assert "report.colour" in err


def test_check_says_how_a_light_colour_is_drawn(naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    said(study, 'colour = "#ffcc00"')
    _, out, err = naysay("check", study)
    assert "colour #ffcc00 drawn as #" in out + err
