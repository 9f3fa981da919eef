"""The examples in ``deploy/`` fit the project and each other."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import PurePosixPath

from django.conf import settings
from django.core.management import get_commands

from config.bridge import MOST
from config.settings import VARIABLES

DEPLOY = settings.BASE_DIR / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text()
LINES = (DEPLOY / "dialogvaerksted.env").read_text().splitlines()


def unit() -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / "dialogvaerksted.service")
    return dict(parser["Service"])


def variables(lines: list[str]) -> dict[str, str]:
    return dict(line.partition("=")[::2] for line in lines if re.match("[A-Z_]+=", line))


def test_the_unit_serves_with_the_variables_and_the_folder_of_the_example():
    service = unit()
    program, script, command = service["ExecStart"].split()
    folder = PurePosixPath(variables(LINES)["DIALOG_DATA_DIR"])

    assert (program, script) == (f"{service['WorkingDirectory']}/.venv/bin/python", "manage.py")
    assert command in get_commands()
    assert (service["EnvironmentFile"], str(folder)) == ("/etc/dialogvaerksted.env", "/var/lib/dialogvaerksted")
    assert (service["StateDirectory"], service["UMask"]) == (folder.name, "0077")


def test_the_variables_of_the_example_are_known():
    every = variables([line.removeprefix("#") for line in LINES])

    assert set(every) - VARIABLES == {"DATABASE_URL", "FORWARDED_ALLOW_IPS"}


def test_the_project_starts_with_the_example(tmp_path):
    rest = {name: value for name, value in os.environ.items() if not name.startswith("DIALOG_")}
    ours = variables(LINES) | {"DIALOG_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=rest | ours, capture_output=True, text=True)

    # The statement is each workplace's own: it is asked for, and all else is as it should be.
    assert (done.returncode, done.stderr.count("workshops.W003"), done.stderr.count("?: (")) == (0, 1, 1)


def test_the_proxy_answers_for_the_address_of_the_example():
    host = variables(LINES)["DIALOG_SITE_URL"].removeprefix("https://")

    assert set(re.findall(r"server_name (\S+);", NGINX)) == {host}


def test_the_proxy_keeps_no_stream_back_and_no_form_that_the_server_takes():
    streams = re.search(r"location /live/ \{(.*?)\}", NGINX, re.DOTALL)[1]
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])

    assert "proxy_buffering off;" in streams
    assert megabytes * 2**20 > MOST


def test_how_ready_the_process_is_can_be_asked_on_the_machine_itself():
    ready = re.search(r"location = /readyz \{(.*?)\}", NGINX, re.DOTALL)[1]

    assert re.findall(r"(allow|deny) (\S+);", ready) == [("allow", "127.0.0.1"), ("allow", "::1"), ("deny", "all")]
    assert "/healthz" not in re.sub("#.*", "", NGINX)


def test_the_unit_shuts_its_process_in():
    service = unit()

    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")
    on = {name for name, value in service.items() if value == "yes"}
    assert on >= {
        "NoNewPrivileges",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectHome",
        "RestrictSUIDSGID",
        "LockPersonality",
    }


def test_the_proxy_says_what_the_server_goes_by():
    said = dict(re.findall(r"proxy_set_header (\S+) (\S+);", NGINX))

    assert said == {
        "Host": "$host",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$proxy_add_x_forwarded_for",
    }
