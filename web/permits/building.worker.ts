/** The worker that reads a building's file: it may take a gigabyte and minutes, and is ended with its work. */
import '../shared/jitless.ts'
import ifcWasm from 'web-ifc/web-ifc.wasm?url'
import { type BuildingFigures, figuresOf } from '../../data/readers/building/figures.ts'
import type { BuildingLimits, BuildingModel } from '../../data/readers/building/model.ts'
import { readBuilding } from '../../data/readers/building/read.ts'
import { packedGltf } from '../../data/readers/gltf/pack.ts'
import { setIfcWasm } from '../../data/readers/ifc/triangles.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/problem.ts'

setIfcWasm(ifcWasm)

export interface OpenedBuilding {
  readonly model: BuildingModel
  readonly figures: BuildingFigures
  /** SHA-256 of the file as it is sent along. */
  readonly hash: string
  /** The file to be sent in its place; null: itself. */
  readonly packed: Uint8Array<ArrayBuffer> | null
}

export interface BuildingOrder {
  readonly file: Blob
  readonly name: string
  readonly limits: BuildingLimits
}

export type BuildingAnswer =
  | { readonly progress: number }
  | { readonly opened: OpenedBuilding }
  | { readonly problem: ProblemDetail }

/** First byte of a binary glTF. */
const GLB = 0x67

const say = (answer: BuildingAnswer, moved: Transferable[] = []) => postMessage(answer, { transfer: moved })

addEventListener('message', async ({ data: { file, name, limits } }: MessageEvent<BuildingOrder>) => {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const progress = (share: number) => say({ progress: share * 0.9 })
    const model = await readBuilding(bytes, name, { limits, progress })
    say({ progress: 0.9 })
    const packed = model.kind === 'glb' && bytes[0] !== GLB ? packedGltf(bytes) : null
    const opened = { model, figures: figuresOf(model), hash: hashBytes(packed ?? bytes), packed }
    say({ opened }, [model.positions.buffer, model.indices.buffer])
  } catch (error) {
    say({ problem: { file: name, ...problemOf(error) } })
  }
})
