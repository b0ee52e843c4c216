"""Workers of other versions and word lists. Expected values: what each worker has, by hand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.cluster_parts import slept
from tests.own_cluster import ROOT, OwnCluster, own_cluster

import naysay as package
from naysay.run import pipeline
from naysay.run.check import read_checked
from naysay.run.executors import _cluster_checks, executor
from naysay.run.kernel import kernel
from naysay.run.workspace import workspace_of
from naysay.study.cluster import is_private
from naysay.study.errors import InputError, Notice
from naysay.study.executor import Executor, Serial
from naysay.study.notices import caught, warn_of

pytest.importorskip("distributed")  # its defaults have to be there before one of them is set

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def of_another_naysay(folder: Path) -> dict[str, str]:
    return distribution(folder, "naysay", "0.0.1")


def of_another_pandas(folder: Path) -> dict[str, str]:
    return distribution(folder, "pandas", "0.9.9")


def distribution(folder: Path, name: str, version: str) -> dict[str, str]:
    """What a worker finds first says that it has this version."""
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'src'}{os.pathsep}{ROOT}"}


def of_another_word_list(folder: Path) -> dict[str, str]:
    return copied(folder, next(Path(package.__file__).parent.glob("data/words/**/*.t*")))


def of_another_file(folder: Path) -> dict[str, str]:
    return copied(folder, Path(package.__file__).parent / "data" / "taking.py")


def copied(folder: Path, changed: Path) -> dict[str, str]:
    """A worker with a copy of naysay, one file of which has a line more."""
    own = Path(package.__file__).parent
    shutil.copytree(own, folder / "naysay", ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "naysay" / changed.relative_to(own)).open("a") as file:
        file.write("# another\n")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def without_naysay(folder: Path) -> dict[str, str]:
    """What a worker finds first is an empty package of the name, which nobody installed."""
    (folder / "naysay").mkdir(parents=True)
    (folder / "naysay" / "__init__.py").write_text("raise ModuleNotFoundError('naysay', name='naysay')\n")
    (folder / "sitecustomize.py").write_text(
        "import importlib.metadata as m\n"
        "real = m.version\n"
        "def version(name):\n"
        "    if name == 'naysay':\n"
        "        raise m.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "m.version = version\n"
    )
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


OTHERS = [
    (of_another_naysay, "naysay 0.0.1, here"),
    (of_another_pandas, "pandas 0.9.9, here"),
    (of_another_word_list, "another word list: data/words/"),
    (of_another_file, "another file of naysay: data/taking.py"),
    (without_naysay, "no naysay"),
]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    """One worker that is as it should be; others come and go."""
    with own_cluster(tmp_path_factory.mktemp("right"), 1) as cluster:
        yield cluster


@pytest.mark.parametrize(("other", "what"), OTHERS)
def test_another_worker_is_refused_by_its_address(
    right: OwnCluster, tmp_path: Path, other: Callable[[Path], dict[str, str]], what: str
) -> None:
    own = executor(2, kind="cluster", cluster=right.at())
    with right.another(environment=other(tmp_path / "other")) as worker, pytest.raises(InputError) as raised:
        list(own.map(abs, range(40)))
    assert f'"{worker.address()} has {what}' in str(raised.value)
    assert "--cluster" in str(raised.value)


@pytest.mark.parametrize(("other", "what"), [OTHERS[2], OTHERS[4]])
def test_another_worker_that_comes_later_is_refused_by_its_address(
    right: OwnCluster, tmp_path: Path, other: Callable[[Path], dict[str, str]], what: str
) -> None:
    results = executor(1, kind="cluster", cluster=right.at()).map_shared(slept, 0.5, range(10_000))
    assert next(results) == 0
    with right.another(environment=other(tmp_path / "other")) as worker, pytest.raises(InputError) as raised:
        list(results)
    assert f'"{worker.address()} has {what}' in str(raised.value)


def test_a_worker_that_others_can_listen_to_is_refused(
    right: OwnCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it stood on another machine; the second one comes when results do already."""
    own = executor(2, kind="cluster", cluster=right.at())
    results = own.map_shared(slept, 0.1, range(10_000))
    assert next(results) == 0
    monkeypatch.setattr(_cluster_checks, "is_private", lambda address: False)
    for refused in (results, own.map(abs, range(9))):
        with pytest.raises(InputError, match="a worker without encryption"):
            list(refused)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("tls://10.0.0.5:8786", True), ("tcp://127.0.0.1:8786", True), ("tcp://[::1]:8786", True),
     ("tcp://10.0.0.5:8786", False), ("ucx://127.0.0.1:8786", False), ("tcp://127.0.0.1.example:1", False)],
)  # fmt: skip
def test_an_address_is_private_if_it_is_encrypted_or_of_this_machine(address: str, expected: bool) -> None:
    assert is_private(address) is expected


@pytest.mark.skipif(kernel().endswith("unknown"), reason="numpy runs on a library that names no kernel")
def test_a_worker_with_another_kind_of_processor_is_taken_with_a_warning(right: OwnCluster) -> None:
    core = "Nehalem" if not kernel().endswith("Nehalem") else "Haswell"
    own = executor(2, kind="cluster", cluster=right.at())
    with right.another(environment={"OPENBLAS_CORETYPE": core}), caught() as notices:
        assert list(own.map(abs, range(9))) == [*range(9)]
    machine, _ = kernel().split()
    assert notices == [Notice("other_kernel", (f"{machine} {core}",), values=(("own", kernel()),))]


def test_what_is_odd_about_workers_stands_in_the_results(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Notice("other_kernel", ("x86_64 Other",), values=(("own", "x86_64 This"),))

    @contextmanager
    def workforce(*of: object) -> Iterator[Executor]:
        warn_of(other)
        yield Serial()

    monkeypatch.setattr(pipeline, "workforce_for", workforce)
    study = small / "analysis" / "small.toml"
    _, results = pipeline.run_study(
        read_checked(study), workspace_of(study), out=tmp_path / "run", formats=["html"], ledger=False
    )
    assert other in results.warnings
    assert "other_kernel" in (tmp_path / "run" / "results.json").read_text("utf-8")


@pytest.fixture
def certificates(tmp_path: Path) -> tuple[str, str]:
    """A certificate that vouches for itself, and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "naysay")]), dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    (tmp_path / "cert.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")


def test_a_scheduler_with_certificates_is_used(tmp_path: Path, certificates: tuple[str, str]) -> None:
    cert, key = certificates
    options = ("--protocol", "tls", "--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key)
    own = {"ca-file": cert, "client.cert": cert, "client.key": key}
    with own_cluster(tmp_path / "cluster", 1, options=options) as cluster:
        assert cluster.address.startswith("tls://")
        with dask.config.set({f"distributed.comm.tls.{name}": value for name, value in own.items()}):
            assert list(executor(2, kind="cluster", cluster=cluster.at()).map(abs, range(9))) == [*range(9)]
        with pytest.raises(InputError, match="no certificates"):
            list(executor(2, kind="cluster", cluster=cluster.at()).map(abs, range(9)))
