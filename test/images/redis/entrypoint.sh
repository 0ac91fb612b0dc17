#!/bin/sh
# Runs redis-server as its own user, with flags given after it; any other command as it is.
set -e
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  shift
  chown redis /data
  # Other containers are to reach it without a password.
  exec su -m -s /bin/sh -c 'exec redis-server --protected-mode no --dir /data "$@"' redis -- redis-server "$@"
fi
exec "$@"
