"""How commands end: exit codes, one line for each problem, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aidc import __version__
from aidc.cli import stack as stack_module
from aidc.cli.terminal import painted, progress

ROOT = Path(__file__).resolve().parents[3]
AIDC = [sys.executable, "-c", "from aidc.cli.main import run; run()"]


def _spoil(monkeypatch, error):
    def spoiled(*_):
        raise error

    monkeypatch.setattr(stack_module, "find_project", spoiled)


def test_a_defect_asks_to_be_reported_and_shows_no_traceback(aidc, monkeypatch):
    _spoil(monkeypatch, KeyError("zones"))
    result = aidc("resources", "dev")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: aidc has a defect (KeyError: 'zones'). Please report it with the command you ran; AIDC_DEBUG=1 shows where.\n"
    )


def test_debugging_keeps_the_traceback_of_a_defect(aidc, monkeypatch):
    _spoil(monkeypatch, KeyError("zones"))
    monkeypatch.setenv("AIDC_DEBUG", "1")
    assert isinstance(aidc("resources", "dev").exception, KeyError)


def test_an_interrupted_command_says_so_in_a_word(aidc, monkeypatch):
    _spoil(monkeypatch, KeyboardInterrupt())
    result = aidc("resources", "dev")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")


def test_the_signal_of_ctrl_c_ends_a_recording_with_130(project):
    (project / "__main__.py").write_text("import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n")
    done = subprocess.run([*AIDC, "plan", "dev"], cwd=project, capture_output=True, text=True, timeout=60, check=False, env=_environment())
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


@pytest.mark.parametrize("words", [["schema"], ["--version"]])
def test_a_reader_that_is_gone_ends_the_command_quietly(words):
    with subprocess.Popen([*AIDC, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait(30) == 141


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("words", [["plann", "dev"], ["plan"], ["plan", "dev", "--jsno"], []])
def test_wrong_usage_is_bad_input_and_shows_the_usage(aidc, words):
    result = aidc(*words)
    assert result.exit_code == 2
    assert "Usage: aidc" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_the_version_is_that_of_the_package(aidc):
    assert aidc("--version").stdout == f"aidc {__version__}\n"


def test_help_groups_the_commands(aidc):
    said = aidc("--help").stdout
    order = [said.index(title) for title in ("See before anything is created", "Prove it", "Start and write")]
    assert order == sorted(order)
    assert "Exit codes: 0 fine, 1 a gate says no, 2 bad input." in said


def test_colours_are_for_terminals_that_want_them(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert painted("error:", "error") == "\033[1;31merror:\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert painted("error:", "error") == "error:"


def test_progress_is_silent_off_a_terminal(capsys):
    with progress("recording"):
        pass
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal_shows_late_and_goes_away(monkeypatch, capsys):
    monkeypatch.setattr("aidc.cli.terminal.PROGRESS_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    with progress("recording"):
        for _ in range(200):
            if said := capsys.readouterr().err:
                break
            signal.sigtimedwait([], 0.01)
    assert said == "recording"
    assert capsys.readouterr().err == "\r\033[K"
