import { describe, expect, it } from 'vitest'
import { vn2000, type XY } from '../../scenarios/frame.ts'
import { linesOfGeometries, MOST_LINES } from './import-lines.ts'
import { ImportTask } from './import-task.ts'

const target = { frame: vn2000, bounds: [551_000, 1_081_000, 553_000, 1_083_000] as const }
const file = (name: string, text: string) => new File([text], name, { lastModified: Date.UTC(2026, 10, 20) })
const lamps = 'SOTRU;X;Y;CONGSUAT\nA1;551400;1082100;120\nA2;551440;1082100;90\nA3;400000;1082100;90\n'

describe('a file on the map', () => {
  it('is read, placed, guessed, mapped, drawn and given back', async () => {
    const task = new ImportTask(target)
    const seen: number[] = []
    const opened = await task.open(file('den.csv', lamps), (fraction) => seen.push(fraction))
    expect(opened).toMatchObject({
      file: 'den.csv',
      format: 'csv',
      layers: [{ count: 3, guesses: expect.arrayContaining([expect.objectContaining({ layer: 'lamps' })]) }],
    })
    expect(seen.at(-1)).toBe(1)
    expect(opened.place).toMatchObject({
      certain: false,
      choices: [{ title: { en: expect.stringContaining('EPSG:5897') } }, {}, {}],
    })
    const guess = task.guess(0, 'lamps')
    expect(guess).toMatchObject({ missing: [], mapping: { fields: { number: { column: 'SOTRU' } } } })
    const laid = task.lay(0, 'lamps', guess.mapping)
    expect(laid).toMatchObject({ count: 2, bounds: [551_400, 1_082_100, 551_440, 1_082_100], drawn: { features: 2 } })
    expect(laid.report.skipped.map((remark) => [remark.code, remark.count])).toEqual([['outside', 1]])
    const json = JSON.parse(task.geoJson().join(''))
    expect(json.vithanh).toMatchObject({ layer: 'lamps', date: '2026-11-20', sources: [{ title: 'den.csv' }] })
    expect(json.features).toHaveLength(2)
  })

  it('is shown as it stands while columns are missing, and takes one value for all', async () => {
    const task = new ImportTask(target)
    await task.open(file('tru.csv', lamps.replace('SOTRU', 'GHI_CHU_KHAC')), () => {})
    const { mapping, missing } = task.guess(0, 'lamps')
    expect(missing).toEqual(['number'])
    expect(task.lay(0, 'lamps', mapping)).toMatchObject({ count: 0, shown: 3, drawn: { features: 3 } })
    const given = { ...mapping, fields: { ...mapping.fields, number: { constant: 'A' } } }
    expect(task.lay(0, 'lamps', given)).toMatchObject({ count: 2, shown: 2 })
  })

  it('takes a column by its own values alone, whatever it is called', async () => {
    const point = (number: string, more: object) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [105.47, 9.78] },
      properties: { number, ...more },
    })
    const features = [point('A1', { constructor: 'Điện lực' }), point('A2', {})]
    const task = new ImportTask(target)
    const opened = await task.open(
      file('den.geojson', JSON.stringify({ type: 'FeatureCollection', features })),
      () => {},
    )
    expect(opened.layers[0]!.rows.map((row) => row.values)).toEqual([
      ['A1', 'Điện lực'],
      ['A2', null],
    ])
  })

  it('asks for the system of a file that lies elsewhere, with those that would fit', async () => {
    const task = new ImportTask(target)
    const { place } = await task.open(file('den.csv', lamps.replaceAll(';551', ';51')), () => {})
    expect(place).toMatchObject({ problem: { file: 'den.csv', code: expect.stringMatching(/^file\/place-/) } })
    expect(task.place('EPSG:9206')).toHaveProperty('choices')
  })

  it('refuses pictures and grids by name, and says what is wrong with a broken file', async () => {
    const task = new ImportTask(target)
    await expect(task.open(file('anh.tif', 'x'), () => {})).rejects.toThrow(/anh\.tif: .*elevation/)
    await expect(task.open(file('dem.hgt.zip', 'x'), () => {})).rejects.toThrow(/command line/)
    await expect(task.open(file('cut.geojson', '{"type":"FeatureCollection","features":[{'), () => {})).rejects.toThrow(
      /cut\.geojson/,
    )
    await expect(
      task.open(file('none.geojson', '{"type":"FeatureCollection","features":[]}'), () => {}),
    ).rejects.toThrow(/no features/)
  })
})

it('draws as many as the map can carry, and says how many', () => {
  const many = Array.from({ length: MOST_LINES + 10 }, () => ({ type: 'Point' as const, coordinates: [0, 0] as XY }))
  expect(linesOfGeometries(many)).toMatchObject({ features: MOST_LINES })
  expect(linesOfGeometries(many.slice(0, 3)).lines).toHaveLength(3)
})
