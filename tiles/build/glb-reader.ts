/** Reads the glb files of this folder back, for their tests, by the specifications alone. */

export type Triple = [number, number, number]

export interface ReadPart {
  /** As they stand in the file: x east, y up, z south. */
  readonly positions: Triple[]
  readonly featureIds: number[]
  readonly indices: number[]
  readonly mode: number
  readonly instances: { translation: Triple; rotation: number[]; scale: Triple; featureId: number }[]
}

export interface ReadGlb {
  readonly parts: ReadPart[]
  readonly table: Record<string, (string | number)[]>
  readonly translation: Triple
}

/** Of what the JSON chunk holds, what is looked at here. */
interface GltfJson {
  readonly bufferViews: { readonly byteOffset: number; readonly byteStride?: number }[]
  readonly accessors: { readonly bufferView: number; readonly componentType: number; readonly count: number }[]
  readonly nodes: { readonly mesh: number; readonly translation: Triple; readonly extensions?: Instancing }[]
  readonly meshes: { readonly primitives: { attributes: Record<string, number>; indices: number; mode: number }[] }[]
  readonly extensions: { readonly EXT_structural_metadata: Metadata }
}
interface Instancing {
  readonly EXT_mesh_gpu_instancing?: { readonly attributes: Record<string, number> }
}
interface Metadata {
  readonly schema: {
    readonly classes: Record<string, { properties: Record<string, { type: string; componentType: string }> }>
  }
  readonly propertyTables: {
    readonly class: string
    readonly count: number
    readonly properties: Record<string, { values: number; stringOffsets: number }>
  }[]
}

export function readGlb(bytes: Uint8Array): ReadGlb {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const jsonLength = view.getUint32(12, true)
  const json: GltfJson = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + jsonLength)))
  const start = 20 + jsonLength + 8
  if (start % 8 !== 0) throw new Error(`Expected data from a multiple of 8 bytes on, got ${start}`)
  const at = (index: number): number => start + json.bufferViews[index]!.byteOffset
  const widths: Record<number, number> = { 5121: 1, 5123: 2, 5125: 4, 5126: 4 }
  const readers: Record<number, (offset: number) => number> = {
    5121: (offset) => view.getUint8(offset),
    5123: (offset) => view.getUint16(offset, true),
    5125: (offset) => view.getUint32(offset, true),
    5126: (offset) => view.getFloat32(offset, true),
  }
  const read = (accessor: number | undefined, size: number): number[][] => {
    if (accessor === undefined) return []
    const { bufferView, componentType, count } = json.accessors[accessor]!
    const width = widths[componentType]!
    const stride = json.bufferViews[bufferView]!.byteStride ?? width * size
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: size }, (_, k) => readers[componentType]!(at(bufferView) + i * stride + k * width)),
    )
  }
  const [root, ...nodes] = json.nodes
  const parts = nodes.map((node): ReadPart => {
    const primitive = json.meshes[node.mesh]!.primitives[0]!
    const given = node.extensions?.EXT_mesh_gpu_instancing?.attributes
    const [translations, rotations, scales, ids] = [
      read(given?.TRANSLATION, 3),
      read(given?.ROTATION, 4),
      read(given?.SCALE, 3),
      read(given?._FEATURE_ID_0, 1).flat(),
    ]
    return {
      positions: read(primitive.attributes.POSITION, 3) as Triple[],
      featureIds: read(primitive.attributes._FEATURE_ID_0, 1).flat(),
      indices: read(primitive.indices, 1).flat(),
      mode: primitive.mode,
      instances: translations.map((translation, i) => ({
        translation: translation as Triple,
        rotation: rotations[i]!,
        scale: scales[i] as Triple,
        featureId: ids[i]!,
      })),
    }
  })
  return { parts, table: readTable(json, bytes, view, at), translation: root!.translation }
}

function readTable(json: GltfJson, bytes: Uint8Array, view: DataView, at: (index: number) => number) {
  const { schema, propertyTables } = json.extensions.EXT_structural_metadata
  const { count, properties, class: name } = propertyTables[0]!
  const table: Record<string, (string | number)[]> = {}
  for (const [key, { type, componentType }] of Object.entries(schema.classes[name]!.properties)) {
    const { values, stringOffsets } = properties[key]!
    table[key] = Array.from({ length: count }, (_, i) => {
      if (type === 'STRING') {
        const offset = (k: number) => at(values) + view.getUint32(at(stringOffsets) + k * 4, true)
        return new TextDecoder().decode(bytes.subarray(offset(i), offset(i + 1)))
      }
      if (componentType === 'FLOAT64') return view.getFloat64(at(values) + i * 8, true)
      const short = at(values) + i * 2
      return componentType === 'UINT16' ? view.getUint16(short, true) : view.getInt16(short, true)
    })
  }
  return table
}
