/**
 * Reads glTF 2.0, binary or with its buffers within: the triangles alone, in metres, z up. Pictures, materials and animations are
 * passed by, and nothing is ever fetched: a file that points outside itself for its shapes is refused.
 */
import { z } from 'zod'
import { throwIfAborted } from '../../../scenarios/problem.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { type BuildingElement, type BuildingModel, buildingLimits } from '../building/model.ts'
import type { ReadOptions } from '../ifc/read.ts'
import { fileProblem } from '../problem.ts'

const index = z.number().int().min(0)
const documentSchema = z.object({
  asset: z.object({ version: z.string() }),
  extensionsRequired: z.array(z.string()).default([]),
  scene: index.optional(),
  scenes: z.array(z.object({ nodes: z.array(index).default([]) })).default([]),
  nodes: z
    .array(
      z.object({
        name: z.string().optional(),
        mesh: index.optional(),
        children: z.array(index).default([]),
        skin: index.optional(),
        matrix: z.array(z.number()).length(16).optional(),
        translation: z.array(z.number()).length(3).optional(),
        rotation: z.array(z.number()).length(4).optional(),
        scale: z.array(z.number()).length(3).optional(),
      }),
    )
    .default([]),
  meshes: z
    .array(
      z.object({
        name: z.string().optional(),
        primitives: z.array(
          z.object({
            attributes: z.record(z.string(), index),
            indices: index.optional(),
            mode: z.number().int().min(0).max(6).default(4),
          }),
        ),
      }),
    )
    .default([]),
  accessors: z
    .array(
      z.object({
        bufferView: index.optional(),
        byteOffset: index.default(0),
        componentType: z.number().int(),
        normalized: z.boolean().default(false),
        count: index,
        type: z.string(),
        sparse: z.unknown().optional(),
      }),
    )
    .default([]),
  bufferViews: z
    .array(z.object({ buffer: index, byteOffset: index.default(0), byteLength: index, byteStride: index.optional() }))
    .default([]),
  buffers: z.array(z.object({ uri: z.string().optional(), byteLength: index })).default([]),
})
type Document = z.infer<typeof documentSchema>

/** Extensions that change nothing about where triangles are. */
const HARMLESS =
  /^(KHR_mesh_quantization|KHR_materials_\w+|KHR_texture_\w+|EXT_texture_\w+|KHR_lights_punctual|KHR_animation_pointer|KHR_xmp_json_ld)$/
const DEPTH = 64

type Matrix = readonly number[]
const identity: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

/** @throws Problem naming file and place; Cancelled */
export function readGltf(bytes: Uint8Array, file: string, options: ReadOptions = {}): BuildingModel {
  const { limits = buildingLimits, signal } = options
  const refuse = (code: string, message: Bilingual, place?: string, expected?: string) =>
    fileProblem(file, code, message, { ...(place ? { place } : {}), ...(expected ? { expected } : {}) })
  if (bytes.length > limits.bytes)
    throw refuse(
      'too-large',
      both('tệp lớn hơn mức đọc được', 'the file is larger than can be read'),
      undefined,
      `≤ ${Math.floor(limits.bytes / 2 ** 20)} MB`,
    )
  const { document, binary } = opened(bytes, refuse)
  const foreign = document.extensionsRequired.filter((name) => !HARMLESS.test(name))
  if (foreign.length > 0)
    throw refuse(
      'gltf-extension',
      both(
        `tệp cần phần mở rộng ${foreign.join(', ')} mà ở đây không đọc: hãy xuất lại không nén`,
        `the file needs ${foreign.join(', ')}, which is not read here: export it again without compression`,
      ),
      'extensionsRequired',
    )
  if (document.nodes.length > limits.entities)
    throw refuse(
      'too-many',
      both('tệp có quá nhiều nút', 'the file has too many nodes'),
      'nodes',
      `≤ ${limits.entities}`,
    )
  const buffers = document.buffers.map(({ uri, byteLength }, i) => {
    const place = `buffers[${i}]`
    const data = uri === undefined ? (i === 0 ? binary : null) : embedded(uri)
    if (data === null)
      throw refuse(
        'gltf-external',
        both(
          'tệp trỏ ra tệp khác; hãy xuất thành một tệp .glb',
          'the file points to another file; export it as one .glb',
        ),
        place,
        'data:…;base64,',
      )
    if (data.length < byteLength)
      throw refuse('truncated', both('tệp bị cắt', 'the file is cut short'), place, `${byteLength} bytes`)
    return data
  })
  const remarks: Bilingual[] = []
  if (document.nodes.some(({ skin }) => skin !== undefined))
    remarks.push(both('Hình có khung xương: đọc ở tư thế gốc.', 'Skinned shapes are read as they were modelled.'))

  const points: number[] = []
  const triangles: number[] = []
  const elements: BuildingElement[] = []
  const visited = new Set<number>()
  const visit = (at: number, parent: Matrix, depth: number) => {
    throwIfAborted(signal)
    const place = `nodes[${at}]`
    const node = document.nodes[at]
    if (!node) throw refuse('missing', both('nút không có trong tệp', 'the node is not in the file'), place)
    if (visited.has(at))
      throw refuse('circle', both('nút nằm ở hai chỗ hoặc dẫn vòng lại', 'the node stands twice or in a circle'), place)
    if (depth > DEPTH)
      throw refuse('too-deep', both('các nút lồng nhau quá sâu', 'nodes are nested too deep'), place, `≤ ${DEPTH}`)
    visited.add(at)
    const matrix = times(parent, node.matrix ?? composed(node))
    if (node.mesh !== undefined) {
      const mesh = document.meshes[node.mesh]
      if (!mesh) throw refuse('missing', both('lưới không có trong tệp', 'the mesh is not in the file'), place)
      const start = triangles.length / 3
      for (const [k, { attributes, indices, mode }] of mesh.primitives.entries()) {
        if (mode < 4) continue
        const where = `meshes[${node.mesh}].primitives[${k}]`
        const corners = read(attributes.POSITION, 'VEC3', where)
        const count = corners.length / 3
        const order =
          indices === undefined ? Array.from({ length: count }, (_, i) => i) : read(indices, 'SCALAR', where)
        if (triangles.length / 3 + order.length / (mode === 4 ? 3 : 1) > limits.triangles)
          throw refuse(
            'too-many',
            both('tệp có quá nhiều tam giác', 'the file has too many triangles'),
            where,
            `≤ ${limits.triangles}`,
          )
        const first = points.length / 3
        for (let i = 0; i < corners.length; i += 3) {
          const [x, y, z] = [corners[i]!, corners[i + 1]!, corners[i + 2]!]
          const [a, b, c] = [0, 1, 2].map(
            (r) => matrix[r]! * x + matrix[4 + r]! * y + matrix[8 + r]! * z + matrix[12 + r]!,
          )
          if (![a, b, c].every(Number.isFinite))
            throw refuse('gltf-number', both('tọa độ không phải số', 'a coordinate is no number'), where)
          // y up to z up.
          points.push(a!, -c!, b!)
        }
        for (const [a, b, c] of facesOf(order, mode)) {
          if (!(a < count && b < count && c < count))
            throw refuse(
              'gltf-index',
              both('chỉ số vượt số đỉnh', 'an index is beyond the corners'),
              where,
              `< ${count}`,
            )
          triangles.push(first + a, first + b, first + c)
        }
      }
      const own = triangles.length / 3 - start
      const name = node.name || mesh.name || place
      if (own > 0) elements.push({ name, kind: 'other', storey: null, start, count: own })
    }
    for (const child of node.children) visit(child, matrix, depth + 1)
  }
  const read = (accessor: number | undefined, type: 'VEC3' | 'SCALAR', place: string): Float64Array => {
    const about = accessor === undefined ? undefined : document.accessors[accessor]
    if (!about) throw refuse('missing', both('thiếu dữ liệu đỉnh', 'the corners are missing'), place)
    return valuesOf(about, type, `accessors[${accessor}]`)
  }
  const valuesOf = (about: Document['accessors'][number], type: string, place: string): Float64Array => {
    const size = type === 'VEC3' ? 3 : 1
    const component = components[about.componentType]
    if (about.type !== type || !component)
      throw refuse('gltf-type', both('kiểu dữ liệu không đúng', 'the type is not as expected'), place, type)
    if (about.sparse !== undefined || about.bufferView === undefined)
      throw refuse('gltf-sparse', both('dữ liệu thưa không đọc ở đây', 'sparse data is not read here'), place)
    const view = document.bufferViews[about.bufferView]
    const buffer = view && buffers[view.buffer]
    const stride = view?.byteStride || component.bytes * size
    const end = about.byteOffset + (about.count === 0 ? 0 : (about.count - 1) * stride + component.bytes * size)
    if (!view || !buffer || end > view.byteLength || view.byteOffset + view.byteLength > buffer.length)
      throw refuse('truncated', both('dữ liệu vượt ra ngoài tệp', 'the data reaches beyond the file'), place)
    if (about.count > limits.triangles * 3)
      throw refuse('too-many', both('tệp có quá nhiều đỉnh', 'the file has too many corners'), place)
    const data = new DataView(buffer.buffer, buffer.byteOffset + view.byteOffset + about.byteOffset)
    const out = new Float64Array(about.count * size)
    for (let i = 0; i < about.count; i++)
      for (let k = 0; k < size; k++) {
        const value = component.get(data, i * stride + k * component.bytes)
        out[i * size + k] = about.normalized ? Math.max(-1, value / component.most) : value
      }
    return out
  }
  const roots = document.scenes[document.scene ?? 0]?.nodes ?? document.nodes.map((_, i) => i)
  for (const root of roots) visit(root, identity, 0)
  if (elements.length === 0)
    throw refuse('no-building', both('tệp không có tam giác nào', 'the file holds no triangles'), 'meshes')
  const origin = [0, 1, 2].map((axis) => Math.round(points[axis]!)) as [number, number, number]
  return {
    kind: 'glb',
    file,
    schema: `glTF ${document.asset.version}`,
    positions: Float32Array.from(points, (v, i) => v - origin[i % 3]!),
    indices: Uint32Array.from(triangles),
    origin,
    elements,
    storeys: [],
    groundMetres: 0,
    georeference: null,
    lot: null,
    remarks,
  }
}

type Refuse = (code: string, message: Bilingual, place?: string, expected?: string) => Error

function opened(bytes: Uint8Array, refuse: Refuse): { document: Document; binary: Uint8Array | null } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cut = (place: string) => refuse('truncated', both('tệp bị cắt', 'the file is cut short'), place)
  let json = bytes
  let binary: Uint8Array | null = null
  if (bytes.length >= 4 && view.getUint32(0, true) === 0x46546c67) {
    if (bytes.length < 20 || view.getUint32(8, true) > bytes.length) throw cut('byte 8')
    if (view.getUint32(4, true) !== 2)
      throw refuse('gltf-version', both('chỉ đọc glTF 2', 'only glTF 2 is read'), 'byte 4', '2')
    const length = view.getUint32(12, true)
    if (view.getUint32(16, true) !== 0x4e4f534a || 20 + length > bytes.length) throw cut('byte 12')
    json = bytes.subarray(20, 20 + length)
    const next = 20 + length
    if (next + 8 <= bytes.length && view.getUint32(next + 4, true) === 0x004e4942) {
      const size = view.getUint32(next, true)
      if (next + 8 + size > bytes.length) throw cut(`byte ${next}`)
      binary = bytes.subarray(next + 8, next + 8 + size)
    }
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(json))
  } catch {
    throw refuse('not-gltf', both('tệp không phải glTF', 'the file is not glTF'), undefined, 'glTF 2.0 (.glb, .gltf)')
  }
  const document = documentSchema.safeParse(parsed)
  if (!document.success)
    throw refuse(
      'not-gltf',
      both('tệp không đúng dạng glTF 2', 'the file is not as glTF 2 has it'),
      document.error.issues[0]?.path.join('.'),
      document.error.issues[0]?.message,
    )
  if (!document.data.asset.version.startsWith('2'))
    throw refuse('gltf-version', both('chỉ đọc glTF 2', 'only glTF 2 is read'), 'asset.version', '2.0')
  return { document: document.data, binary }
}

/** The bytes of a `data:` address; null for any other. */
function embedded(uri: string): Uint8Array | null {
  const data = /^data:[\w.+-]+\/[\w.+-]+;base64,/.exec(uri)
  if (!data) return null
  try {
    return Uint8Array.from(atob(uri.slice(data[0].length)), (mark) => mark.charCodeAt(0))
  } catch {
    return null
  }
}

const components: Readonly<Record<number, { bytes: number; most: number; get(data: DataView, at: number): number }>> = {
  5120: { bytes: 1, most: 127, get: (data, at) => data.getInt8(at) },
  5121: { bytes: 1, most: 255, get: (data, at) => data.getUint8(at) },
  5122: { bytes: 2, most: 32_767, get: (data, at) => data.getInt16(at, true) },
  5123: { bytes: 2, most: 65_535, get: (data, at) => data.getUint16(at, true) },
  5125: { bytes: 4, most: 4_294_967_295, get: (data, at) => data.getUint32(at, true) },
  5126: { bytes: 4, most: 1, get: (data, at) => data.getFloat32(at, true) },
}

/** Triangles of a list (4), a strip (5), a fan (6). */
function* facesOf(order: ArrayLike<number>, mode: number): Generator<[number, number, number]> {
  if (mode === 4) for (let i = 0; i + 2 < order.length; i += 3) yield [order[i]!, order[i + 1]!, order[i + 2]!]
  else
    for (let i = 0; i + 2 < order.length; i++) {
      if (mode === 6) yield [order[0]!, order[i + 1]!, order[i + 2]!]
      else if (i % 2 === 0) yield [order[i]!, order[i + 1]!, order[i + 2]!]
      else yield [order[i + 1]!, order[i]!, order[i + 2]!]
    }
}

/** Columns first, as the format has it. */
function times(a: Matrix, b: Matrix): number[] {
  return Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [i % 4, i - (i % 4)]
    return (
      a[row]! * b[column]! + a[row + 4]! * b[column + 1]! + a[row + 8]! * b[column + 2]! + a[row + 12]! * b[column + 3]!
    )
  })
}

function composed({ translation, rotation, scale }: Document['nodes'][number]): Matrix {
  const [x, y, z, w] = (rotation ?? [0, 0, 0, 1]) as [number, number, number, number]
  const [sx, sy, sz] = (scale ?? [1, 1, 1]) as [number, number, number]
  const [tx, ty, tz] = (translation ?? [0, 0, 0]) as [number, number, number]
  return [
    ...[(1 - 2 * (y * y + z * z)) * sx, 2 * (x * y + z * w) * sx, 2 * (x * z - y * w) * sx, 0],
    ...[2 * (x * y - z * w) * sy, (1 - 2 * (x * x + z * z)) * sy, 2 * (y * z + x * w) * sy, 0],
    ...[2 * (x * z + y * w) * sz, 2 * (y * z - x * w) * sz, (1 - 2 * (x * x + y * y)) * sz, 0],
    ...[tx, ty, tz, 1],
  ]
}
