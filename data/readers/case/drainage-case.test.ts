import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineLength } from '../../../scenarios/geometry.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { readDrainageCase } from './drainage-case.ts'
import { cellsAlong } from './shapes.ts'

/** 4 × 3 cells of 10 m, the ground rising eastwards, one cell missing in the south-west corner. */
const terrain =
  'ncols 4\nnrows 3\nxllcorner 100\nyllcorner 200\ncellsize 10\nNODATA_value -9999\n0 1 2 3\n0 1 2 3\n-9999 1 2 3\n'
const files: Record<string, string> = {
  'ground.asc': terrain,
  'small.asc': 'ncols 1\nnrows 1\nxllcorner 100\nyllcorner 200\ncellsize 10\n0\n',
  'degrees.asc': 'ncols 2\nnrows 1\nxllcorner 105.4\nyllcorner 9.7\ncellsize 0.000833333\n1 2\n',
  'depth.asc': terrain.replace('0 1 2 3\n0 1 2 3\n-9999 1 2 3', '1 1 -1 0\n.5 0 0 0\n-9999 0 0 0'),
  'wild.asc': terrain.replace('0 1 2 3\n', '0 1 2 -3.4e38\n'),
}
const open = async (path: string) => {
  if (files[path] === undefined) throw new Error('ENOENT')
  return new TextEncoder().encode(files[path])
}
const read = (more: object) =>
  readDrainageCase(JSON.stringify({ terrain: 'ground.asc', durationSeconds: 600, ...more }), open, 'case.json')

describe('readDrainageCase', () => {
  it('gives defaults and closes missing ground', async () => {
    const input = await read({})
    expect(input.grid).toEqual({ columns: 4, rows: 3, cellSize: 10, west: 100, north: 230 })
    expect([...input.open]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1])
    expect(input.ground[8]).toBe(0)
    expect(new Set(input.manning)).toEqual(new Set([Math.fround(0.03)]))
    expect([input.outputEverySeconds, input.threads, input.boundaries, input.rainFactor]).toEqual([600, 1, [], null])
  })

  it('turns foreign units into SI', async () => {
    const input = await read({
      rain: [
        [0, 36],
        [60, 0],
      ],
      infiltration: { kind: 'green-ampt', conductivity: 3.6, suction: 110, deficit: 0.3 },
    })
    expect(input.rain[0]![1]).toBeCloseTo(1e-5, 15)
    expect(input.infiltration.classes).toEqual([
      { kind: 'green-ampt', conductivity: 1e-6, suction: 0.11, deficit: 0.3 },
    ])
    const horton = await read({ infiltration: { kind: 'horton', initial: 36, final: 3.6, decay: 3.6 } })
    expect(horton.infiltration.classes).toEqual([{ kind: 'horton', initialRate: 1e-5, finalRate: 1e-6, decay: 0.001 }])
    expect((await read({ infiltration: 3.6 })).infiltration.classes).toEqual([{ kind: 'constant', rate: 1e-6 }])
  })

  it('lays stage and depth on the ground', async () => {
    expect([...(await read({ initial: { stage: 1.5 } })).initialDepth]).toEqual([
      1.5, 0.5, 0, 0, 1.5, 0.5, 0, 0, 0, 0.5, 0, 0,
    ])
    expect([...(await read({ initial: { depth: 'depth.asc' } })).initialDepth]).toEqual([
      1, 1, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0,
    ])
  })

  it('raises and blocks by obstacles, sets roughness by polygons', async () => {
    const ring = [
      [120, 200],
      [140, 200],
      [140, 230],
      [120, 230],
    ]
    const raised = await read({ obstacles: [{ ring, height: 5 }], manningPolygons: [{ ring, n: 0.1 }] })
    expect([...raised.ground.subarray(0, 4)]).toEqual([0, 1, 7, 8])
    expect(raised.manning[3]).toBe(Math.fround(0.1))
    expect([...(await read({ obstacles: [{ ring, height: null }] })).open.subarray(0, 4)]).toEqual([1, 1, 0, 0])
  })

  it('shares an inflow by length, by area, or to one cell', async () => {
    const series = [[0, 1]]
    const { inflows } = await read({
      inflows: [
        { point: [105, 225], series },
        {
          line: [
            [105, 225],
            [135, 225],
          ],
          series,
          interpolate: 'linear',
        },
        {
          ring: [
            [100, 210],
            [120, 210],
            [120, 230],
            [100, 230],
          ],
          series,
        },
        { circle: { x: 125, y: 215, radius: 10.1 }, series },
        { circle: { x: 121, y: 211, radius: 0.5 }, series },
      ],
    })
    expect(inflows.map((i) => [...i.cells])).toEqual([[0], [0, 1, 2, 3], [0, 1, 4, 5], [2, 5, 6, 7, 10], [6]])
    expect([...inflows[1]!.weights].map((w) => Number(w.toFixed(9)))).toEqual([
      0.166666667, 0.333333333, 0.333333333, 0.166666667,
    ])
    expect(inflows.map((i) => i.linear)).toEqual([false, true, false, false, false])
  })

  it('opens edges and lines, the later entry having the face', async () => {
    const stage = { kind: 'stage', series: [[0, 1]] }
    const { boundaries } = await read({
      boundaries: [
        { edge: 'W', kind: 'free' },
        {
          line: [
            [100, 220],
            [100, 230],
          ],
          ...stage,
        },
      ],
    })
    expect(boundaries.map((b) => [b.kind, [...b.cells], [...b.sides]])).toEqual([
      ['free', [4], [3]],
      ['stage', [0], [3]],
    ])
    const closed = await read({
      boundaries: [
        { edge: 'N', kind: 'free' },
        {
          line: [
            [100, 229],
            [120, 229],
          ],
          kind: 'closed',
        },
      ],
    })
    expect([...closed.boundaries[0]!.cells]).toEqual([2, 3])
    const inner = await read({
      boundaries: [
        {
          line: [
            [100, 210],
            [110, 210],
            [110, 200],
          ],
          kind: 'free',
        },
      ],
    })
    expect(inner.boundaries.map((b) => [[...b.cells], [...b.sides]])).toEqual([
      [
        [4, 9],
        [2, 3],
      ],
    ])
    const outside = await read({
      boundaries: [
        {
          line: [
            [142, 200],
            [142, 230],
          ],
          kind: 'free',
        },
      ],
    })
    expect([...outside.boundaries[0]!.cells]).toEqual([3, 7, 11])
  })

  it('names gauges by their cells', async () => {
    expect((await read({ gauges: [{ id: 'a', x: 101, y: 229 }] })).gauges).toEqual([{ id: 'a', cell: 0 }])
  })

  const series = [[0, 1]]
  it.each<[string, object, string]>([
    ['unknown keys', { rainn: [] }, 'rainn'],
    ['unknown keys inside', { gauges: [{ id: 'a', x: 1, y: 1, z: 2 }] }, 'gauges[0].z'],
    ['a missing key', { durationSeconds: undefined }, 'durationSeconds'],
    ['a wrong type', { durationSeconds: '600' }, 'durationSeconds'],
    ['a wrong branch of a union', { infiltration: { kind: 'horton', initial: 1, final: 1 } }, 'infiltration.decay'],
    [
      'a wrong path and shape',
      { terrain: { path: 'a', columns: 1.5, rows: 1, cellSize: 1, xll: 0, yll: 0 } },
      'terrain.columns',
    ],
    ['a boundary of stage without series', { boundaries: [{ edge: 'N', kind: 'stage' }] }, 'boundaries[0].series'],
    ['a boundary of nothing', { boundaries: [{ edge: 'N', kind: 'free' }, { kind: 'free' }] }, 'boundaries[1]'],
    [
      'times that go back',
      {
        boundaries: [
          {
            edge: 'N',
            kind: 'stage',
            series: [
              [5, 0],
              [1, 0],
            ],
          },
        ],
      },
      'boundaries[0].series',
    ],
    [
      'rain that goes back',
      {
        rain: [
          [5, 0],
          [1, 0],
        ],
      },
      'rain[1]',
    ],
    [
      'negative discharge',
      {
        inflows: [
          {
            point: [105, 225],
            series: [
              [0, 1],
              [1, -1],
            ],
          },
        ],
      },
      'inflows[0].series[1]',
    ],
    [
      'two shapes',
      {
        inflows: [
          {
            point: [105, 225],
            line: [
              [0, 0],
              [1, 1],
            ],
            series,
          },
        ],
      },
      'inflows[0]',
    ],
    ['an inflow outside', { inflows: [{ point: [0, 0], series }] }, 'inflows[0].point'],
    [
      'an inflow on missing ground',
      {
        inflows: [
          {
            ring: [
              [100, 200],
              [109, 200],
              [109, 209],
              [100, 209],
            ],
            series,
          },
        ],
      },
      'inflows[0].ring',
    ],
    [
      'a line outside',
      {
        inflows: [
          {
            line: [
              [0, 0],
              [5, 5],
            ],
            series,
          },
        ],
      },
      'inflows[0].line',
    ],
    [
      'a boundary inside',
      {
        boundaries: [
          {
            line: [
              [125, 212],
              [125, 218],
            ],
            kind: 'free',
          },
        ],
      },
      'boundaries[0].line',
    ],
    [
      'a gauge outside',
      {
        gauges: [
          { id: 'a', x: 101, y: 229 },
          { id: 'far', x: 0, y: 0 },
        ],
      },
      'gauges[1]',
    ],
    ['a gauge on missing ground', { gauges: [{ id: 'a', x: 101, y: 201 }] }, 'gauges[0]'],
    [
      'a gauge twice',
      {
        gauges: [
          { id: 'a', x: 101, y: 229 },
          { id: 'a', x: 101, y: 229 },
        ],
      },
      'gauges[1].id',
    ],
    [
      'an obstacle outside',
      {
        obstacles: [
          {
            ring: [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
            height: 1,
          },
        ],
      },
      'obstacles[0].ring',
    ],
    ['a missing file', { manning: 'none.asc' }, 'manning'],
    ['a grid of another shape', { initial: { stage: 'small.asc' } }, 'initial.stage'],
    ['roughness out of range', { manning: 'ground.asc' }, 'manning'],
    ['negative depth', { initial: { depth: -1 } }, 'initial.depth'],
    ['an undeclared nodata', { terrain: 'wild.asc' }, 'terrain'],
    ['too many outputs', { outputEverySeconds: 1e-4 }, 'outputEverySeconds'],
  ])('names the key of %s', async (_, more, key) => {
    const error = await read(more).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Problem)
    const { detail } = error as Problem
    expect([detail.file, detail.place]).toEqual(['case.json', key])
    expect(detail.message.vi.length).toBeGreaterThan(5)
    expect(detail.message.en).not.toMatch(/received undefined/)
  })

  it('refuses degrees with the way to reproject', async () => {
    await expect(read({ terrain: 'degrees.asc' })).rejects.toThrow(/degrees\.asc \(terrain\).*gdalwarp/)
  })

  it('names the place in text that is no JSON', async () => {
    await expect(readDrainageCase('{\n"terrain": }\n', open, 'case.json')).rejects.toThrow(/case\.json: line 2/)
    await expect(readDrainageCase('', open, 'case.json')).rejects.toThrow(/empty/)
  })
})

describe('the rim of the grid', () => {
  it('belongs to the cells beside it', async () => {
    const at = async (x: number, y: number) => {
      const more = { gauges: [{ id: 'a', x, y }], inflows: [{ point: [x, y], series: [[0, 1]] }] }
      const { gauges, inflows } = await read(more)
      return [gauges[0]!.cell, ...inflows[0]!.cells]
    }
    expect(await at(100, 230)).toEqual([0, 0])
    expect(await at(140, 230)).toEqual([3, 3])
    expect(await at(140, 200)).toEqual([11, 11])
    await expect(at(140.1, 200)).rejects.toThrow(/outside the grid|no cell/)
    const line = [
      [140, 200],
      [140, 230],
    ]
    const { inflows } = await read({ inflows: [{ line, series: [[0, 1]] }] })
    expect([...inflows[0]!.cells].sort((a, b) => a - b)).toEqual([3, 7, 11])
  })

  it('a file that cannot be opened is named with its key', async () => {
    const gone = async (path: string) => {
      if (path === 'ground.asc') return open(path)
      const message = { vi: 'không mở được tệp', en: 'the file cannot be opened' }
      throw new Problem({ code: 'file/unreadable', message, file: path })
    }
    const given = { terrain: 'ground.asc', manning: 'none.asc', durationSeconds: 10 }
    await expect(readDrainageCase(JSON.stringify(given), gone, 'case.json')).rejects.toThrow(/none\.asc \(manning\)/)
  })
})

describe('cellsAlong', () => {
  it('cuts a line into lengths that add up', () => {
    const grid = { columns: 20, rows: 20, cellSize: 1, west: 0, north: 20 }
    const xy = fc.tuple(
      fc.double({ min: 0.01, max: 19.99, noNaN: true }),
      fc.double({ min: 0.01, max: 19.99, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(xy, { minLength: 2, maxLength: 5 }), (line) => {
        const sum = [...cellsAlong(grid, line).values()].reduce((s, v) => s + v, 0)
        expect(sum).toBeCloseTo(lineLength(line), 3)
      }),
    )
  })
})
