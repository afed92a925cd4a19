/** The worker that reads a building's file: it may take a gigabyte and minutes, and is ended with its work. */
import '../shared/jitless.ts'
import ifcWasm from 'web-ifc/web-ifc.wasm?url'
import { type BuildingFigures, figuresOf } from '../../data/readers/building/figures.ts'
import type { BuildingLimits, BuildingModel } from '../../data/readers/building/model.ts'
import { readBuilding } from '../../data/readers/building/read.ts'
import { setIfcWasm } from '../../data/readers/ifc/triangles.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/problem.ts'

setIfcWasm(ifcWasm)

export interface OpenedBuilding {
  readonly model: BuildingModel
  readonly figures: BuildingFigures
  /** SHA-256 of the file. */
  readonly hash: string
  readonly bytes: number
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

const say = (answer: BuildingAnswer, moved: Transferable[] = []) => postMessage(answer, { transfer: moved })

addEventListener('message', async ({ data: { file, name, limits } }: MessageEvent<BuildingOrder>) => {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const progress = (share: number) => say({ progress: share * 0.9 })
    const model = await readBuilding(bytes, name, { limits, progress })
    say({ progress: 0.9 })
    const opened = { model, figures: figuresOf(model), hash: hashBytes(bytes), bytes: bytes.length }
    say({ opened }, [model.positions.buffer, model.indices.buffer])
  } catch (error) {
    say({ problem: { file: name, ...problemOf(error) } })
  }
})
