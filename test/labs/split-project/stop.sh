#!/usr/bin/env bash
# Stop the applications. Infrastructure (dashboard, auth, logging, database) stays up.
# Always both files and named services: "-f docker-compose.app.yml down" alone cannot resolve depends_on, and with the
# project name from .env Compose then takes down the WHOLE project, dashboard included.
set -euo pipefail
cd "$(dirname "$0")"
./scripts/model_management/sglang/stop.sh
docker compose -f docker-compose.infra.yml -f docker-compose.app.yml --profile performance \
  rm --stop --force discord-bot fastapi-service sglang-server
