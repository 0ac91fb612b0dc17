#!/usr/bin/env bash
# Load the big model without the machine killing it half-way.
# The host steps need root; unless TROLLAMA_HOST_OPS=1 they are only printed, for a dry try.
set -euo pipefail
cd "$(dirname "$0")/../../.."
SWAPFILE=${SWAPFILE:-/swapfile-sglang}

host() {
  echo "  host: $*"
  if [[ ${TROLLAMA_HOST_OPS:-0} == 1 ]]; then sudo "$@"; fi
}

echo "1/6 swap on";         host swapon "$SWAPFILE"
echo "2/6 earlyoom off";    host systemctl stop earlyoom
echo "3/6 flush cache";     sync; host sysctl -q vm.drop_caches=3
echo "4/6 start and watch"
docker compose -f docker-compose.infra.yml -f docker-compose.app.yml --profile performance up -d sglang-server
deadline=$((SECONDS + 700))
until docker exec trollama-sglang wget -q -O /dev/null http://127.0.0.1:30000/health; do
  if ((SECONDS > deadline)); then echo "sglang did not come up"; break; fi
  sleep 5
done
echo "5/6 earlyoom on";     host systemctl start earlyoom
echo "6/6 swap off";        host swapoff "$SWAPFILE"
docker exec trollama-sglang wget -q -O /dev/null http://127.0.0.1:30000/health
