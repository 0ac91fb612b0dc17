export interface ImageRecipe {
  /** Debian packages, of the machine's release, whose files the image holds; with all they depend on but `leftOut`. */
  readonly packages: readonly string[]
  /** Names and numeric ids of users (and groups of the same name and id). */
  readonly users: Readonly<Record<string, number>>
  /** Folders to make: path → user who owns it. */
  readonly folders: Readonly<Record<string, string>>
  /** File in `test/images/` → path in the image. */
  readonly files: Readonly<Record<string, string>>
  /** What is not in the packages as such: link in the image → what it leads to, as a pattern of one existing path. */
  readonly links: Readonly<Record<string, string>>
  /** Instructions as in a Dockerfile. */
  readonly changes: readonly string[]
}

const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The images that can be built without a registry, each as `switchyard/NAME:1`. */
export const imageRecipes = {
  fixture: {
    packages: [],
    users: {},
    folders: {},
    files: { 'fixture/service.sh': 'bin/service' },
    links: {},
    changes: [path, 'CMD ["/bin/service"]'],
  },
  redis: {
    packages: ['redis-server'],
    users: { redis: 999 },
    folders: { data: 'redis' },
    files: { 'redis/entrypoint.sh': 'usr/local/bin/entrypoint.sh' },
    links: {},
    changes: [
      path,
      'ENTRYPOINT ["entrypoint.sh"]',
      'CMD ["redis-server"]',
      'VOLUME /data',
      'WORKDIR /data',
      'EXPOSE 6379',
    ],
  },
  nginx: {
    packages: ['nginx'],
    users: { nginx: 101, 'www-data': 33 },
    folders: { 'var/log/nginx': 'root', 'var/lib/nginx': 'root', 'etc/nginx/conf.d': 'root' },
    files: {
      'nginx/nginx.conf': 'etc/nginx/nginx.conf',
      'nginx/default.conf': 'etc/nginx/conf.d/default.conf',
      'nginx/index.html': 'usr/share/nginx/html/index.html',
    },
    links: {},
    changes: [path, 'CMD ["nginx", "-g", "daemon off;"]', 'STOPSIGNAL SIGQUIT', 'EXPOSE 80'],
  },
  postgres: {
    packages: ['postgresql'],
    users: { postgres: 999 },
    folders: { 'var/lib/postgresql/data': 'postgres', 'run/postgresql': 'postgres' },
    files: { 'postgres/entrypoint.sh': 'usr/local/bin/entrypoint.sh' },
    links: {
      'usr/bin/postgres': 'usr/lib/postgresql/*/bin/postgres',
      'usr/bin/initdb': 'usr/lib/postgresql/*/bin/initdb',
      'usr/bin/psql': 'usr/lib/postgresql/*/bin/psql',
      'usr/bin/pg_isready': 'usr/lib/postgresql/*/bin/pg_isready',
    },
    changes: [
      path,
      'ENV PGDATA=/var/lib/postgresql/data',
      'ENTRYPOINT ["entrypoint.sh"]',
      'CMD ["postgres"]',
      'VOLUME /var/lib/postgresql/data',
      'STOPSIGNAL SIGINT',
      'EXPOSE 5432',
    ],
  },
} as const satisfies Readonly<Record<string, ImageRecipe>>

/** Packages that others ask for only for their installation, or for what no image does here. */
export const leftOut: readonly RegExp[] = [
  /^(lib)?perl/,
  /-perl$/,
  /^libgdbm/,
  /^(dpkg|tar|passwd|adduser|debconf|usrmerge|ucf|sensible-utils|ssl-cert|openssl|locales|libc-l10n|libc-bin)$/,
  /^(init-system-helpers|sysvinit-utils|lsb-base|libpam-modules(-bin)?|iproute2|libcap2-bin|readline-common)$/,
  /^(libsemanage.*|libsepol.*|libbpf.*|libelf.*|libxtables.*|libmnl.*|libtirpc.*|libdb5.*)$/,
  /^postgresql-(client-)?common$/,
  // Postgres' compiler of queries: a hundred megabytes, and off in its settings here.
  /^(libllvm|libz3)/,
]

/** Parts of packages that nothing reads at run time. */
export const needlessFolders: readonly string[] = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/lintian',
  'usr/share/info',
  'usr/share/gcc',
  'usr/share/bash-completion',
  'usr/lib/systemd',
  'lib/systemd',
  'etc/init.d',
  'etc/systemd',
]
