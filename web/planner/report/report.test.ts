/** The report, written as a PDF with the fonts of the page, says what the runs say, in letters that a reader finds again. */
import { expect, test } from 'vitest'
import type { DrainageResult } from '../../../scenarios/drainage.ts'
import { applyEdits, type Edit } from '../../../scenarios/edit.ts'
import type { LightingComparison } from '../../../scenarios/lighting.ts'
import { defaultLighting } from '../../../scenarios/lighting-facts.ts'
import { comparedRTable } from '../../../scenarios/lighting-files.ts'
import { indicatorsOf } from '../../../scenarios/rules/indicators.ts'
import { baselineOf, scenarioHash } from '../../../scenarios/scenario.ts'
import { summariseDrainage } from '../../../scenarios/summarise.ts'
import type { TrafficIndicators, TrafficOutcome } from '../../../scenarios/traffic.ts'
import { defaultTraffic } from '../../../scenarios/traffic-facts.ts'
import { body, manifest, smallCity } from '../../../test/arbitraries/city.ts'
import { litCity } from '../../../test/arbitraries/lighting.ts'
import { pdfFile, pdfText } from '../../../test/pdf-text.ts'
import { villageFiles } from '../../../test/village.ts'
import { createComparison } from '../../../workers/lighting/compare.ts'
import { wordsOf } from '../../shared/language.tsx'
import type { Outcome } from '../run.ts'
import type { Report } from './parts.ts'
import { reportOf } from './report.ts'

const closed: Edit = { kind: 'road.state', target: 'r0', from: 'open', to: 'closed' }
const planned = { ...body([closed]), traffic: defaultTraffic, lighting: defaultLighting }

/** Every other cell under 40 cm. */
function drained(of: typeof planned): Outcome {
  const city = applyEdits(smallCity(), of.edits)
  const cells = city.ground.data.length
  const maxDepth = Float32Array.from({ length: cells }, (_, i) => (i % 2) * 0.4)
  const none = new Float32Array(cells)
  const { data: _, ...grid } = city.ground
  const result: DrainageResult = {
    grid,
    times: new Float64Array([0]),
    depth: [none],
    initialDepth: none,
    finalDepth: maxDepth,
    maxDepth,
    maxSpeed: none,
    arrival: none,
    duration: none,
    gauges: [],
    volumes: { initial: 0, rain: 1, inflow: 0, outflow: 0, boundaryInflow: 0, infiltration: 0, stored: 1, flooding: 1 },
    diagnostics: {
      steps: 3,
      smallestStepSeconds: 1,
      cellUpdates: 9,
      ledgerError: 1e-15,
      massError: 2e-7,
      cpuSeconds: 1,
      wallSeconds: 1,
    },
    digest: 'd'.repeat(64),
  }
  return { city, result, summary: summariseDrainage(city, of, result) }
}

/** One link on each of two streets. */
function driven(volume: readonly [number, number], digest: string): TrafficOutcome {
  const perClass = { motorbike: 900, car: 80, heavy: 10, bicycle: 10 }
  const indicators: TrafficIndicators = {
    trips: perClass,
    vehicleHours: perClass,
    vehicleKilometres: perClass,
    delayHours: 12.5,
    meanSpeedMetresPerSecond: 7,
    metresByLevel: [1200, 300, 0, 0, 0, 500],
    fuelLitres: 100,
    co2Kilograms: 231,
    unservedTrips: 0,
    householdsCutOff: 4,
    hospitalSeconds: { median: 300, ninetieth: null },
    calibrated: false,
  }
  const diagnostics = { iterations: 4, converged: true, paths: 2, cpuSeconds: 1, wallSeconds: 1 }
  const pair = (a: number, b: number) => new Float64Array([a, b])
  return {
    model: {
      network: {
        nodeCount: 4,
        from: new Int32Array([0, 2]),
        to: new Int32Array([1, 3]),
        capacity: pair(1000, 1000),
        length: pair(100, 100),
        freeTime: pair(10, 10),
      },
      classes: [],
      depth: null,
      links: {
        roads: ['r0', 'r1'],
        road: new Int32Array([0, 1]),
        backward: new Uint8Array(2),
        start: new Int32Array([0, 4, 8]),
        capacityPcu: pair(300, 300),
        points: new Float64Array([0, 10, 200, 10, 0, 60, 200, 60]),
      },
      zones: [],
    },
    result: {
      classVolume: [],
      volume: pair(...volume),
      time: pair(20, 40),
      gaps: new Float64Array([1, 1e-3, 1e-6]),
      diagnostics,
    },
    summary: {
      indicators,
      diagnostics: { ...diagnostics, relativeGap: 1e-6 },
      inputs: [],
      illustrative: false,
      digest,
    },
  } as unknown as TrafficOutcome
}

/** Eight lamps, too weak for the standard, all but one of which the scenario puts out. */
function lit(): LightingComparison {
  const edits = [1, 2, 3, 4, 5, 6, 7].map((k): Edit => ({ kind: 'lamp.state', target: `l${k}`, from: 'on', to: 'out' }))
  const comparison = createComparison(litCity({ fluxLumens: 1000 }), defaultLighting, edits, { clock: () => 0 })
  while (!comparison.done) comparison.step()
  return comparison.result()
}

const report: Report = {
  words: wordsOf('vi'),
  scenario: { title: 'Đóng đường Trần Hưng Đạo', body: planned },
  city: manifest,
  drainage: {
    hash: scenarioHash(planned),
    body: planned,
    baseline: drained(baselineOf(planned) as typeof planned),
    scenario: drained(planned),
    times: new Float64Array([0]),
  },
  traffic: { baseline: driven([700, 300], 'a'.repeat(64)), scenario: driven([0, 1100], 'b'.repeat(64)) },
  lighting: null,
  indicators: null,
  stale: {},
  roads: new Map(
    ['Trần Hưng Đạo', 'Nguyễn Thái Học'].map((name, i) => {
      const { properties } = smallCity().layers.roads.get(`r${i}`)!
      return [`r${i}`, { ...properties, name }]
    }),
  ),
  base: null,
  runs: [],
  pictures: {},
  madeAt: '2026-11-25T00:00:00Z',
}

const textOf = async (of: Report): Promise<string> => pdfText(await pdfFile(reportOf(of)))

test('a report of both simulations says what they found, and on what it rests', async () => {
  const said = await textOf(report)
  for (const words of [
    'Báo cáo phương án',
    'Đóng đường Trần Hưng Đạo',
    scenarioHash(planned),
    'Diện tích ngập',
    'Sai số sổ nước',
    '1.0e-15',
    'CHƯA HIỆU CHỈNH',
    'Nguyễn Thái Học (chiều đi)',
    '1.100',
    '+800',
    'A 60 %',
    'cao điểm sáng',
    'Cao, N. Y., Sano, K. (2012)',
    'Nguồn dữ liệu và giấy phép',
    'd'.repeat(64),
    'b'.repeat(64),
  ])
    expect(said).toContain(words)
  expect(said).not.toContain('MINH HỌA')
  expect(said).not.toContain('?')
})

test('the norms that were looked at stand in it with figures, limits, verdicts and clauses', async () => {
  const settings = {
    outline: null,
    townClass: 'II',
    area: 'new',
    lowDensity: false,
    townPopulation: null,
    population: 100,
  } as const
  const today = indicatorsOf(smallCity(), settings)
  const line = today.lines.find(({ id }) => id === 'indicator.green-unit')!
  const scenario = { ...today, lines: [{ ...line, actual: 9, verdict: 'pass' as const }] }
  const said = await textOf({
    ...report,
    drainage: null,
    traffic: null,
    indicators: { answer: { today, scenario, outside: 0 }, area: 'Phường Vị Thanh' },
  })
  for (const words of [
    'Chỉ tiêu quy hoạch',
    'Phường Vị Thanh',
    '0 m²/người',
    '+9 m²/người',
    '>= 1 m²/người',
    'Bảng 2.18',
  ])
    expect(said).toContain(words)
  expect(said).not.toContain('?')
})

test('a turn that is banned is said with the names of its streets', async () => {
  const ban: Edit = { kind: 'turn.ban', target: 'r0 > r1', from: false, to: true }
  const said = await textOf({ ...report, drainage: null, scenario: { title: 'x', body: { ...planned, edits: [ban] } } })
  expect(said).toMatch(/Cấm rẽ Trần Hưng Đạo \S Nguyễn Thái Học/)
})

test('a street whose lamps were all changed alike is one line', async () => {
  const base = litCity()
  const edits = [...base.layers.lamps.keys()].map(
    (target): Edit => ({ kind: 'lamp.state', target, from: 'on', to: 'out' }),
  )
  const said = await textOf({ ...report, base, scenario: { title: 'x', body: { ...planned, edits } } })
  expect(said).toContain('8 đèn, đường Trần Hưng Đạo: tắt')
  expect(said).not.toMatch(/Đèn \S+ tắt/)
})

test('what rests on generated data says so on every page; what was not computed is left out', async () => {
  const { scenario, ...rest } = report.drainage!
  const generated = { ...scenario, summary: { ...scenario.summary, illustrative: true } }
  const said = await textOf({
    ...report,
    traffic: null,
    stale: { drainage: true },
    drainage: { ...rest, scenario: generated },
  })
  const pages = said.split('trang ').length - 1
  expect(pages).toBeGreaterThan(2)
  expect(said.split('MINH HỌA').length - 1).toBe(pages)
  expect(said).toContain('bản phương án trước lần sửa cuối')
  expect(said).not.toContain('CHƯA HIỆU CHỈNH')
})

test('a report of lighting says what does not meet the standard, what is out, and what it costs', async () => {
  const lighting = lit()
  const said = await textOf({ ...report, drainage: null, traffic: null, lighting })
  for (const words of [
    'Chỉ tiêu chiếu sáng',
    'QCVN 07-7:2023/BXD, Bảng 1, cấp E',
    'CHƯA KẾT LUẬN',
    '100 %ĐạtKhông đạtCần người xem',
    'Chiều dài đường theo con số',
    'Trần Hưng Đạo',
    'theo cách bố trí đèn',
    'TCS 1',
    'Đèn hỏng, tắt: 7',
    '5:30 0 %, 18:00 100 %, 22:30 50 %',
    '0,6592 kg CO2/kWh',
    'QĐ 1279/QĐ-BCT',
    lighting.scenario.summary.digest,
    'MINH HỌA',
  ])
    expect(said).toContain(words)
  expect(said).not.toContain('?')
})

test('files that the scenario brings along are named with their hashes', async () => {
  const files = villageFiles()
  const settings = { ...defaultLighting, ...files }
  const scenario = { ...report.scenario, body: { ...report.scenario.body, lighting: settings } }
  const said = (await textOf({ ...report, scenario })).replaceAll(/\s/g, '')
  for (const { file } of [...files.luminaires, files.rTable]) {
    expect(said).toContain(file.name)
    expect(said).toContain(file.sha256)
  }
  expect(said).toContain('Chưađốichiếu')
  const rTable = comparedRTable(files.rTable, 'CIE 144:2001, bảng 3')
  const compared = { ...scenario, body: { ...scenario.body, lighting: { ...settings, rTable } } }
  expect((await textOf({ ...report, scenario: compared })).replaceAll(/\s/g, '')).toContain('CIE144:2001,bảng3')
})

test('the other language is whole too', async () => {
  const said = await textOf({ ...report, lighting: lit(), words: wordsOf('en') })
  expect(said).toContain('NOT CALIBRATED')
  expect(said).toContain('NO VERDICT YET')
  expect(said).toContain('Lamps that are out: 7')
  expect(said).toContain('Sources and licences')
})
