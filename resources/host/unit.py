"""The transient unit of systemd that a lease lives in. Imports little: a second process does the work, and both are waited for."""

import os

import tools
from requests import as_arguments

# Told by systemd of the process that has ended; after a good end nothing is left to give back.
_IF_IT_FAILED = 'test "$SERVICE_RESULT" = success || exec "$0" "$@"'


def name_of(lease_id):
    return f"switchyard-lease-{lease_id}.service"


def is_own(lease_id):
    """Whether this process runs in the unit of a lease. The kernel says so; an environment could be anybody's."""
    with open("/proc/self/cgroup", encoding="utf-8", errors="replace") as file:
        return any(line.rstrip("\n").endswith("/" + name_of(lease_id)) for line in file)


def become(program, options, asked_by):
    """Becomes the unit, which gives back what a killed helper leaves; does not return. Raises Refusal."""
    lease_id = options["id"]
    systemd_run = tools.need("systemd-run")
    gone = f"{_quoted(program)} holder-gone --lease {lease_id}"
    arguments = [
        systemd_run,
        "--pipe",
        "--collect",
        "--quiet",
        f"--unit={name_of(lease_id)}",
        f"--description=Host changes that Switchyard holds ({lease_id})",
        f"--property=ExecStopPost={tools.need('sh')} -c {_quoted(_IF_IT_FAILED)} {gone}",
        f"--setenv=SWITCHYARD_ASKED_BY={asked_by}",
        program,
        # systemd would put its own variables in.
        *(text.replace("$", "$$") for text in as_arguments("hold", options)),
    ]
    os.execve(systemd_run, arguments, tools.ENVIRONMENT)


def _quoted(text):
    """As a line of a unit file has it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
