/** The worker that checks the norms: a whole ward is counted while the page stays free. */
import '../shared/jitless.ts'
import { expose } from 'comlink'
import { httpSource, openTiles } from '../../tiles/read/index.ts'
import { problemOf } from '../shared/problem.ts'
import type { Answer } from './import.worker.ts'
import { type IndicatorAnswer, type IndicatorQuestion, IndicatorTask } from './indicators-task.ts'

let task: Promise<IndicatorTask> | null = null

const api = {
  async answer(url: string, question: IndicatorQuestion): Promise<Answer<IndicatorAnswer>> {
    try {
      task ??= openTiles(httpSource(url)).then((tiles) => new IndicatorTask(tiles))
      return { value: await (await task).answer(question) }
    } catch (error) {
      // A link that was lost comes back.
      task = null
      return { problem: problemOf(error) }
    }
  },
}
export type IndicatorWorker = typeof api
expose(api)
