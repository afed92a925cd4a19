/** The worker that reads files dropped on the map, so that the page stays free. Problems cross as values. */
import '../shared/jitless.ts'
import { expose } from 'comlink'
import sqlWasm from 'sql.js/dist/sql-wasm.wasm?url'
import type { Mapping } from '../../data/readers/layer/mapping.ts'
import { setSqlWasm } from '../../data/readers/vector/sqlite.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { ProblemDetail, Progress } from '../../scenarios/problem.ts'
import { problemOf } from '../shared/problem.ts'
import { type ImportTarget, ImportTask } from './import-task.ts'

setSqlWasm(sqlWasm)

export type Answer<T> = { readonly value: T } | { readonly problem: ProblemDetail }

let task: ImportTask | null = null

async function answer<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

const api = {
  open: (file: File, target: ImportTarget, progress: Progress) => {
    task = new ImportTask(target)
    return answer(() => task!.open(file, progress))
  },
  place: (asked: string | undefined) => answer(() => task!.place(asked)),
  guess: (index: number, layer: LayerId) => answer(() => task!.guess(index, layer)),
  lay: (index: number, layer: LayerId, mapping: Mapping) => answer(() => task!.lay(index, layer, mapping)),
  geoJson: () => answer(() => new Blob(task!.geoJson(), { type: 'application/geo+json' })),
}
export type ImportWorker = typeof api
expose(api)
