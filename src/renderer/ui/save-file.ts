/** Hands the operator a file. */
export function saveText(name: string, text: string): void {
  save(name, new Blob([text], { type: 'text/csv' }))
}

/** The same for what is drawn, on the page's own ground. */
export function saveCanvas(name: string, canvas: HTMLCanvasElement): void {
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  const context = copy.getContext('2d')
  if (!context) return
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()
  context.fillRect(0, 0, copy.width, copy.height)
  context.drawImage(canvas, 0, 0)
  copy.toBlob((blob) => blob && save(name, blob))
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The download has begun by then in every browser.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
