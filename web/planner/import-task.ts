/**
 * A file opened on the map, step by step: read, placed, its target guessed, mapped. Runs in `import.worker.ts`; the file and the
 * features stay there, the page gets what it shows.
 */

import { layerGeoJson } from '../../data/readers/layer/export.ts'
import { withLabels } from '../../data/readers/layer/labels.ts'
import { type Mapped, mapFeatures, moved } from '../../data/readers/layer/map.ts'
import type { Mapping } from '../../data/readers/layer/mapping.ts'
import {
  type LayerGuess,
  type MappingGuess,
  missingFields,
  suggestLayer,
  suggestMapping,
} from '../../data/readers/layer/suggest.ts'
import { type ImportReport, Reporter } from '../../data/readers/report.ts'
import {
  type SourceCrs,
  type SourceField,
  type SourceValue,
  type VectorSource,
  valueIn,
} from '../../data/readers/vector/contract.ts'
import { type Fit, fittingSystems, type Placement, placeSource } from '../../data/readers/vector/placement.ts'
import { blobFile, readVector } from '../../data/readers/vector/read.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { Frame, XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, type Geometry, geometryBounds, pointsOf } from '../../scenarios/geometry.ts'
import { Problem, type ProblemDetail, type Progress } from '../../scenarios/problem.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { type DrawnLines, linesOfGeometries } from './import-lines.ts'

export const ROWS_SHOWN = 50

export interface ImportTarget {
  readonly frame: Frame
  readonly bounds: Bounds
}

export interface OpenedLayer {
  readonly name: string
  readonly count: number
  readonly fields: readonly SourceField[]
  /** The likeliest first. */
  readonly guesses: readonly LayerGuess[]
  readonly rows: readonly { readonly place: string; readonly values: readonly SourceValue[] }[]
}

export interface Opened {
  readonly file: string
  readonly format: string
  readonly layers: readonly OpenedLayer[]
  readonly place: Placed
}

/** Where the file lies; or why that is not known, and the systems under which it would lie in the city. */
export type Placed =
  | { readonly how: Bilingual; readonly crs: SourceCrs; readonly certain: boolean; readonly choices: readonly Choice[] }
  | { readonly problem: ProblemDetail; readonly choices: readonly Choice[] }

export interface Choice {
  readonly title: Bilingual
  /** What is given back as `asked`. */
  readonly proj4: string
}

export interface Guess extends MappingGuess {
  readonly missing: readonly string[]
}

export interface Laid {
  /** Features that the layer can take; 0 while columns are missing. */
  readonly count: number
  /** Features that there are to draw, and those that are drawn. */
  readonly shown: number
  readonly report: ImportReport
  readonly bounds: Bounds | null
  readonly drawn: DrawnLines
}

export class ImportTask {
  private readonly target: ImportTarget
  private source: VectorSource | null = null
  private placement: Placement | null = null
  private mapped: { readonly layer: LayerId; readonly result: Mapped } | null = null
  private date = ''

  constructor(target: ImportTarget) {
    this.target = target
  }

  /** @throws Problem naming the file and what is wrong with it */
  async open(file: File, progress: Progress): Promise<Opened> {
    refuseRaster(file.name)
    this.source = withLabels(await readVector(blobFile(file, file.name), { progress }))
    this.date = new Date(file.lastModified).toISOString().slice(0, 10)
    const { format, layers } = this.source
    const full = layers.filter((layer) => layer.features.length > 0)
    if (full.length === 0)
      throw new Problem({
        code: 'layer/nothing',
        message: both('tệp không có đối tượng nào', 'the file holds no features'),
        file: file.name,
        expected: 'at least one feature',
      })
    this.source = { ...this.source, layers: full }
    const opened = full.map((layer): OpenedLayer => {
      const names = layer.fields.map((field) => field.name)
      const rows = layer.features
        .slice(0, ROWS_SHOWN)
        .map((one) => ({ place: one.place, values: names.map((name) => valueIn(one, name)) }))
      const guesses = suggestLayer(layer, file.name)
      return { name: layer.name, count: layer.features.length, fields: layer.fields, guesses, rows }
    })
    return { file: file.name, format, layers: opened, place: this.place() }
  }

  /** @param asked an EPSG code or proj4 that a person chose */
  place(asked?: string): Placed {
    const source = this.source!
    this.mapped = null
    const choices = fittingSystems(source, this.target).map(({ what, crs }: Fit) => ({ title: what, proj4: crs.proj4 }))
    try {
      this.placement = placeSource(source, this.target, asked)
      const { how, crs, certain } = this.placement
      return { how, crs, certain, choices }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.placement = null
      return { problem: error.detail, choices }
    }
  }

  guess(index: number, layer: LayerId): Guess {
    const guess = suggestMapping(this.source!.layers[index]!, layer)
    return { ...guess, missing: missingFields(layer, guess.mapping) }
  }

  /** Where the mapping lacks what the layer must have, the file is shown as it stands, and nothing of it is mapped. */
  lay(index: number, layer: LayerId, mapping: Mapping): Laid {
    const [source, placement] = [this.source!, this.placement!]
    const from = source.layers[index]!
    this.mapped = null
    if (missingFields(layer, mapping).length > 0) {
      const placed = from.features.map(({ geometry }) => moved(geometry, placement))
      const report = { read: { [from.name]: placed.length }, written: {}, skipped: [], repaired: [], notes: [] }
      return this.laid(0, report, placed.filter(isPlaced))
    }
    const options = { file: source.file, date: this.date, title: source.file, extent: this.target.bounds }
    const result = mapFeatures(from, layer, mapping, placement, options)
    this.mapped = { layer, result }
    const geometries = result.features.map(({ geometry }) => geometry)
    return this.laid(geometries.length, result.report, geometries)
  }

  private laid(count: number, report: ImportReport, geometries: readonly Geometry[]): Laid {
    const corners = geometries.flatMap((geometry): XY[] => {
      const [x0, y0, x1, y1] = geometryBounds(geometry)
      return [
        [x0, y0],
        [x1, y1],
      ]
    })
    const bounds = corners.length > 0 ? boundsOf(corners) : null
    return {
      count,
      report: this.reportOf(report),
      bounds,
      shown: geometries.length,
      drawn: linesOfGeometries(geometries),
    }
  }

  /** What the reader left out or mended comes first. */
  private reportOf(report: ImportReport): ImportReport {
    const reporter = new Reporter()
    reporter.take(this.source!.remarks)
    const { skipped, repaired } = reporter.report({}, {})
    return { ...report, skipped: [...skipped, ...report.skipped], repaired: [...repaired, ...report.repaired] }
  }

  /** The mapped features as GeoJSON, in pieces. */
  geoJson(): string[] {
    const { layer, result } = this.mapped!
    const title = this.source!.file
    const about = {
      id: layer,
      provenance: 'imported' as const,
      sources: [{ title, licence: 'chưa nêu / not stated' }],
      date: this.date,
      ...(result.note && { note: result.note }),
    }
    return [...layerGeoJson(result.features, about, this.target.frame)]
  }
}

const isPlaced = (geometry: Geometry): boolean => [...pointsOf(geometry)].every(([x, y]) => Number.isFinite(x + y))

function refuseRaster(file: string): void {
  if (!/\.(tiff?|asc|hgt|img|ecw|jp2|png|jpe?g)(\.(gz|zip))?$/i.test(file)) return
  throw new Problem({
    code: 'import/raster',
    message: both(
      'tệp ảnh hoặc lưới cao độ không mở được ở đây; cao độ được nhập bằng dòng lệnh (vithanh city import --dem, vithanh simulate drainage)',
      'pictures and elevation grids cannot be opened here; elevation goes in by the command line (vithanh city import --dem, vithanh simulate drainage)',
    ),
    file,
    expected: 'points, lines or surfaces: GeoJSON, FlatGeobuf, zipped Shapefile, GeoPackage, DXF, CSV, CityJSON',
  })
}
