/**
 * Triangles of an IFC file by web-ifc, the one place that speaks to it. Its WebAssembly runs in the worker that calls this; how
 * far its memory may grow is held here, since neither browsers nor the engine hold it.
 */
import { Cancelled, Problem, type Progress, type Signal } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import type { BuildingElement, BuildingLimits } from '../building/model.ts'
import { fileProblem } from '../problem.ts'
import type { StepFile } from './step.ts'
import { elementTypes, type IfcStructure } from './structure.ts'

export interface IfcTriangles {
  readonly positions: Float32Array
  readonly indices: Uint32Array
  readonly origin: readonly [number, number, number]
  readonly elements: readonly BuildingElement[]
  /** Elements whose shape the engine could not make. */
  readonly failed: readonly number[]
}

let wasmAt: string | null = null
/** Where the browser finds web-ifc.wasm; Node finds its own. */
export function setIfcWasm(url: string): void {
  wasmAt = url
}

/** Segments of a full circle: round columns stay round enough for an outline, and light. */
const CIRCLE_SEGMENTS = 16

/** @throws Problem, Cancelled */
export async function trianglesOf(
  bytes: Uint8Array,
  step: StepFile,
  structure: IfcStructure,
  options: { readonly limits: BuildingLimits; readonly signal?: Signal; readonly progress?: Progress },
): Promise<IfcTriangles> {
  const { limits, signal, progress } = options
  const { IfcAPI, LogLevel } = await import('web-ifc')
  const until = Date.now() + limits.seconds * 1000
  const releaseMemory = holdMemory(limits.engineBytes)
  const api = new IfcAPI()
  const parts: Part[] = []
  const elements: BuildingElement[] = []
  const failed: number[] = []
  let [corners, triangles] = [0, 0]
  let origin: [number, number, number] | null = null
  let current = -1
  try {
    const at = wasmAt
    await (at === null ? api.Init(undefined, true) : api.Init(() => at, true))
    api.SetLogLevel(LogLevel.LOG_LEVEL_OFF)
    const model = api.OpenModel(bytes, {
      COORDINATE_TO_ORIGIN: false,
      CIRCLE_SEGMENTS,
      MEMORY_LIMIT: limits.engineBytes,
    })
    if (model < 0)
      throw fileProblem(
        step.file,
        'not-ifc',
        both('bộ đọc hình không nhận phiên bản này', 'the geometry engine does not take this version'),
        { place: step.schema, expected: 'IFC2X3, IFC4, IFC4X3' },
      )
    const ids = Object.keys(elementTypes).flatMap((type) => step.types.get(type) ?? [])
    for (const [done, id] of ids.entries()) {
      current = id
      if (signal?.aborted) throw new Cancelled()
      if (Date.now() > until) throw tooSlow(step, id, limits)
      if (done % 16 === 0) {
        progress?.(done / ids.length)
        // Others are heard, a stop among them.
        await new Promise((resolve) => setTimeout(resolve))
      }
      const mesh = api.GetFlatMesh(model, id, false)
      const start = triangles
      for (let i = 0; i < mesh.geometries.size(); i++) {
        const { geometryExpressID, flatTransformation: matrix } = mesh.geometries.get(i)
        const geometry = api.GetGeometry(model, geometryExpressID)
        // Six figures a corner: place and normal, in the file's unit, y up.
        const vertices = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize())
        const index = api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize())
        triangles += index.length / 3
        if (triangles > limits.triangles) throw tooMany(step, id, limits)
        const points = placed(vertices, matrix, structure.units.metres)
        if (points.some((v) => !Number.isFinite(v))) triangles -= index.length / 3
        else if (index.length > 0) {
          origin ??= [Math.round(points[0]!), Math.round(points[1]!), Math.round(points[2]!)]
          parts.push({ points, index: Uint32Array.from(index), first: corners })
          corners += points.length / 3
        }
        geometry.delete()
      }
      mesh.delete?.()
      if (triangles === start) {
        // A roof or a curtain wall may be but the sum of its parts: it has no shape of its own.
        if (hasShape(step, id)) failed.push(id)
        continue
      }
      const kind = elementTypes[step.typeOf(id)!]!
      const name = `#${id} ${step.typeOf(id)}`
      elements.push({ name, kind, storey: structure.storeyOf(id), start, count: triangles - start })
    }
    api.CloseModel(model)
    progress?.(1)
  } catch (error) {
    if (error instanceof Problem || error instanceof Cancelled) throw error
    throw step.problem(
      current,
      'geometry',
      both(
        'bộ đọc hình dừng ở thực thể này (hình quá phức tạp hoặc vượt bộ nhớ cho phép)',
        'the geometry engine stopped at this entity (too complex, or beyond its memory)',
      ),
      `≤ ${Math.round(limits.engineBytes / 2 ** 20)} MB`,
    )
  } finally {
    try {
      api.Dispose()
    } catch {
      // After a trap it cannot even tidy up: the worker ends with it.
    }
    releaseMemory()
  }
  return { ...joined(parts, corners, triangles, origin ?? [0, 0, 0]), origin: origin ?? [0, 0, 0], elements, failed }
}

interface Part {
  readonly points: Float64Array
  readonly index: Uint32Array
  readonly first: number
}

/** Corners in metres, z up, in double precision: national coordinates keep their millimetres. */
function placed(vertices: Float32Array, m: readonly number[], metres: number): Float64Array {
  const out = new Float64Array(vertices.length / 2)
  for (let i = 0, o = 0; i < vertices.length; i += 6, o += 3) {
    const [x, y, z] = [vertices[i]!, vertices[i + 1]!, vertices[i + 2]!]
    out[o] = (m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) * metres
    out[o + 1] = -(m[2]! * x + m[6]! * y + m[10]! * z + m[14]!) * metres
    out[o + 2] = (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) * metres
  }
  return out
}

function joined(parts: readonly Part[], corners: number, triangles: number, [ox, oy, oz]: readonly number[]) {
  const positions = new Float32Array(corners * 3)
  const indices = new Uint32Array(triangles * 3)
  let at = 0
  for (const { points, index, first } of parts) {
    for (let i = 0; i < points.length; i += 3) {
      positions[first * 3 + i] = points[i]! - ox!
      positions[first * 3 + i + 1] = points[i + 1]! - oy!
      positions[first * 3 + i + 2] = points[i + 2]! - oz!
    }
    for (const corner of index) indices[at++] = first + corner
  }
  return { positions, indices }
}

const hasShape = (step: StepFile, id: number): boolean => {
  const shape = step.get(id)?.values[6]
  return shape !== null && shape !== undefined
}

const tooSlow = (step: StepFile, id: number, { seconds }: BuildingLimits) =>
  step.problem(
    id,
    'too-slow',
    both('dựng hình lâu hơn mức cho phép', 'its shapes take longer than is allowed'),
    `≤ ${seconds} s`,
  )

const tooMany = (step: StepFile, id: number, { triangles }: BuildingLimits) =>
  step.problem(id, 'too-many', both('tệp có quá nhiều tam giác', 'the file has too many triangles'), `≤ ${triangles}`)

/** No WebAssembly memory of this thread grows beyond; the engine takes the refusal as out of memory. @returns how to let go */
function holdMemory(bytes: number): () => void {
  const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: WasmMemory } } }).WebAssembly
  const grow = Memory.prototype.grow
  Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65_536 > bytes) throw new RangeError(`Memory beyond ${bytes} bytes`)
    return grow.call(this, pages)
  }
  return () => {
    Memory.prototype.grow = grow
  }
}

interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}
