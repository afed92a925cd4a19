/** What a paper of the case is made of: the case, its office and fees as the unit has set them, the moment. */
import type { UnitSetting } from '../../scenarios/api/office.ts'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import type { FeeTable } from '../../scenarios/permits/papers/fee.ts'
import type { PaperContext } from '../../scenarios/permits/papers/paper.ts'
import { type Loaded, useLoaded } from '../shared/loaded.ts'
import { useUnits } from '../shared/units.ts'
import { readUnitSetting } from './office.ts'

export function usePaperContext(permit: PermitCase): {
  readonly setting: Loaded<UnitSetting>
  settingNow(): Promise<{ context: PaperContext; fees: FeeTable }>
} {
  const units = useUnits()
  const unitName = units.find(({ code }) => code === permit.unitCode)?.name ?? permit.unitCode
  const read = () => readUnitSetting(permit.unitCode, unitName)
  return {
    setting: useLoaded(read, [permit.unitCode, unitName]),
    async settingNow() {
      const { office, fees } = await read()
      return { context: { permit, office, at: new Date().toISOString() }, fees }
    },
  }
}
