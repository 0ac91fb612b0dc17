#!/usr/bin/env bash
# Start everything. "./start.sh performance" adds the big model, through its own script.
set -euo pipefail
cd "$(dirname "$0")"
docker compose -f docker-compose.infra.yml -f docker-compose.app.yml up -d
if [[ ${1:-} == performance ]]; then
  ./scripts/model_management/sglang/start.sh
fi
