/** Codes for a whole unit, in the background: one at a time on this server, stopped when asked; what was given stays given. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { User } from '../../scenarios/api/api.ts'
import { type Assignment, HOUSEHOLDS_MOST, type NewAssignment } from '../../scenarios/api/codes.ts'
import { both } from '../../scenarios/text.ts'
import type { House } from '../house.ts'
import { refuse } from '../http.ts'
import { cityAddresses, householdsByAddress } from './city.ts'
import { expectOwn, giveCodes } from './desk.ts'

const AT_A_TIME = 200

export function openAssignment(house: House) {
  const none: Assignment = { unitCode: null, state: 'none', addresses: 0, seen: 0, given: 0 }
  let now: Assignment = none
  let stopping = false

  async function work(user: User, { unitCode, households }: NewAssignment): Promise<void> {
    const { all } = await cityAddresses(house.tiles)
    const own = [...all.values()].filter((one) => one.unitCode === unitCode)
    const counts = households === 'counted' ? await householdsByAddress(house.tiles) : null
    now = { ...now, addresses: own.length }
    for (let i = 0; i < own.length && !stopping; i += AT_A_TIME) {
      const some = own.slice(i, i + AT_A_TIME)
      const given = await giveCodes(house, user, some, ({ id }) =>
        Math.min(HOUSEHOLDS_MOST, Math.max(1, counts?.get(id) ?? 1)),
      )
      now = { ...now, seen: i + some.length, given: now.given + given.length }
      await breathe() // others are answered meanwhile
    }
    now = { ...now, state: stopping ? 'cancelled' : 'done' }
  }

  return {
    /** Of another unit nothing is told. */
    state: (user: User): Assignment => (user.unitCode === null || user.unitCode === now.unitCode ? now : none),
    start(user: User, order: NewAssignment): Assignment {
      expectOwn(user, order.unitCode)
      if (now.state === 'running') {
        const message = both('Đang cấp mã cho một đơn vị khác; hãy chờ', 'Codes are being given to a unit; wait')
        throw refuse(409, 'codes/busy', message, now.unitCode ?? '')
      }
      stopping = false
      now = { ...none, unitCode: order.unitCode, state: 'running' }
      house.later(async () => {
        try {
          await work(user, order)
        } finally {
          if (now.state === 'running') now = { ...now, state: 'failed' }
        }
      })
      return now
    },
    cancel(user: User): Assignment {
      if (now.unitCode !== null) expectOwn(user, now.unitCode)
      stopping = true
      return now
    },
    close() {
      stopping = true
    },
  }
}
