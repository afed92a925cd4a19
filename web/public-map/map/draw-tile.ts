/** What a tile looks like: its features as triangles, by phase. */
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { TileFeature, TileLayer } from '../../../tiles/read/mvt.ts'
import { zoneColour } from '../../shared/colours.ts'
import { TILE } from './cover.ts'
import type { Look } from './look.ts'
import { Builder, type Colour, colourOf, type Phase, type Placing, phases, type Triangles } from './mesh.ts'
import { groundOf, type Palette } from './palette.ts'

/** A decoded tile of a layer, maybe an ancestor of the tile that is drawn. */
export interface Sheet {
  readonly layer: TileLayer
  /** Levels above the tile that is drawn. */
  readonly up: number
}

export type Drawn = Partial<Record<Phase, Triangles>>

export function placingOf({ layer, up }: Sheet, x: number, y: number): Placing {
  const times = 2 ** up
  return { dx: -(x % times) * TILE, dy: -(y % times) * TILE, scale: (TILE * times) / layer.extent }
}

/** Even: the line grows with the zoom. */
const GROWS = 254
const FIXED = 255

const EQUATOR_METRES = 40_075_016.7

/** Least width of a road, pixels from zoom 10 on. */
const leastWidths: Readonly<Record<string, readonly number[]>> = {
  trunk: [2.4, 2.8, 3.4, 4.2, 5.6, 8, 11],
  arterial: [1.8, 2.2, 2.8, 3.6, 5, 7.4, 10],
  collector: [1.2, 1.4, 1.9, 2.7, 4, 6.4, 9],
  local: [0.7, 0.8, 1, 1.6, 2.7, 4.8, 7.5],
  alley: [0.5, 0.6, 0.7, 1, 1.6, 2.8, 4.6],
  path: [0.4, 0.5, 0.6, 0.8, 1.2, 2, 3.2],
}
const roadOrder = ['path', 'alley', 'local', 'collector', 'arterial', 'trunk']

const at = (steps: readonly number[], zoom: number): number =>
  steps[Math.max(0, Math.min(steps.length - 1, zoom - 10))]!

export function drawTile(
  z: number,
  x: number,
  y: number,
  sheets: ReadonlyMap<LayerId, Sheet>,
  { shown }: Look,
  palette: Palette,
): Drawn {
  const builders = new Map(phases.map((phase) => [phase, new Builder()]))
  const [surfaces, edges, casings, roads, borders] = phases.map((phase) => builders.get(phase)!) as [
    Builder,
    Builder,
    Builder,
    Builder,
    Builder,
  ]
  const each = (id: LayerId, draw: (feature: TileFeature, placing: Placing) => void) => {
    const sheet = sheets.get(id)
    if (!sheet) return
    const placing = placingOf(sheet, x, y)
    for (const feature of sheet.layer.features) if (touches(feature, placing)) draw(feature, placing)
  }

  surfaces.square(colourOf(palette.ground))
  each('landcover', (f, p) => {
    const colour = palette.landcover[String(f.properties.cover)]
    if (colour) surfaces.surface(f, p, colourOf(colour))
  })
  const plan = shown.includes('zones')
  each('zones', (f, p) => {
    const code = String(f.properties.zoningCode)
    const quiet = groundOf(code, palette)
    if (quiet) surfaces.surface(f, p, colourOf(quiet))
    if (!plan) return
    surfaces.surface(f, p, colourOf(zoneColour(code).colour, 120))
    outline(edges, f, p, 0.5, colourOf(palette.label.plan, 109))
  })
  if (z >= 12) {
    each('waterways', (f, p) => {
      const wide = Number(f.properties.widthMetres ?? 0) / metresPerPixel(z, y)
      for (const part of f.parts) edges.line(part, p, Math.max(0.5, wide / 2), colourOf(palette.water, GROWS), 4)
    })
  }
  each('water', (f, p) => {
    edges.surface(f, p, colourOf(palette.water))
    if (z >= 15) outline(edges, f, p, 0.5, colourOf(palette.waterLine))
  })
  each('parcels', (f, p) => {
    if (z < 16) return outline(edges, f, p, 0.25, colourOf(palette.parcel, 141))
    outline(edges, f, p, 0.4, colourOf(palette.parcel))
  })
  each('buildings', (f, p) => {
    edges.surface(f, p, colourOf(palette.building))
    if (z >= 16) outline(edges, f, p, 0.35, colourOf(palette.buildingEdge))
  })

  const byClass = new Map<string, [TileFeature, Placing][]>()
  each('roads', (f, p) => {
    const kind = String(f.properties.class)
    const list = byClass.get(kind) ?? []
    if (list.length === 0) byClass.set(kind, list)
    list.push([f, p])
  })
  for (const kind of roadOrder) {
    const [fill, casing] = palette.roads[kind]!
    for (const [f, p] of byClass.get(kind) ?? []) {
      const metres = Number(f.properties.widthMetres ?? 4)
      const half = Math.max(at(leastWidths[kind]!, z), metres / metresPerPixel(z, y)) / 2
      const cased = z >= (kind === 'local' ? 13 : kind === 'alley' || kind === 'path' ? 15 : 11)
      for (const part of f.parts) {
        if (cased) casings.line(part, p, half + (z < 14 ? 0.5 : 0.8), colourOf(casing, GROWS), 4)
        // Without an edge a white street would not be seen on pale ground.
        roads.line(part, p, half, colourOf(cased || kind === 'trunk' || kind === 'arterial' ? fill : casing, GROWS), 4)
      }
    }
  }

  each('gridcells', (f, p) => dashedOutline(borders, f, p, 0.5, colourOf(palette.grid, FIXED), 4, 3))
  each('subunits', (f, p) => dashedOutline(borders, f, p, 0.6, colourOf(palette.subunit, FIXED), 5, 3))
  each('units', (f, p) => {
    if (f.properties.validTo) return
    outline(borders, f, p, z < 13 ? 1.4 : 2, colourOf(palette.unit, 37))
    dashedOutline(borders, f, p, z < 13 ? 0.6 : 0.8, colourOf(palette.unit, FIXED), 8, 4)
  })

  const drawn: Drawn = {}
  for (const [phase, builder] of builders) if (!builder.empty) drawn[phase] = builder.finish()
  return drawn
}

function outline(builder: Builder, { parts }: TileFeature, placing: Placing, half: number, colour: Colour): void {
  for (const part of parts) builder.line(closed(part), placing, half, colour, 0)
}

function dashedOutline(
  builder: Builder,
  { parts }: TileFeature,
  placing: Placing,
  half: number,
  colour: Colour,
  on: number,
  off: number,
): void {
  for (const part of parts) builder.dashes(closed(part), placing, half, colour, on, off)
}

function closed(ring: Float32Array): Float32Array {
  const whole = new Float32Array(ring.length + 2)
  whole.set(ring)
  whole.set(ring.subarray(0, 2), ring.length)
  return whole
}

function touches({ bounds: [x0, y0, x1, y1] }: TileFeature, { dx, dy, scale }: Placing): boolean {
  return dx + x1 * scale >= -8 && dy + y1 * scale >= -8 && dx + x0 * scale <= TILE + 8 && dy + y0 * scale <= TILE + 8
}

export function metresPerPixel(z: number, y: number): number {
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / 2 ** z)))
  return (EQUATOR_METRES * Math.cos(latitude)) / (TILE * 2 ** z)
}
