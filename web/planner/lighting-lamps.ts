/** The lamps of a lighting run as the night on the map shows them: which burn, how much they give at the hour, which are out. */
import type { LightingModel } from '../../scenarios/lighting.ts'
import { outputAt } from '../../workers/client/lighting.ts'
import type { StageLamps } from '../stage/index.ts'

export function nightLamps({ input, lampIds }: Pick<LightingModel, 'input' | 'lampIds'>): StageLamps {
  const { lamps, luminaires, schedules, hour } = input
  const outputs = schedules.map((schedule) => (hour === null ? 1 : outputAt(schedule, hour)))
  const sodium = luminaires.map(({ id, title }) => /hps|natri|sodium|son[- ]?t/i.test(`${id} ${title}`))
  return {
    ids: lampIds,
    x: lamps.x,
    y: lamps.y,
    height: lamps.height,
    lumens: Float32Array.from(lamps.flux, (flux, l) => lamps.working[l]! * flux * outputs[lamps.schedule[l]!]!),
    out: Uint8Array.from(lamps.working, (working) => 1 - working),
    planned: Uint8Array.from(lampIds, (id) => (id.startsWith('new:') ? 1 : 0)),
    sodium: Uint8Array.from(lamps.luminaire, (k) => (sodium[k] ? 1 : 0)),
  }
}
