#!/bin/sh
# Makes the database cluster at the first start, then runs postgres as its own user. Understands POSTGRES_PASSWORD
# (without it everybody is trusted), POSTGRES_USER, POSTGRES_DB and POSTGRES_HOST_AUTH_METHOD.
set -e
if [ "$1" != postgres ]; then exec "$@"; fi

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /run/postgresql
  chown -R postgres "$PGDATA" /run/postgresql
  exec su -m -s /bin/sh -c 'exec entrypoint.sh "$@"' postgres -- entrypoint.sh "$@"
fi

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ -n "$POSTGRES_PASSWORD" ]; then method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}; else method=trust; fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  chmod 700 "$PGDATA"
  printf '%s\n' "${POSTGRES_PASSWORD:-unused}" >/tmp/password
  initdb --username="$user" --pwfile=/tmp/password --auth-local=trust --auth-host="$method" \
    --encoding=UTF8 --locale=C --no-sync --no-instructions
  rm /tmp/password
  echo "host all all all $method" >>"$PGDATA/pg_hba.conf"
  # Small and without waiting for the disk: what it stores is thrown away.
  cat >>"$PGDATA/postgresql.conf" <<'CONF'
listen_addresses = '*'
shared_buffers = 16MB
fsync = off
jit = off
CONF
  if [ "$database" != postgres ]; then
    echo "CREATE DATABASE \"$database\";" | postgres --single -D "$PGDATA" -j postgres >/dev/null
  fi
fi
exec "$@"
