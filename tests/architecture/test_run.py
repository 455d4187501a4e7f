"""run.py and packaging/checkout: what a start does with a missing, half-made, changed or contested environment.

The virtual environments are real; the requirement files are empty or name what cannot be had, so that nothing is fetched.
"""

from __future__ import annotations

import ast
import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
CHECKOUT = ROOT / "packaging" / "checkout"


def load_run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bandeja_run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = load_run()  # puts packaging/ on the path
from checkout import environment, lanes, mail_servers, system, translations, words  # noqa: E402


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty virtual environment to copy: making one takes seconds."""
    venv = tmp_path_factory.mktemp("template") / "venv"
    environment.make_venv(venv)
    return venv


def copy(template: Path, venv: Path) -> None:
    """By links to its files, of which pip has two thousand."""
    shutil.copytree(template, venv, symlinks=True, copy_function=os.link)


@pytest.fixture
def checkout(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> environment.Environment:
    """An environment of a checkout without requirements; `built` and `installed` in its folder count what was done."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.txt").write_text("# nothing yet\n")
    (tmp_path / "requirements" / "test.txt").write_text("-r app.txt\n")
    monkeypatch.setattr(environment, "make_venv", lambda venv: copy(template, venv))
    monkeypatch.setattr(shutil, "which", lambda name, **_: None)  # no uv: pip is always there
    return environment.Environment(tmp_path, tmp_path / ".venv")


def test_the_first_start_builds_and_the_second_does_nothing(checkout, monkeypatch, capsys):
    assert checkout.ensure("app") == checkout.python
    assert "first start: building .venv" in capsys.readouterr().out
    monkeypatch.setattr(subprocess, "run", None)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert checkout.ensure("app") == checkout.python
    assert capsys.readouterr().out == ""


def test_the_program_is_found_from_every_folder(checkout, tmp_path):
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "__main__.py").write_text("print('started')")
    python = checkout.ensure("app")
    done = subprocess.run([python, "-P", "-m", "desktop"], cwd="/", capture_output=True, text=True)
    assert done.stdout == "started\n", done.stderr


def test_the_test_requirements_hold_the_app_ones(checkout):
    checkout.ensure("test")
    assert checkout.holds("app")


def test_the_app_requirements_do_not_hold_the_test_ones(checkout):
    checkout.ensure("app")
    assert not checkout.holds("test")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda one: one.installing.touch(), "an earlier installation was interrupted"),
        (lambda one: one.python.unlink(), "the environment is broken"),
        (lambda one: shutil.rmtree(one.site_packages() / "pip"), "the environment is broken"),
    ],
    ids=["interrupted", "no-python", "no-pip"],
)
def test_a_half_made_environment_is_built_anew(checkout, capsys, damage, words):
    checkout.ensure("app")
    damage(checkout)
    checkout.stamp_file.unlink()
    capsys.readouterr()
    checkout.ensure("app")
    assert words in capsys.readouterr().out
    assert subprocess.run([checkout.python, "-c", "import pip"]).returncode == 0
    assert checkout.holds("app")


def test_an_environment_without_a_stamp_is_completed_in_place(checkout, capsys):
    checkout.ensure("app")
    checkout.stamp_file.unlink()
    (checkout.venv / "kept").touch()
    checkout.ensure("app")
    assert (checkout.venv / "kept").exists()
    assert checkout.holds("app")


def test_changed_requirements_are_installed_in_place_and_a_changed_qt_anew(checkout, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(environment.Environment, "install", lambda self, kind: None)
    checkout.ensure("app")
    (checkout.venv / "kept").touch()
    (tmp_path / "requirements" / "app.txt").write_text("some-package==1\n")
    assert not checkout.holds("app")
    checkout.ensure("app")
    assert (checkout.venv / "kept").exists()
    (tmp_path / "requirements" / "app.txt").write_text("some-package==1\nPySide6==6.0\n")
    checkout.ensure("app")
    assert not (checkout.venv / "kept").exists()
    assert "Python, Qt or the folder has changed" in capsys.readouterr().out


def test_without_a_network_it_says_so_and_can_go_on_later(checkout, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    (tmp_path / "requirements" / "app.txt").write_text("bandeja-needs-this==1\n")
    with pytest.raises(words.Trouble, match="no connection to the package index"):
        checkout.ensure("app")
    assert not checkout.holds("app")
    assert not checkout.installing.exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: No matching distribution found for PySide6==6.11.3", "no build for this system"),
        ("boom\nERROR: something else\n", "something else. The whole story: "),
        ("", "no reason was given"),
    ],
)
def test_a_failed_installation_is_told_in_words(output, sentence):
    assert sentence in environment.why_failed(output, Path("install.log"))


@pytest.mark.skipif(os.name == "nt", reason="the children are started with fork's environment on POSIX only")
def test_of_two_starts_one_builds_and_the_other_waits(checkout, tmp_path, template):
    program = (
        "import sys, shutil; from pathlib import Path\n"
        f"sys.path.insert(0, {str(CHECKOUT.parent)!r})\n"
        "from checkout import environment\n"
        "shutil.which = lambda name, **_: None\n"
        "import os\n"
        "environment.make_venv = "
        f"lambda venv: shutil.copytree({str(template)!r}, venv, symlinks=True, copy_function=os.link)\n"
        f"root = Path({str(tmp_path)!r})\n"
        "environment.Environment(root, root / '.venv').ensure('app')\n"
    )
    starts = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [start.communicate(timeout=120)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert sum("building" in output for output in outputs) == 1, outputs
    assert checkout.holds("app")


@pytest.mark.skipif(os.name == "nt", reason="a lock of Windows belongs to one process")
def test_an_installer_that_outlives_a_killed_start_still_holds_the_lock(tmp_path):
    import fcntl

    program = (
        "import sys; from pathlib import Path\n"
        f"sys.path.insert(0, {str(CHECKOUT.parent)!r})\n"
        "from checkout import environment\n"
        f"with environment.only_one(Path({str(tmp_path / 'lock')!r})):\n"
        "    installer = 'import sys; print(\"Installing collected packages: a\", flush=True); sys.stdin.read()'\n"
        f"    environment.watch([sys.executable, '-c', installer], Path({str(tmp_path / 'log')!r}))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as start:
        assert start.stdout is not None
        assert "unpacking 1 packages" in start.stdout.readline()
        start.kill()
        start.wait(timeout=60)
        with (tmp_path / "lock").open("a+") as handle:
            assert not environment.take(handle)
            assert start.stdin is not None
            start.stdin.close()  # the installer ends
            fcntl.flock(handle, fcntl.LOCK_EX)


@pytest.mark.skipif(os.name == "nt", reason="Python for Windows always has them")
def test_a_python_without_virtual_environments_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false") or "false")
    monkeypatch.setattr(environment, "install_packages", lambda packages: False)
    with pytest.raises(words.Trouble, match=r"sudo apt-get install python3\.\d+-venv"):
        environment.make_venv(tmp_path / "venv")


def test_missing_libraries_are_named_with_the_command(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "LIBRARIES", {"libnothere.so.9": "libnothere9"})
    monkeypatch.setattr(system, "install_packages", lambda packages: False)
    with pytest.raises(words.Trouble, match=r"libnothere\.so\.9.*sudo apt-get install libnothere9"):
        system.ensure_libraries()


def test_what_is_missing_for_the_tests_is_told_loudly(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name, **_: None)
    monkeypatch.setattr(system, "install_packages", lambda packages: False)
    system.ensure_test_tools()
    assert "NOT HERE: dovecot-imapd, so the tests marked dovecot will be SKIPPED" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("codes", "chosen", "code"),
    [
        ({"core": 0, "screen": 0}, False, 0),
        ({"core": 0, "screen": 1}, False, 1),
        ({"core": 1, "screen": 0}, False, 1),
        ({"core": 0, "screen": 5}, False, 5),
        ({"core": 0, "screen": 5}, True, 0),
        ({"core": 5, "screen": 5}, True, 5),
        ({"core": 1, "screen": 5}, True, 5),
        ({"core": 0, "screen": -11}, False, -11),
    ],
)
def test_the_worst_lane_decides(codes, chosen, code):
    assert lanes.worst(codes, chosen) == code


def test_each_folder_of_tests_is_in_one_lane():
    folders = [
        f"tests/{path.parent.relative_to(ROOT / 'tests').parts[0]}" for path in ROOT.glob("tests/*/**/test_*.py")
    ]
    assert sorted(itertools.chain(*lanes.LANES.values())) == sorted(set(folders))


def test_temporary_files_are_in_memory_only_if_there_is_much(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(os, "access", lambda path, mode: True)
    free = lanes.ROOM
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    assert lanes.memory_for_files() == Path("/dev/shm")
    free -= 1
    assert lanes.memory_for_files() is None
    free += 1
    monkeypatch.setenv("TMPDIR", "elsewhere")
    assert lanes.memory_for_files() is None


def test_both_lanes_run_and_are_counted(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in itertools.chain(*lanes.LANES.values()):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tests/unit/test_a.py").write_text(
        "import pytest\ndef test_passes(): pass\ndef test_fails(): assert 0\ndef test_skips(): pytest.skip('why')\n"
    )
    (tmp_path / "tests/ui/test_b.py").write_text(
        "import pathlib, tempfile\ndef test_passes(): pathlib.Path('left').write_text(tempfile.mkdtemp())\n"
    )
    assert lanes.run_lanes(Path(sys.executable), tmp_path, [], dict(os.environ)) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "2 passed, 1 failed, 1 skipped"
    assert not Path((tmp_path / "left").read_text()).exists()


@pytest.mark.skipif(os.name == "nt", reason="CI is a shell script")
@pytest.mark.parametrize("code", [0, 1, 5])
def test_ci_ends_with_the_code_of_the_tests(tmp_path, code):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (tmp_path / "run.py").write_text(f"import sys\nassert sys.argv[1:] == ['test']\nsys.exit({code})\n")
    assert subprocess.run(["bash", str(tmp_path / ".ci" / "run")], cwd="/").returncode == code


def test_catalogues_are_compiled_when_they_are_newer(tmp_path, monkeypatch):
    folder = tmp_path / "resources" / "translations"
    folder.mkdir(parents=True)
    source = folder / "bandeja_es.ts"
    source.write_text(
        '<?xml version="1.0"?><!DOCTYPE TS><TS version="2.1" language="es"><context><name>A</name><message>'
        "<source>Inbox</source><translation>Entrada</translation></message></context></TS>"
    )
    translations.compile_catalogues(Path(sys.executable), tmp_path)
    assert source.with_suffix(".qm").stat().st_size > 0
    with monkeypatch.context() as patch:
        patch.setattr(translations, "run", None)
        translations.compile_catalogues(Path(sys.executable), tmp_path)
    source.write_text("not a catalogue")
    os.utime(source, (2_000_000_000, 2_000_000_000))
    with pytest.raises(words.Trouble, match="pyside6-lrelease failed"):
        translations.compile_catalogues(Path(sys.executable), tmp_path)


def test_an_old_python_can_read_run_py():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_everything_before_the_environment_is_the_standard_library():
    for path in [ROOT / "run.py", *CHECKOUT.glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                assert name.partition(".")[0] in {*sys.stdlib_module_names, "checkout"}, f"{path.name}: {name}"


def test_an_unknown_verb_prints_the_usage(capsys):
    assert run.main(["dance"]) == 2
    assert "python3 run.py demo" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_the_demo_says_so(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(run, "prepare", lambda kind: Path(sys.executable))
    assert run.main(["demo"]) == 1
    assert "there is no screen here" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["demo", "--help"], ["app", "-h"]])
def test_help_needs_no_screen(monkeypatch, words):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    started: list[object] = []
    monkeypatch.setattr(run, "prepare", lambda kind: Path("python"))
    monkeypatch.setattr(run, "become", lambda command: started.append(command[-2:]) or 0)
    assert run.main(words) == 0
    assert started == [words]


@pytest.mark.parametrize(
    ("arguments", "installed"),
    [([], []), (["--connectors", "-k", "x"], ["connectors"]), (["--servers"], ["mail servers"])],
)
def test_other_servers_are_installed_for_their_lane_alone(monkeypatch, arguments, installed):
    asked = []
    monkeypatch.setattr(run, "ensure_test_tools", lambda: None)
    monkeypatch.setattr(run, "prepare", lambda kind: Path(sys.executable))
    monkeypatch.setattr(run.Environment, "ensure", lambda self, kind: asked.append(kind))
    monkeypatch.setattr(run, "ensure_mail_servers", lambda root: asked.append("mail servers"))
    monkeypatch.setattr(run, "run_lanes", lambda python, root, arguments, environment: 0)
    assert run.main(["test", *arguments]) == 0
    assert asked == installed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these servers run on Linux only")
def test_mail_servers_without_root_are_told_with_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(words.Trouble, match=r"sudo python3 run\.py test --servers"):
        mail_servers.ensure_mail_servers(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these servers run on Linux only")
def test_mail_servers_are_fetched_once_and_again_after_a_failure(monkeypatch, tmp_path):
    unpacked = []
    answers = iter(
        [
            subprocess.CompletedProcess([], 0, ""),  # update
            subprocess.CompletedProcess([], 100, "E: no network\n"),
            *(subprocess.CompletedProcess([], 0, "") for _ in range(3)),
        ]
    )
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(mail_servers, "apt", lambda arguments: next(answers))
    monkeypatch.setattr(mail_servers, "unpack", lambda package, tree: unpacked.append(package))
    with pytest.raises(words.Trouble, match="could not fetch cyrus-imapd"):
        mail_servers.ensure_mail_servers(tmp_path)
    mail_servers.ensure_mail_servers(tmp_path)
    mail_servers.ensure_mail_servers(tmp_path)
    assert next(answers, None) is None
