/** A single lamp set on the map: behind the kerb where the click fell, with the pole and the luminaire of the form. Pure. */
import { type Edit, lampPoleSchema, type PlannedLamp } from '../../scenarios/edit.ts'
import { recordId, stableId } from '../../scenarios/ids.ts'
import type { KerbTool, StageKerb } from '../stage/index.ts'
import { type LampLuminaire, POLE } from './lamp-plan.ts'

export type Pole = Pick<PlannedLamp, 'heightMetres' | 'overhangMetres' | 'tiltDegrees'>
type NewLamp = Extract<Edit, { kind: 'lamp.new' }> & { readonly to: PlannedLamp }

export const kerbTool: KerbTool = { kind: 'kerb', behindMetres: POLE.behind, withinMetres: 15 }
export const firstPole: Pole = { heightMetres: 8, overhangMetres: POLE.overhang, tiltDegrees: POLE.tilt }

/** @returns null where no such pole can be */
export function pointEdit(
  kerb: StageKerb,
  pole: Pole,
  luminaire: LampLuminaire,
  edits: readonly Edit[],
): NewLamp | null {
  const { at, headingDegrees, road } = kerb
  const right = lampPoleSchema.safeParse(pole)
  if (!right.success) return null
  const before = edits.filter(({ kind, from }) => kind === 'lamp.new' && from === null).length
  const to: PlannedLamp = {
    at: [at[0], at[1]],
    number: `+${before + 1}`,
    cabinetId: null,
    circuit: null,
    street: road.properties.name,
    roadClass: road.properties.class,
    ...luminaire,
    ...right.data,
    headingDegrees,
    arrangement: 'one-side',
    state: 'on',
  }
  return { kind: 'lamp.new', target: stableId('lamp', recordId()).replace('vt:', 'new:'), from: null, to }
}
