/** The door to the thread of addresses: started by the first who asks, started again where its file could not be read. */
import { type Remote, wrap } from 'comlink'
import type { Answer, Candidate } from '../../../scenarios/address/candidate.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import type { EngineThread } from './engine.worker.ts'

type About = Awaited<ReturnType<EngineThread['open']>>

let started: Promise<{ thread: Remote<EngineThread>; about: About }> | null = null

function start() {
  started ??= open().catch((error: unknown) => {
    started = null
    throw error
  })
  return started
}

async function open() {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' })
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = reject
  })
  const thread = wrap<EngineThread>(worker)
  try {
    return { thread, about: await Promise.race([thread.open(), broken]) }
  } catch {
    worker.terminate()
    throw new Problem({
      code: 'search/unreachable',
      message: both('Chưa tải được danh mục địa chỉ', 'The list of addresses could not be loaded'),
    })
  }
}

/** Everything that follows @throws Problem `search/unreachable`; a later call tries again. */
export const search = async (text: string, limit = 6): Promise<Answer> => (await start()).thread.search(text, limit)

/** What a tap means: the house under it, else the bare place with the nearest house in its note; null outside the city. */
export const reverse = async (lon: number, lat: number): Promise<Candidate | null> =>
  (await start()).thread.reverse(lon, lat)

/** The place that a link names: by its words where they still lead there, else what is there now. */
export const find = async (lon: number, lat: number, text: string | null): Promise<Candidate | null> =>
  (await start()).thread.find(lon, lat, text)

export const local = async (lon: number, lat: number) => (await start()).thread.local(lon, lat)

export const about = async (): Promise<About> => (await start()).about
