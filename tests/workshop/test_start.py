"""How JupyterLab is started: on this machine only, with nothing of the user's own and nothing from a network."""

import json
import os
import signal
import time
from contextlib import contextmanager

import pytest

from small_client import small_folder
from workbook.cli import main
from workbook.workshop.start import ENDS, Lab, command, configure, environment, free_port


def test_the_server_listens_on_this_machine_only_and_asks_for_a_token(tmp_path):
    told = command(tmp_path, 8123, False)
    assert {"--ServerApp.ip=127.0.0.1", "--ServerApp.port=8123", "--ServerApp.open_browser=False"} <= set(told)
    assert {f"--ServerApp.root_dir={tmp_path}", "--LabApp.extension_manager=readonly"} <= set(told)
    assert not any("token=" in word or "password" in word for word in told)


def test_news_and_extension_manager_are_off_and_the_language_is_the_clients(tmp_path):
    configure(tmp_path, "de")
    page = json.loads((tmp_path / "config/labconfig/page_config.json").read_text("utf-8"))
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True
    settings = tmp_path / "settings/@jupyterlab"
    assert json.loads((settings / "translation-extension/plugin.jupyterlab-settings").read_text("utf-8")) == {
        "locale": "de_DE"
    }
    quiet = json.loads((settings / "apputils-extension/notification.jupyterlab-settings").read_text("utf-8"))
    assert quiet["fetchNews"] == "false" and quiet["checkForUpdates"] is False
    kernel = json.loads((tmp_path / "data/kernels/python3/kernel.json").read_text("utf-8"))
    assert kernel["argv"][1:3] == ["-m", "ipykernel_launcher"]


def test_nothing_of_the_users_own_set_up_is_used(tmp_path):
    found = environment(tmp_path)
    own = ["JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTER_RUNTIME_DIR"]
    assert all(found[name].startswith(str(tmp_path)) for name in (*own, "JUPYTER_PATH", "IPYTHONDIR"))


def test_a_free_port_is_found():
    assert 1024 < free_port() < 65536


@pytest.mark.parametrize("sent", ENDS)
def test_whatever_ends_the_command_ends_the_server_without_a_word_of_results(sent, tmp_path, monkeypatch, capsys):
    told = []

    class Process:
        def wait(self):
            os.kill(os.getpid(), sent)
            time.sleep(5)

    @contextmanager
    def lab(*_):
        try:
            yield Lab(Process(), "http://here")
        finally:
            os.kill(os.getpid(), sent)  # a second one while the server is ended
            told.append("ended")

    before = [signal.getsignal(one) for one in ENDS]
    monkeypatch.setattr("workbook.workshop.start.lab", lab)
    assert main(["workshop", str(small_folder(tmp_path / "klein"))]) == 130 and told == ["ended"]
    said = capsys.readouterr()
    assert said.out.startswith("Der Workshop läuft unter http://here") and said.err == ""
    assert [signal.getsignal(one) for one in ENDS] == before
