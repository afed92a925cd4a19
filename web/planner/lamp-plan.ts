/** Lamps under the draft: a street's lamps as the draft leaves them, rows of new ones, and what may be chosen for them. */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type Edit, lampOf, type PlannedLamp } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { lineLength } from '../../scenarios/geometry.ts'
import { stableId } from '../../scenarios/ids.ts'
import { lampsOfStreet } from '../../scenarios/lamp-edits.ts'
import type { LightingSettings } from '../../scenarios/lighting.ts'
import { lightingFacts } from '../../scenarios/lighting-facts.ts'
import { layerParts, readCity, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'
import { plan } from './plan.ts'

type Lamp = Feature<'lamps'>
export type LampLuminaire = Pick<PlannedLamp, 'source' | 'powerWatts' | 'fluxLumens' | 'luminaire'>

/** All lamps of the city with the draft's edits of lamps. @throws Problem `tiles/damaged`, Cancelled */
export async function readLamps(tiles: Tiles, edits: readonly Edit[], at: XY, signal: AbortSignal): Promise<City> {
  const lamps = new Map<string, Lamp>()
  for await (const { features } of layerParts(await withLayerAtHand(tiles, 'lamps', signal), 'lamps', null, signal)) {
    for (const lamp of features as Lamp[]) lamps.set(lamp.id, lamp)
  }
  const near = await readCity(tiles, [at[0] - 1, at[1] - 1, at[0] + 1, at[1] + 1], signal)
  // Lamps of the plan wherever they stand, not only where one looks.
  const city = { ...near, area: tiles.manifest.city.bounds, layers: { ...near.layers, lamps } }
  return plan(
    city,
    edits.filter(({ kind }) => kind.startsWith('lamp.') && kind !== 'lamp.dimming'),
  ).planned
}

/** The lamp as it stands now, and all of its street; null where the draft has taken it away. */
export function lampNow(
  city: Awaited<ReturnType<typeof readLamps>>,
  id: string,
): { lamp: Lamp; street: Lamp[] } | null {
  const lamp = city.layers.lamps.get(id)
  if (!lamp) return null
  const { street } = lamp.properties
  return { lamp, street: street ? lampsOfStreet(city, street) : [lamp] }
}

export const removalEdits = (lamps: readonly Lamp[]): Edit[] =>
  lamps.map((lamp) => ({ kind: 'lamp.new', target: lamp.id, from: lampOf(lamp), to: null }))

const choice = (source: 'LED' | 'HPS', powerWatts: number, fluxLumens: number) => ({
  title: `${source} ${powerWatts} W`,
  to: { source, powerWatts, fluxLumens } satisfies LampLuminaire,
})

/** Luminaires of the library as an edit carries them: of sodium the nominal power and the flux of the bare lamp. */
export const luminaireChoices: readonly { readonly title: string; readonly to: LampLuminaire }[] = [
  ...[30, 50, 60, 80, 90, 110, 120, 150, 180].map((watts) =>
    choice('LED', watts, watts * lightingFacts.ledEfficacy.value),
  ),
  choice('HPS', 70, 6000),
  choice('HPS', 150, 15_000),
  choice('HPS', 250, 28_000),
]

/** The library, then what the scenario brings along from files. */
export const choicesOf = ({ luminaires = [] }: Pick<LightingSettings, 'luminaires'>): typeof luminaireChoices => [
  ...luminaireChoices,
  ...luminaires.map(({ id, title, file, lightSource, powerWatts, fluxLumens }) => ({
    title: `${title} ${powerWatts} W (${file.name})`,
    to: { source: lightSource, powerWatts, fluxLumens: Math.max(1, Math.round(fluxLumens)), luminaire: id },
  })),
]

/** Ids of luminaires from files that lamps would have. */
export const luminairesUsed = (edits: readonly Edit[]): ReadonlySet<string> =>
  new Set(
    edits.flatMap((edit) => {
      const to = edit.kind === 'lamp.luminaire' || edit.kind === 'lamp.new' ? edit.to : null
      return to?.luminaire === undefined ? [] : [to.luminaire]
    }),
  )

export interface RowOfLamps {
  readonly spacingMetres: number
  readonly heightMetres: number
  readonly luminaire: LampLuminaire
}

/** The pole behind the kerb, m; the light in front of the pole, m; °. */
export const POLE = { behind: 0.5, overhang: 1.5, tilt: 5 }

/** New lamps on the right side of a street, evenly from end to end, looking across it. */
export function rowEdits(road: Feature<'roads'>, line: readonly XY[], row: RowOfLamps): Edit[] {
  const length = lineLength(line)
  const steps = Math.max(1, Math.round(length / row.spacingMetres))
  return Array.from({ length: steps + 1 }, (_, k): Edit => {
    const { at, way } = along(line, (k * length) / steps)
    const out = road.properties.widthMetres / 2 + POLE.behind
    // To the right of the course; the luminaire looks to its left.
    const place: XY = [rounded(at[0] + way[1] * out), rounded(at[1] - way[0] * out)]
    const to: PlannedLamp = {
      at: place,
      number: `+${k + 1}`,
      cabinetId: null,
      circuit: null,
      street: road.properties.name,
      roadClass: road.properties.class,
      ...row.luminaire,
      heightMetres: row.heightMetres,
      overhangMetres: POLE.overhang,
      tiltDegrees: POLE.tilt,
      headingDegrees: Math.round(((Math.atan2(-way[1], way[0]) * 180) / Math.PI + 360) % 360),
      arrangement: 'one-side',
      state: 'on',
    }
    return { kind: 'lamp.new', target: `new:lamp/${stableId('lamp', place.join(' ')).slice(-12)}`, from: null, to }
  })
}

/** Place at a length along a line, and the way it goes there. */
function along(line: readonly XY[], metres: number): { at: XY; way: XY } {
  let left = metres
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if ((left > length && i < line.length - 1) || length === 0) {
      left -= length
      continue
    }
    const way: XY = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
    return { at: [a[0] + way[0] * left, a[1] + way[1] * left], way }
  }
  return { at: line[0]!, way: [1, 0] }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
