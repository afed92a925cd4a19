/** What can be computed at all, asked before a job is taken. */
import { Problem } from '../scenarios/problem.ts'
import type { RunKind } from '../scenarios/run.ts'
import { MAX_AREA_SIDE_METRES, type ScenarioBody } from '../scenarios/scenario.ts'
import { both } from '../scenarios/text.ts'
import { Refusal, refuse } from './http.ts'
import { type CityTiles, expectCity } from './tiles.ts'

/** @throws Refusal where a body cannot be computed: nothing said of travel or light, an area too large, another city */
export async function expectRunnable(tiles: CityTiles, kind: RunKind, body: ScenarioBody): Promise<void> {
  if (kind === 'traffic' && !body.traffic) {
    const message = both('Phương án chưa có giả định giao thông', 'The scenario says nothing of how people travel')
    throw refuse(422, 'run/traffic', message, 'body.traffic')
  }
  if (kind === 'lighting' && !body.lighting) {
    const message = both('Phương án chưa có giả định chiếu sáng', 'The scenario says nothing of how streets are lit')
    throw refuse(422, 'run/lighting', message, 'body.lighting')
  }
  if (kind === 'drainage' || (kind === 'traffic' && body.traffic?.flood)) await expectWindow(tiles, body)
  try {
    await expectCity(tiles, body.city)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, message, place = '', expected = '' } = error.detail
    throw new Refusal(409, { code, message: { ...message }, place, expected })
  }
}

/** What the drainage engine can compute: an area of its size, in cells of the ground. */
async function expectWindow(tiles: CityTiles, { area, cellSizeMetres }: ScenarioBody): Promise<void> {
  const [x0, y0, x1, y1] = area
  if (Math.max(x1 - x0, y1 - y0) > MAX_AREA_SIDE_METRES) {
    const message = both('Khu vực tính toán quá lớn', 'The area is too large')
    throw refuse(422, 'run/area', message, 'body.area', `≤ ${MAX_AREA_SIDE_METRES} m`)
  }
  const ground = (await tiles.manifest()).city.grids[0]?.spec.cellSize ?? cellSizeMetres
  if (cellSizeMetres < ground || Math.abs(cellSizeMetres / ground - Math.round(cellSizeMetres / ground)) > 1e-9) {
    const message = both(
      'Cỡ ô không phải bội số của cỡ ô mặt đất',
      'The cell size is no whole multiple of the ground’s',
    )
    throw refuse(422, 'run/cell-size', message, 'body.cellSizeMetres', `${ground} m × n`)
  }
}
