/** The path that a person typed or pasted: without quotes, `file://` and a slash at the end. */
export function cleanPath(text: string): string {
  const plain = text.trim().replace(/^(["'])(.*)\1$/, '$2')
  const path = plain.startsWith('file://') ? decode(plain.slice('file://'.length)) : plain
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path
}

/** The path below a folder, for showing; unchanged for one that lies elsewhere. */
export function pathBelow(dir: string, path: string): string {
  if (path === dir) return '.'
  return path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : path
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
