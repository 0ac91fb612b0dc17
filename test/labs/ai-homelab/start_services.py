#!/usr/bin/env python3
"""Start the stacks in order. --stack NAME for one of them, --profile cpu|gpu-nvidia|gpu-amd, --down to stop."""
import argparse
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent
DATA = ["supabase", "qdrant", "neo4j", "mongodb", "minio"]
STACKS = {
    "infrastructure": ("localai-infra", ["00-infrastructure/docker-compose.yml"]),
    "infisical": ("localai-infisical", ["00-infrastructure/infisical/docker-compose.yml"]),
    "data": ("localai-data", [f"01-data/{part}/docker-compose.yml" for part in DATA]),
    "compute": ("localai-compute", ["02-compute/docker-compose.yml"]),
    "apps": ("localai-apps", ["03-apps/docker-compose.yml"]),
    "lambda": ("localai-lambda", ["04-lambda/docker-compose.yml"]),
}

# Seconds to let a stack settle before the next one. "up --wait" is no help: it gives up at one-shots that have ended.
PAUSE = {"infrastructure": 10, "infisical": 15, "data": 30, "compute": 30}


def secrets() -> str:
    """Infisical's export when there is one, otherwise .env"""
    return ".env.infisical" if (ROOT / ".env.infisical").exists() else ".env"


def compose(stack: str, profile: str, *action: str) -> None:
    project, files = STACKS[stack]
    command = ["docker", "compose", "-p", project, "--env-file", ".env.global", "--env-file", secrets()]
    for file in files:
        command += ["-f", file]
    if stack == "compute":
        command += ["--profile", profile]
    subprocess.run([*command, *action], cwd=ROOT, check=True)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--profile", default="cpu", choices=["cpu", "gpu-nvidia", "gpu-amd"])
    args.add_argument("--stack", choices=STACKS)
    args.add_argument("--down", action="store_true")
    given = args.parse_args()
    names = [given.stack] if given.stack else list(STACKS)
    if given.down:
        for name in reversed(names):
            compose(name, given.profile, "down")
        return
    if subprocess.run(["docker", "network", "inspect", "ai-network"], capture_output=True).returncode:
        subprocess.run(["docker", "network", "create", "ai-network"], check=True)
    for name in names:
        compose(name, given.profile, "up", "-d")
        if name != names[-1]:
            time.sleep(PAUSE.get(name, 0))


if __name__ == "__main__":
    main()
