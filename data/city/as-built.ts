/**
 * The city as it stands: a dataset, and what was accepted as built in it since, written as a dataset of its own beside it. It is made
 * from the first one each time, so that what is taken away again leaves nothing behind. Fills go into the ground; ponds, turn
 * bans and hours of cabinets have no layer and go along in the manifest.
 */
import { copyFile, link, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashRecord } from '../../scenarios/canonical.ts'
import { type City, plannedGround } from '../../scenarios/city/city.ts'
import {
  type CityManifest,
  cityManifestSchema,
  type Feature,
  type LayerManifest,
} from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIds } from '../../scenarios/city/layers.ts'
import { type Edit, imposeEdits, layerOf } from '../../scenarios/edit.ts'
import { createGrid, type Grid } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'
import { type Provenance, weakest } from '../../scenarios/provenance.ts'
import { readGround, readLayer, readManifest } from './read.ts'
import { writeGround, writeLayer, writeWhole } from './write.ts'

export interface AsBuilt {
  readonly manifest: CityManifest
  /** Edits of what the dataset no longer has: nothing came of them. */
  readonly missing: readonly Edit[]
}

/**
 * @param base a dataset
 * @param out the folder to write; what stands there of the same dataset and edits is left as it is
 * @param edits in the order in which they came to stand
 * @param date of the last of them
 */
export async function writeAsBuilt(base: string, out: string, edits: readonly Edit[], date: string): Promise<AsBuilt> {
  const manifest = await readManifest(base)
  const { city, missing } = impose(await cityOf(base, manifest, edits), edits)
  const basedOn = hashRecord({ manifest, edits })
  const there = await readManifest(out).catch(() => null)
  if (there?.basedOn === basedOn) return { manifest: there, missing }
  const written = await writeWhole(out, async (temporary) => {
    await mkdir(join(temporary, 'layers'), { recursive: true })
    await mkdir(join(temporary, 'grids'))
    const changed = layersOf(edits)
    const layers: LayerManifest[] = []
    for (const entry of manifest.layers) {
      if (changed.includes(entry.id)) layers.push(await writeLayer(temporary, entry.id, builtLayer(entry, city, date)))
      else layers.push({ ...entry, file: await take(base, temporary, entry.file, `layers/${entry.id}.ndjson`) })
    }
    const grids = []
    for (const entry of manifest.grids) {
      const { file, sha256: _, bytes: __, spec: ___, ...about } = entry
      const built = city.fills.size > 0 && entry.id === 'ground'
      if (built)
        grids.push(await writeGround(temporary, { ...about, date, grid: plannedGround({ ...city, ponds: new Map() }) }))
      else grids.push({ ...entry, file: await take(base, temporary, file, `grids/${entry.id}.f32`) })
    }
    const { generator: ____, ...head } = manifest
    const made = cityManifestSchema.parse({ ...head, layers, grids, basedOn, standing: standingOf(city) })
    await writeFile(join(temporary, 'city.json'), `${JSON.stringify(made, null, 2)}\n`)
    return made
  })
  return { manifest: written, missing }
}

const layersOf = (edits: readonly Edit[]): LayerId[] => [...new Set(edits.flatMap((edit) => layerOf(edit) ?? []))]

/** The whole city, of the layers that the edits touch alone. */
async function cityOf(base: string, manifest: CityManifest, edits: readonly Edit[]): Promise<City> {
  const wanted = layersOf(edits)
  const layers = Object.fromEntries(layerIds.map((id) => [id, new Map<string, Feature>()]))
  for (const id of wanted) {
    for (const feature of await readLayer(base, manifest, id)) layers[id]!.set(feature.id, feature)
  }
  const ground: Grid = edits.some(({ kind }) => kind === 'ground.level')
    ? await readGround(base, manifest)
    : createGrid({ columns: 0, rows: 0, cellSize: 1, west: 0, north: 0 }, new Float32Array())
  return {
    manifest,
    tilesHash: '',
    area: manifest.bounds,
    ground,
    layers: layers as unknown as City['layers'],
    fills: new Map(),
    ponds: new Map(),
    turnBans: new Set(),
    dimming: new Map(),
    rezoned: new Map(),
    rebuilt: new Map(),
  }
}

function impose(before: City, edits: readonly Edit[]): { city: City; missing: Edit[] } {
  const missing: Edit[] = []
  let city = before
  for (const edit of edits) {
    try {
      city = imposeEdits(city, [edit])
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      missing.push(edit)
    }
  }
  return { city, missing }
}

/** A generated layer stays a rehearsal: what is built in it was not surveyed either. */
function builtLayer(
  { file: _, sha256: __, bytes: ___, count: ____, id, ...about }: LayerManifest,
  city: City,
  date: string,
) {
  const provenance: Provenance = about.provenance === 'generated' ? 'generated' : 'observed'
  const features = [...city.layers[id].values()].map((feature) =>
    feature.provenance === 'planned' ? { ...feature, provenance } : feature,
  )
  return {
    ...about,
    features,
    provenance: weakest([about.provenance, provenance]),
    date,
    sources: [
      ...about.sources,
      { title: 'Hoàn công đã nghiệm thu / accepted as built', licence: about.sources[0]!.licence, date },
    ],
  }
}

/** What has no layer, as edits of a bare city. */
const standingOf = ({ ponds, turnBans, dimming }: City): Edit[] => [
  ...[...ponds].map(([target, { ring, ...levels }]) => {
    const to = { ring: ring.map(([x, y]): [number, number] => [x, y]), ...levels }
    return { kind: 'pond' as const, target, from: null, to }
  }),
  ...[...turnBans].map((target) => ({ kind: 'turn.ban' as const, target, from: false, to: true })),
  ...[...dimming].map(([target, steps]) => ({ kind: 'lamp.dimming' as const, target, from: null, to: [...steps] })),
]

/** The same file under a name of the new folder: a second name where the disk allows it. */
async function take(base: string, out: string, from: string, to: string): Promise<string> {
  await link(join(base, from), join(out, to)).catch(() => copyFile(join(base, from), join(out, to)))
  return to
}
