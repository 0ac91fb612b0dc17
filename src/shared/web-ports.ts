/** What a browser would speak to a port inside a container; null for ports of databases, brokers and the like. */
export function webScheme(target: number): 'http' | 'https' | null {
  if (otherProtocols.has(target)) return null
  return tlsPorts.has(target) ? 'https' : 'http'
}

/** How programs write the address of a well-known port, like `postgresql`; null for what has no such word. */
export function programScheme(target: number): string | null {
  return programSchemes.get(target) ?? null
}

const tlsPorts = new Set([443, 8443, 9443])

/** SSH, mail, DNS, LDAP, SMB, databases, caches, brokers and the like. */
const otherProtocols = new Set([
  21, 22, 23, 25, 53, 110, 139, 143, 389, 445, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2049, 3306, 4222,
  5432, 5433, 5671, 5672, 6379, 6380, 6432, 6543, 7687, 8883, 9042, 9092, 9094, 11211, 26379, 27017, 27018,
])

const programSchemes: ReadonlyMap<number, string> = new Map([
  [1883, 'mqtt'],
  [3306, 'mysql'],
  [4222, 'nats'],
  [5432, 'postgresql'],
  [5672, 'amqp'],
  [6379, 'redis'],
  [7687, 'bolt'],
  [27017, 'mongodb'],
])
