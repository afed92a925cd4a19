/** A .gltf with its buffers within, as the one binary file (.glb) that attachments are: its JSON in the container, as it is. */
export function packedGltf(json: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = Math.ceil(json.length / 4) * 4
  const whole = new Uint8Array(20 + length).fill(0x20)
  const view = new DataView(whole.buffer)
  for (const [i, word] of [0x46546c67, 2, whole.length, length, 0x4e4f534a].entries()) view.setUint32(i * 4, word, true)
  whole.set(json, 20)
  return whole
}
