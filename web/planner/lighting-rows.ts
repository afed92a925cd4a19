/** Rows of the lighting tables as people read them, and where each of them lies. Pure. */
import type { XY } from '../../scenarios/frame.ts'
import type { LightingEnergy, LightingOutcome, LightingSegment } from '../../scenarios/lighting.ts'
import type { LightingQuantity } from '../../scenarios/lighting-check.ts'
import { segmentRows } from '../../scenarios/lighting-tables.ts'

const middleOf = ({ line }: LightingSegment): XY => line[line.length >> 1] ?? [0, 0]

/** Segments, worst first. `share`: actual / limit, or limit / actual where less is better. */
export const worstRows = (outcome: LightingOutcome) => {
  const share = new Map(outcome.checks.flatMap(({ of, index, worst }) => (of === 'segment' ? [[index, worst]] : [])))
  return segmentRows(outcome).map((row) => ({
    ...row,
    id: String(row.segment),
    share: share.get(row.segment) ?? 0,
    at: middleOf(outcome.model.segments[row.segment]!),
  }))
}
export type WorstRow = ReturnType<typeof worstRows>[number]

/** Places where streets meet, worst first: what there is of each quantity. */
export const meetingRows = ({ model, checks }: LightingOutcome) =>
  checks.flatMap(({ of, index, lightingClass, verdicts, verdict, met, worst }) => {
    const area = of === 'conflict' ? model.conflicts[index] : undefined
    if (!area) return []
    const actual: Partial<Record<LightingQuantity, number>> = {}
    for (const one of verdicts) actual[one.quantity] = one.actual
    const names = [...new Set(area.segments.flatMap((s) => model.segments[s]!.name ?? []))]
    return [{ id: String(index), names, at: area.at, lightingClass, verdict, met, actual, share: worst }]
  })
export type MeetingRow = ReturnType<typeof meetingRows>[number]

/** Lamps that are out, those that leave most dark first. */
export function outageRows({ outages, model }: LightingOutcome) {
  const index = new Map(model.lampIds.map((id, k) => [id, k]))
  const { x, y } = model.input.lamps
  return outages
    .map((outage) => {
      const k = index.get(outage.lamp)
      const at: XY | null = k === undefined ? null : [x[k]!, y[k]!]
      const cabinet = outage.cabinet && (model.names.get(outage.cabinet) ?? outage.cabinet)
      const number = model.names.get(outage.lamp) ?? outage.lamp
      return { ...outage, id: outage.lamp, number, cabinet, street: model.segments[outage.segment]?.name ?? null, at }
    })
    .sort((a, b) => b.darkMetres - a.darkMetres || (a.lamp < b.lamp ? -1 : 1))
}
export type OutageRow = ReturnType<typeof outageRows>[number]

/** Energy of the streets or of the cabinets, with where the first lamp of each stands. */
export function energyRows({ energy, model }: LightingOutcome, by: 'streets' | 'cabinets') {
  const places = new Map<string, XY>()
  const { x, y } = model.input.lamps
  model.lampIds.forEach((_, k) => {
    const name = by === 'streets' ? model.segments[model.lampSegment[k]!]?.name : model.lampCircuit[k]?.cabinet
    if (name && !places.has(name)) places.set(name, [x[k]!, y[k]!])
  })
  return [...energy[by]].map(
    ([name, of]): EnergyRow => ({ ...of, id: name, name: model.names.get(name) ?? name, at: places.get(name) ?? null }),
  )
}
export type EnergyRow = LightingEnergy & { readonly id: string; readonly name: string; readonly at: XY | null }
