const pauseMs = 400

/** Asks for a screen's code, and once more when that fails: a network that has just changed drops what is under way. */
export async function loadScreen<Screen>(load: () => Promise<Screen>): Promise<Screen> {
  try {
    return await load()
  } catch {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    return load()
  }
}
