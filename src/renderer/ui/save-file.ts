/** Hands the operator a file. */
export function saveText(name: string, text: string): void {
  save(name, new Blob([text], { type: 'text/csv' }))
}

/** The same for what is drawn. */
export function saveCanvas(name: string, canvas: HTMLCanvasElement): void {
  canvas.toBlob((blob) => blob && save(name, blob))
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The download has begun by then in every browser.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
