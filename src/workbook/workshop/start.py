"""`workbook workshop`: JupyterLab on one client's notebooks, on this machine only, with nothing asked of any network."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from workbook.language import Words
from workbook.parameters import Language
from workbook.problem import Misuse

FOLDER = "notebooks"
HOST = "127.0.0.1"
SECONDS = 90
INTERRUPTED = 130
ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
FIRST = "03_segmentation.ipynb"  # where most is decided
# What JupyterLab itself would ask the network for, or let somebody install.
DISABLED = {
    "@jupyterlab/apputils-extension:announcements": True,
    "@jupyterlab/extensionmanager-extension": True,
    "@jupyterlab/extensionmanager-extension:plugin": True,
}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its process and its address with the token."""

    process: subprocess.Popen[bytes]
    address: str


def add(command: Callable[..., argparse.ArgumentParser], words: Words) -> None:
    """The command and its options."""
    made = command("workshop", body)
    made.add_argument("folder", metavar="DIR", type=Path, help=words.text("cli.help.folder"))
    made.add_argument("--no-browser", action="store_true", help=words.text("cli.help.no_browser"))


def body(chosen: argparse.Namespace) -> int:
    """workbook workshop"""
    from workbook.settings import read_settings

    folder: Path = chosen.folder
    if not folder.is_dir():
        raise Misuse("cli.no_folder", folder=str(folder))
    parameters = read_settings(folder)
    words = Words(parameters.language, parameters.written(parameters.language), parameters.currency)
    try:
        with ended_by_signals(), lab(folder.resolve(), parameters.language, not chosen.no_browser) as running:
            print(words.text("cli.workshop_at", address=running.address), flush=True)
            return int(running.process.wait() not in (0, -2, -15))
    except KeyboardInterrupt:  # how a workshop is meant to end
        return INTERRUPTED


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """A request to end, or a terminal that is closed, ends the block as an interrupt does; a second one is not heard."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    found = {one: signal.getsignal(one) for one in ENDS}
    heard = [one for one, handler in found.items() if handler is not signal.SIG_IGN]  # ignored under nohup

    def end(*_: object) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in heard:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in heard:
            signal.signal(one, found[one])


@contextmanager
def lab(folder: Path, language: Language, browser: bool = False) -> Iterator[Lab]:
    """JupyterLab on the client's notebooks, ended with the block. Raises Misuse with the cause where it does not start."""
    from workbook.report.execute import notebook_folder
    from workbook.workshop.copies import copy_notebooks

    copy_notebooks(folder, notebook_folder(), language)
    with tempfile.TemporaryDirectory(prefix="workbook-lab-", ignore_cleanup_errors=True) as scratch:
        place, token, port = Path(scratch), secrets.token_urlsafe(24), free_port()
        configure(place, language)
        log = place / "log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                command(folder, port, browser),
                env={**environment(place), "JUPYTER_TOKEN": token},
                stdout=sink,
                stderr=sink,
                cwd=folder,
            )
        try:
            _wait(process, port, log)
            yield Lab(process, f"http://{HOST}:{port}/lab/tree/{FOLDER}/{FIRST}?token={token}")
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def command(folder: Path, port: int, browser: bool) -> list[str]:
    """How JupyterLab is started: this machine only, this folder only, a token asked for, no extension manager."""
    # In a container everything runs as root; the server is reached from this machine only.
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        *root,
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.allow_remote_access=False",
        "--ServerApp.terminals_enabled=False",
        "--ServerApp.quit_button=True",
        f"--LabApp.default_url=/lab/tree/{FOLDER}/{FIRST}",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=",
        "--LabApp.collaborative=False",
        "--ContentsManager.allow_hidden=False",
        "--KernelSpecManager.ensure_native_kernel=False",
    ]


def configure(place: Path, language: Language) -> None:
    """A configuration of its own: language, no news, no updates, and the one kernel that is this interpreter."""
    _write(place / "config/labconfig/page_config.json", {"disabledExtensions": DISABLED})
    settings = place / "settings/@jupyterlab"
    locale = "de_DE" if language == "de" else "en"
    _write(settings / "translation-extension/plugin.jupyterlab-settings", {"locale": locale})
    quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
    _write(settings / "apputils-extension/notification.jupyterlab-settings", quiet)
    # A panel that is scrolled out of sight must stay as it is.
    _write(settings / "notebook-extension/tracker.jupyterlab-settings", {"windowingMode": "none"})
    kernel = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "workbook",
        "language": "python",
    }
    _write(place / "data/kernels/python3/kernel.json", kernel)
    for name in ("workspaces", "runtime", "ipython"):
        (place / name).mkdir(parents=True, exist_ok=True)


def environment(place: Path) -> dict[str, str]:
    """The environment of the server and its kernels: away from the user's own Jupyter, steady in what it computes."""
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_NO_CONFIG": "",
        "JUPYTERLAB_SETTINGS_DIR": str(place / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "JUPYTER_PATH": str(place / "data"),
        "IPYTHONDIR": str(place / "ipython"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
    }


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server answers."""
    opener = build_opener(ProxyHandler({}))
    ends = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < ends:
        try:
            opener.open(f"http://{HOST}:{port}/api", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    said = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    raise Misuse("cli.workshop_stopped", cause=said[-1][:300] if said else "")


def _write(place: Path, content: Mapping[str, object]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(content), encoding="utf-8")
