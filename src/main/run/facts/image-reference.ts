/** An image as the engine lists it: Docker Hub's own names and the tag `latest` are understood, not written. */
export function imageReference(image: string): string {
  const short = image.replace(/^(docker\.io|index\.docker\.io)\//, '').replace(/^library\//, '')
  if (short.includes('@')) return short.replace(/:[^/@]+@/, '@')
  const hasTag = short.lastIndexOf(':') > short.lastIndexOf('/')
  return hasTag ? short : `${short}:latest`
}
