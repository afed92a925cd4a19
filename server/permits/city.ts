/** What a step of a case does to the city: its building approved, begun, standing, or given up. */
import type { Application } from '../../scenarios/permits/application.ts'
import { buildingEdits, noEditsWhy } from '../../scenarios/permits/building-edits.ts'
import type { PermitEvent } from '../../scenarios/permits/process.ts'
import type { BuildState } from '../../scenarios/provenance.ts'
import { addChanges, changesOf, type Doer, moveChange } from '../city-changes.ts'
import type { Trx } from '../database.ts'
import type { Secrets } from '../secrets.ts'

interface Built {
  readonly id: string
  readonly application: Application
  readonly specimen: boolean
  /** The works have begun. */
  readonly underWay: boolean
}

/** In the transaction of the step. @param changed whether the step brought another application */
export async function changeCity(
  trx: Trx,
  secrets: Secrets,
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
    await addChanges(trx, secrets, doer, { source, edits: buildingEdits(application, id), effectiveFrom })
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
