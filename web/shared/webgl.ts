/** Whether this browser can draw with WebGL 2 now. What is made to find out is given back at once: a browser has few. */
export function hasWebGl2(): boolean {
  const context = document.createElement('canvas').getContext('webgl2')
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}
