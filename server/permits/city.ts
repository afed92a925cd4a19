/** What a step of a case does to the city: its building approved, begun, standing, or given up. */
import type { Edit } from '../../scenarios/edit.ts'
import { boundsOf, grow } from '../../scenarios/geometry.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { noEditsWhy } from '../../scenarios/permits/building-edits.ts'
import { impactEdits } from '../../scenarios/permits/impact.ts'
import type { PermitEvent } from '../../scenarios/permits/process.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { BuildState } from '../../scenarios/provenance.ts'
import { readCity } from '../../tiles/read/index.ts'
import { addChanges, changesOf, type Doer, moveChange } from '../city-changes.ts'
import type { Trx } from '../database.ts'
import type { Secrets } from '../secrets.ts'
import type { CityTiles } from '../tiles.ts'

interface Built {
  readonly id: string
  readonly application: Application
  readonly specimen: boolean
  /** The works have begun. */
  readonly underWay: boolean
}

/** Around a lot, m: what may stand on it reaches no farther. */
const AT_THE_LOT = 60

/** The buildings and parcels at a case's lot, as the city has them. */
export const cityAtLot = async (tiles: CityTiles, { check }: Application) =>
  readCity(await tiles.open(), grow(boundsOf(check.site.ring), AT_THE_LOT), undefined, {
    layers: ['buildings', 'parcels'],
  })

/** None where the lot is not in the city's data: a permit is not held up by a map. */
async function editsOf(tiles: CityTiles, application: Application, id: string): Promise<Edit[]> {
  try {
    return impactEdits(await cityAtLot(tiles, application), application, `permit/${id}`)
  } catch (error) {
    if (error instanceof Problem && error.detail.code.startsWith('impact/')) return []
    throw error
  }
}

/** In the transaction of the step. @param changed whether the step brought another application */
export async function changeCity(
  trx: Trx,
  { secrets, tiles }: { readonly secrets: Secrets; readonly tiles: CityTiles },
  doer: Doer,
  event: PermitEvent,
  { id, application, specimen, underWay }: Built,
  effectiveFrom: string,
  changed: boolean,
): Promise<void> {
  const source = `permit/${id}`
  const move = async (change: 'begin' | 'complete' | 'abandon', ...from: BuildState[]) => {
    for (const one of await changesOf(trx, source))
      if (from.includes(one.buildState)) await moveChange(trx, secrets, doer, one.id, change)
  }
  const add = async () => {
    if (noEditsWhy(application, specimen)) return
    await addChanges(trx, secrets, doer, { source, edits: await editsOf(tiles, application, id), effectiveFrom })
    if (underWay) await move('begin', 'approved')
  }
  switch (event) {
    case 'issue':
    case 'register':
      return add()
    case 'adjust':
      if (!changed) return
      await move('abandon', 'approved', 'under-construction')
      return add()
    case 'start':
      return move('begin', 'approved')
    case 'complete':
      return move('complete', 'approved', 'under-construction')
    case 'revoke':
    case 'lapse':
    case 'withdraw':
      return move('abandon', 'approved', 'under-construction')
    default:
      return
  }
}
