const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // Each test file has a pool or two of its own, and services started by tests have theirs.
  max_connections: '300',
  // A template must not be in use when it is copied; autovacuum would sometimes be in it.
  autovacuum_naptime: '60s',
}

export const postgresSettings = Object.entries(SETTINGS).flatMap(([name, value]) => [
  '-c',
  `${name}=${value}`,
])
