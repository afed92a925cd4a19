/** The page of lighting.test.ts: asks the lighting door about the village beside it, and leaves what came in `answer`. */
import type { Edit } from '../../../scenarios/edit.ts'
import type { Bounds } from '../../../scenarios/geometry.ts'
import type { LightingComparison, LightingSettings } from '../../../scenarios/lighting.ts'
import { openLighting } from '../lighting.ts'

export interface Given {
  readonly edits: readonly Edit[]
  readonly settings: LightingSettings
  readonly area: Bounds
}

export interface Answer {
  /** Of the baseline and the scenario: first, of a shorter list, of the first list again. */
  readonly digests: string[][]
  readonly progress: number[]
  /** Which are the very same objects: an unedited scenario and its baseline, the baselines, the points of both sides. */
  readonly same: boolean[]
  readonly points: number
  readonly isolux: number[]
  readonly stopped: string[]
  readonly problem: string
}

const nameOf = (error: Error) => error.name

async function answer({ edits, settings, area }: Given): Promise<Answer> {
  const session = openLighting(new URL('tiles/', location.href).href)
  const early = await session
    .isolux('scenario', area, { stepMetres: 2, levels: [5] })
    .catch((error: Error) => error.message)
  const progress: number[] = []
  const alone = await session.compare([], { settings, progress: (fraction) => progress.push(fraction) })
  const first = await session.compare(edits, { settings })
  const fewer = await session.compare(edits.slice(0, 2), { settings })
  const again = await session.compare(edits, { settings })
  const isolux = await session.isolux('scenario', area, { stepMetres: 2, levels: [1, 5, 1e6] })
  const stop = new AbortController()
  const stopping = session.compare(edits, { settings: { ...settings, hour: 3 }, signal: stop.signal })
  stop.abort()
  const stopped = await stopping.then(() => 'answered', nameOf)
  const missing = { kind: 'lamp.state', target: 'vt:lamps/none', from: 'on', to: 'out' } as const
  const problem = await session.compare([missing], { settings }).catch((error: Error) => error.message)
  const pending = session.compare([missing], { settings })
  session.close()
  const digestsOf = ({ baseline, scenario }: LightingComparison) => [baseline.result.digest, scenario.result.digest]
  return {
    digests: [first, fewer, again].map(digestsOf),
    progress,
    same: [
      alone.baseline === alone.scenario,
      first.baseline === alone.baseline,
      first.scenario.model.input.points === first.baseline.model.input.points,
    ],
    points: first.scenario.model.input.points.x.length,
    isolux: isolux.map(({ lines }) => lines.length),
    stopped: [String(early), stopped, await pending.then(() => 'answered', nameOf)],
    problem: String(problem),
  }
}

const given = (await (await fetch('given.json')).json()) as Given
answer(given).then(
  (value) => Object.assign(globalThis, { answer: value }),
  (error: Error) => Object.assign(globalThis, { answer: { failed: `${error.message} ${error.stack}` } }),
)
