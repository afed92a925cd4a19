/**
 * Dykes and embankments: the belts Ô Môn – Xà No north of Xà No and Nam Xà No south of it run with the paths along the main
 * waters and the canals on the limits; in the town Xà No and the mouth of the Nàng Mau canal have stone embankments (kè).
 * That they exist is known; their courses, crests and state are assumed.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { lineLength } from '../../../scenarios/geometry.ts'
import type { BuildState } from '../../../scenarios/provenance.ts'
import { feature } from './features.ts'
import { toLine } from './near.ts'
import { pieceKey } from './network.ts'
import { type Channel, nangMau, xaNo, xaNoAt } from './place.ts'
import { bankLines, thinned } from './streets.ts'

export interface Dyke {
  readonly name: string
  readonly kind: 'dyke' | 'embankment' | 'quay'
  readonly line: XY[]
  /** Above Hòn Dấu, m. */
  readonly crestMetres: number
  readonly crestWidthMetres: number
  readonly buildState: BuildState
}
type Kind = Omit<Dyke, 'line'>

const built = { buildState: 'as-built' } as const
const quay: Kind = { name: 'Kè Xà No', kind: 'quay', crestMetres: 1.6, crestWidthMetres: 5, ...built }
const embankment: Kind = { ...quay, kind: 'embankment', crestWidthMetres: 4 }
const nangMauEmbankment: Kind = { ...embankment, name: 'Kè kênh Vị Thanh – Nàng Mau' }
const north: Kind = {
  name: 'Đê bao Ô Môn – Xà No',
  kind: 'dyke',
  crestMetres: 1.5,
  crestWidthMetres: 4,
  ...built,
}
const south: Kind = { ...north, name: 'Đê bao Nam Xà No', crestMetres: 1.4 }
/** The stretch along the Nước Đục is being raised (generated, so that such a state is seen). */
const southBeingRaised: Kind = { ...south, buildState: 'under-construction' }
const LEAST_METRES = 60

export function makeDykes(channels: readonly Channel[]): Dyke[] {
  const firm = channels.filter((channel) => channel.provenance !== 'generated')
  const banks = bankLines(channels)
  return firm.flatMap((channel) =>
    banks(channel).flatMap((line) =>
      byKind(channel, line)
        .filter((dyke) => lineLength(dyke.line) > LEAST_METRES)
        .map((dyke) => ({ ...dyke, line: thinned(dyke.line) })),
    ),
  )
}

/** A bank's line in stretches of one kind. */
function byKind(channel: Channel, line: readonly XY[]): Dyke[] {
  const out: Dyke[] = []
  for (const p of line) {
    const kind = kindAt(channel, p)
    const last = out.at(-1)
    if (last?.name === kind.name && last.kind === kind.kind) {
      last.line.push(p)
      continue
    }
    last?.line.push(p)
    out.push({ ...kind, line: [p] })
  }
  return out
}

function kindAt({ line, name }: Channel, p: XY): Kind {
  const { along, side } = toLine(p, xaNo)
  if (line === xaNo) {
    if (along > xaNoAt(105.4585) && along < xaNoAt(105.4835)) return quay
    if (along > xaNoAt(105.4445) && along < xaNoAt(105.4965)) return embankment
  }
  if (line === nangMau && toLine(p, nangMau).along < 700) return nangMauEmbankment
  if (side > 0) return north
  return name?.startsWith('Sông Nước Đục') ? southBeingRaised : south
}

export const dykeFeatures = (dykes: readonly Dyke[]): Feature<'dykes'>[] =>
  dykes.map(({ line, buildState, ...properties }) =>
    feature('dykes', pieceKey({ line }), { type: 'LineString', coordinates: line }, properties, 'assumed', buildState),
  )
