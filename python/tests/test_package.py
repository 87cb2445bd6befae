"""The package as installed: types, command line, independence of the sources."""

import os
import subprocess
import sys
from pathlib import Path

import fleetcast


def test_everything_comes_from_the_installed_package(root):
    installed = Path(fleetcast.__file__).resolve().parent
    assert root / "python" not in installed.parents
    assert installed.parent.name == "site-packages"
    assert Path(os.environ["FLEETCAST_BOOKS"]) == installed / "books"
    assert "us-east-1" in fleetcast.price_books()
    assert (installed / "bin" / "fleetcast").is_file()


def test_the_command_line_comes_along(tmp_path):
    program = Path(sys.executable).parent / "fleetcast"
    shown = subprocess.run([program, "version"], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert fleetcast.__version__ in shown


def test_the_package_is_typed(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import fleetcast\n"
        "from fleetcast.scenario import Scenario, Task\n"
        "task = Task(cpu=2, memory='1 GiB')\n"
        "scenario = Scenario(name='x', services={'api': {'desired_count': 3}})\n"
        "result = fleetcast.run(scenario)\n"
        "mean: float = result['latency_s.p99'].mean\n"
    )
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from fleetcast.scenario import Task\nTask(memmory='1 GiB')\nTask(network_mode='host')\n")
    environment = {**os.environ, "MYPY_CACHE_DIR": str(Path(sys.prefix) / "mypy_cache")}

    def checked(*arguments):
        command = [sys.executable, "-m", "mypy", "--strict", *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)

    good = checked("-p", "fleetcast")
    assert good.returncode == 0, good.stdout
    good = checked("script.py")
    assert good.returncode == 0, good.stdout
    assert checked("wrong.py").stdout.count("error:") >= 2
