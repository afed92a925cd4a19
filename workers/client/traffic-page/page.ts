/** The page of traffic.test.ts: asks the traffic door about the village beside it, and leaves what came in `answer`. */
import type { Edit } from '../../../scenarios/edit.ts'
import type { XY } from '../../../scenarios/frame.ts'
import type { ScenarioBody } from '../../../scenarios/scenario.ts'
import type { Reach, Route, TrafficComparison } from '../../../scenarios/traffic.ts'
import { openTraffic } from '../traffic.ts'

export interface Given {
  readonly body: ScenarioBody
  readonly closed: Edit
  readonly from: XY
  readonly to: XY
}

export interface Answer {
  readonly isolated: boolean
  /** Of the baseline and the scenario, with one thread and with two. */
  readonly digests: string[][]
  readonly progress: number[]
  /** Which outcomes are the very same objects: an unedited scenario and its baseline, the baselines, a question put twice. */
  readonly same: boolean[]
  readonly routes: (Route | null)[]
  readonly reach: Reach
  readonly vehicles: number
  readonly stopped: string[]
  readonly problem: string
}

const at = (doing: string) => Object.assign(globalThis, { doing })
const nameOf = (error: Error) => error.name

async function answer({ body, closed, from, to }: Given): Promise<Answer> {
  const session = openTraffic(new URL('tiles/', location.href).href)
  const progress: number[] = []
  const compare = (of: ScenarioBody, threads = 1, signal = new AbortController().signal): Promise<TrafficComparison> =>
    session.compare(of, { flood: null, threads, signal, progress: (fraction) => progress.push(fraction) })
  const edited = { ...body, edits: [closed] }
  at('no comparison yet')
  const early = await session.route('baseline', { mode: 'car', from, to }).catch((error: Error) => error.message)
  at('the baseline')
  const alone = await compare(body)
  const rising = [...progress]
  at('a street closed')
  const first = await compare(edited)
  const route = (which: 'baseline' | 'scenario') => session.route(which, { mode: 'motorbike', from, to })
  const routes = [await route('baseline'), await route('scenario')]
  at('the same again')
  const again = await compare(edited)
  at('two threads')
  const other = openTraffic(new URL('tiles/', location.href).href)
  const second = await other.compare(edited, {
    flood: null,
    threads: 2,
    signal: new AbortController().signal,
    progress: () => {},
  })
  other.close()
  at('reach and vehicles')
  const reach = await session.reach('baseline', 'ambulance', { category: 'health' })
  const motion = await session.motion('scenario', { vehicles: 1000, signal: new AbortController().signal })
  at('stops and problems')
  const stop = new AbortController()
  const stopping = compare({ ...body, seed: 2, edits: [] }, 1, stop.signal)
  stop.abort()
  const stopped = await stopping.then(() => 'answered', nameOf)
  const missing = { ...closed, target: 'vt:road/none' } as Edit
  const problem = await compare({ ...body, edits: [missing] }).catch((error: Error) => error.message)
  const pending = compare({ ...body, edits: [missing] })
  session.close()
  const digestsOf = ({ baseline, scenario }: TrafficComparison) => [baseline.result.digest, scenario.result.digest]
  return {
    isolated: globalThis.crossOriginIsolated,
    digests: [digestsOf(first), digestsOf(second)],
    progress: rising,
    same: [
      alone.baseline === alone.scenario,
      first.baseline === alone.baseline,
      first.scenario !== first.baseline,
      again.scenario === first.scenario,
    ],
    routes,
    reach,
    vehicles: motion.end.length,
    stopped: [early as string, stopped, await pending.then(() => 'answered', nameOf)],
    problem: String(problem),
  }
}

const given = (await (await fetch('given.json')).json()) as Given
answer(given).then(
  (value) => Object.assign(globalThis, { answer: value }),
  (error: Error) => Object.assign(globalThis, { answer: { failed: `${error.message} ${error.stack}` } }),
)
