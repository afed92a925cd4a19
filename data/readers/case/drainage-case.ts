/**
 * A drainage case file and the files it names → what the kernel is given. The contract is scenarios/case/drainage-case.ts;
 * everything that is wrong is a `Problem` that names the key.
 */
import { type DrainageCase, drainageCaseSchema, MAX_CASE_CELLS } from '../../../scenarios/case/drainage-case.ts'
import type { DrainageInput, Infiltration, Inflow } from '../../../scenarios/drainage.ts'
import type { Series } from '../../../scenarios/forcing.ts'
import { cellsInPolygon, type Grid, type GridSpec } from '../../../scenarios/grid.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { rainfallFromMmPerHour } from '../../../scenarios/units.ts'
import type { RawShape } from '../grid/raw.ts'
import { readGrid } from '../grid/read.ts'
import { fileProblem } from '../problem.ts'
import { readBoundaries } from './boundaries.ts'
import { type CaseFiles, openNamed, parseCase } from './json.ts'
import { cellsOfShape, cellWithRim, touchesGrid } from './shapes.ts'

/** Levels beyond this are no ground, m: mostly a nodata value that was not declared. */
const MAX_LEVEL_METRES = 12_000
/** Most output times of a run. */
const MAX_OUTPUTS = 100_000

type Refuse = (key: string, message: Bilingual, expected?: string) => never

/** @param file name of the case, for errors */
export async function readDrainageCase(json: string, files: CaseFiles, file: string): Promise<DrainageInput> {
  const given = parseCase(drainageCaseSchema, json, file, 'a drainage case in JSON')
  const refuse: Refuse = (key, message, expected) => {
    throw fileProblem(file, 'case', message, { place: key, ...(expected && { expected }) })
  }
  const load = async (key: string, path: string, shape?: RawShape) =>
    readGrid(await openNamed(files, file, key, path), `${path} (${key})`, MAX_CASE_CELLS, shape)

  const { path, ...shape } = typeof given.terrain === 'string' ? { path: given.terrain } : given.terrain
  const terrain = await load('terrain', path, 'columns' in shape ? shape : undefined)
  const { columns, rows, cellSize, west, north } = terrain
  const grid: GridSpec = { columns, rows, cellSize, west, north }
  const { ground, open, missing } = readGround(given, terrain, refuse)
  const outputEverySeconds = given.outputEverySeconds ?? given.durationSeconds
  if (given.durationSeconds / outputEverySeconds > MAX_OUTPUTS) {
    refuse('outputEverySeconds', both('quá nhiều thời điểm xuất', 'too many output times'), `at most ${MAX_OUTPUTS}`)
  }
  return {
    grid,
    ground,
    open,
    manning: await readManning(given, grid, open, load, refuse),
    initialDepth: await readInitial(given, grid, ground, open, load, refuse),
    rain: readRain(given, refuse),
    rainFactor: null,
    infiltration: readInfiltration(given, open),
    inflows: given.inflows.map((inflow, i) => readInflow(grid, open, inflow, `inflows[${i}]`, refuse)),
    boundaries: readBoundaries({ grid, open, missing }, given.boundaries, (i) =>
      refuse(
        `boundaries[${i}].${given.boundaries[i]!.edge ? 'edge' : 'line'}`,
        both('không có mặt biên nào của mô hình ở đây', 'there is no outer face of the model here'),
        'open cells whose outer side is the edge of the grid or missing ground',
      ),
    ),
    gauges: readGauges(given, grid, missing, refuse),
    durationSeconds: given.durationSeconds,
    outputEverySeconds,
    frames: false,
    threads: given.threads,
  }
}

/** A grid of the same place and shape as the terrain. */
async function loadAlike(load: Loader, refuse: Refuse, key: string, path: string, grid: GridSpec): Promise<Grid> {
  const shape = { ...grid, xll: grid.west, yll: grid.north - grid.rows * grid.cellSize, nodata: -9999 }
  const other = await load(key, path, shape)
  const off = Math.max(
    Math.abs(other.west - grid.west),
    Math.abs(other.north - grid.north),
    Math.abs(other.cellSize - grid.cellSize) * grid.columns,
  )
  if (other.columns !== grid.columns || other.rows !== grid.rows || off > 0.01 * grid.cellSize) {
    refuse(
      key,
      both(
        `lưới “${path}” không trùng với terrain: ${say(other)}`,
        `the grid “${path}” does not lie on the terrain: ${say(other)}`,
      ),
      say(grid),
    )
  }
  return other
}
type Loader = (key: string, path: string, shape?: RawShape) => Promise<Grid>
const say = (g: GridSpec) => `${g.columns} × ${g.rows} cells of ${g.cellSize} m, west ${g.west}, north ${g.north}`

function readGround(given: DrainageCase, terrain: Grid, refuse: Refuse) {
  const ground = terrain.data.slice()
  const open = new Uint8Array(ground.length)
  const missing = new Uint8Array(ground.length)
  for (let i = 0; i < ground.length; i++) {
    if (Math.abs(ground[i]!) > MAX_LEVEL_METRES) {
      refuse(
        'terrain',
        both(`cao độ ${ground[i]} m ở ${cellName(terrain, i)}`, `a level of ${ground[i]} m in ${cellName(terrain, i)}`),
        `levels within ±${MAX_LEVEL_METRES} m, and a declared nodata value`,
      )
    }
    if (Number.isNaN(ground[i]!)) {
      ground[i] = 0
      missing[i] = 1
    } else open[i] = 1
  }
  for (const [i, { ring, height }] of given.obstacles.entries()) {
    if (!touchesGrid(terrain, ring)) refuse(`obstacles[${i}].ring`, outsideGrid, say(terrain))
    cellsInPolygon(terrain, [ring], (cell) => {
      if (height === null) open[cell] = 0
      else if (open[cell] === 1) ground[cell] = ground[cell]! + height
    })
  }
  if (!open.includes(1))
    refuse('terrain', both('không còn ô nào có thể chứa nước', 'no cell is left that can hold water'))
  return { ground, open, missing }
}

async function readManning(given: DrainageCase, grid: GridSpec, open: Uint8Array, load: Loader, refuse: Refuse) {
  let manning = new Float32Array(open.length)
  if (typeof given.manning === 'number') manning.fill(given.manning)
  else {
    manning = (await loadAlike(load, refuse, 'manning', given.manning, grid)).data.slice()
    for (let i = 0; i < manning.length; i++) {
      const n = manning[i]!
      if (open[i] === 1 && !(n > 0 && n <= 10)) {
        refuse(
          'manning',
          both(`n = ${n} ở ${cellName(grid, i)}`, `n = ${n} in ${cellName(grid, i)}`),
          'more than 0, at most 10',
        )
      }
      if (open[i] !== 1) manning[i] = 0.03
    }
  }
  for (const [i, { ring, n }] of given.manningPolygons.entries()) {
    if (!touchesGrid(grid, ring)) refuse(`manningPolygons[${i}].ring`, outsideGrid, say(grid))
    cellsInPolygon(grid, [ring], (cell) => {
      manning[cell] = n
    })
  }
  return manning
}

/** Missing values of an initial grid are dry, and so are depths below 0: start files write level minus ground everywhere. */
async function readInitial(
  given: DrainageCase,
  grid: GridSpec,
  ground: Float32Array,
  open: Uint8Array,
  load: Loader,
  refuse: Refuse,
) {
  const isStage = 'stage' in given.initial
  const water = 'stage' in given.initial ? given.initial.stage : given.initial.depth
  const key = `initial.${isStage ? 'stage' : 'depth'}`
  const values = typeof water === 'number' ? null : (await loadAlike(load, refuse, key, water, grid)).data
  return Float32Array.from(open, (isOpen, i) => {
    const value = values ? values[i]! : (water as number)
    if (isOpen !== 1 || Number.isNaN(value)) return 0
    return Math.max(0, isStage ? value - ground[i]! : value)
  })
}

function readRain(given: DrainageCase, refuse: Refuse): Series {
  return given.rain.map(([seconds, mmPerHour], i) => {
    if (i > 0 && seconds < given.rain[i - 1]![0]) {
      refuse(`rain[${i}]`, both('thời gian lùi lại', 'the time goes back'), `at least ${given.rain[i - 1]![0]} s`)
    }
    return [seconds, rainfallFromMmPerHour(mmPerHour)]
  })
}

function readInfiltration({ infiltration: f }: DrainageCase, open: Uint8Array): Infiltration {
  if (f === 0) return { classOf: null, classes: [] }
  const classOf = open.slice()
  if (typeof f === 'number') return { classOf, classes: [{ kind: 'constant', rate: rainfallFromMmPerHour(f) }] }
  if (f.kind === 'horton') {
    const [initialRate, finalRate] = [rainfallFromMmPerHour(f.initial), rainfallFromMmPerHour(f.final)]
    return { classOf, classes: [{ kind: 'horton', initialRate, finalRate, decay: f.decay / 3600 }] }
  }
  const conductivity = rainfallFromMmPerHour(f.conductivity)
  return { classOf, classes: [{ kind: 'green-ampt', conductivity, suction: f.suction / 1000, deficit: f.deficit }] }
}

function readInflow(
  grid: GridSpec,
  open: Uint8Array,
  inflow: DrainageCase['inflows'][number],
  key: string,
  refuse: Refuse,
): Inflow {
  const shares = [...cellsOfShape(grid, inflow)].filter(([cell]) => open[cell] === 1).sort((a, b) => a[0] - b[0])
  if (shares.length === 0) {
    const shape = (['point', 'circle', 'line', 'ring'] as const).find((name) => inflow[name])
    refuse(
      `${key}.${shape}`,
      both('không trúng ô nào có thể chứa nước', 'it meets no cell that can hold water'),
      say(grid),
    )
  }
  const negative = inflow.series.findIndex(([, q]) => q < 0)
  if (negative >= 0)
    refuse(`${key}.series[${negative}]`, both('lưu lượng âm', 'a negative discharge'), '0 or more, m³/s')
  const whole = shares.reduce((sum, [, share]) => sum + share, 0)
  return {
    cells: Int32Array.from(shares, ([cell]) => cell),
    weights: Float64Array.from(shares, ([, share]) => share / whole),
    series: inflow.series as Series,
    linear: inflow.interpolate === 'linear',
  }
}

function readGauges(given: DrainageCase, grid: GridSpec, missing: Uint8Array, refuse: Refuse) {
  const seen = new Set<string>()
  return given.gauges.map(({ id, x, y }, i) => {
    const cell = cellWithRim(grid, [x, y])
    if (cell < 0)
      refuse(
        `gauges[${i}]`,
        both(`trạm đo “${id}” nằm ngoài lưới`, `the gauge “${id}” lies outside the grid`),
        say(grid),
      )
    if (missing[cell] === 1) {
      refuse(
        `gauges[${i}]`,
        both(`trạm đo “${id}” nằm ở ô không có nền đất`, `the gauge “${id}” lies in a cell without ground`),
      )
    }
    if (seen.has(id)) refuse(`gauges[${i}].id`, both(`mã “${id}” đã dùng`, `the id “${id}” is taken`), 'each id once')
    seen.add(id)
    return { id, cell }
  })
}

const outsideGrid = both('nằm hoàn toàn ngoài lưới', 'it lies wholly outside the grid')
const cellName = (g: GridSpec, i: number) => `row ${Math.floor(i / g.columns)}, column ${i % g.columns}`
