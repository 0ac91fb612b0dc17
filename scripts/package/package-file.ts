/** One file or link of a package; folders follow from the paths. */
export interface PackageFile {
  /** From the root of what is packed, like `usr/bin/switchyard`. */
  readonly path: string
  readonly isExecutable: boolean
  readonly content:
    | { readonly kind: 'copy'; readonly file: string }
    | { readonly kind: 'bytes'; readonly bytes: Buffer }
    | { readonly kind: 'link'; readonly target: string }
}

export function copied(path: string, file: string, { isExecutable = false } = {}): PackageFile {
  return { path, isExecutable, content: { kind: 'copy', file } }
}

export function written(path: string, content: string | Buffer, { isExecutable = false } = {}): PackageFile {
  return { path, isExecutable, content: { kind: 'bytes', bytes: Buffer.from(content) } }
}

export function linked(path: string, target: string): PackageFile {
  return { path, isExecutable: false, content: { kind: 'link', target } }
}

/** The same files below another folder. */
export function below(folder: string, files: readonly PackageFile[]): readonly PackageFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }))
}

/** All folders above the files, from the outermost. */
export function foldersOf(files: readonly PackageFile[]): readonly string[] {
  const folders = files.flatMap(({ path }) => {
    const names = path.split('/').slice(0, -1)
    return names.map((_, index) => names.slice(0, index + 1).join('/'))
  })
  return [...new Set(folders)].sort()
}
