/**
 * Codes for a whole unit, in the background: one order at a time, kept in the database. A server that stops in the middle goes on at its
 * next start; what was given stays given, and nobody is given a second code.
 */
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { Selectable } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import { type Assignment, HOUSEHOLDS_MOST, type NewAssignment } from '../../scenarios/api/codes.ts'
import { recordId } from '../../scenarios/ids.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { userOf } from '../accounts.ts'
import type { Tables } from '../database.ts'
import type { House } from '../house.ts'
import { describeError, refuse } from '../http.ts'
import { cityAddresses, householdsByAddress } from './city.ts'
import { expectOwn, giveCodes } from './desk.ts'

const AT_A_TIME = 200
/** The database may be being started again. */
const TRY_AGAIN_MS = 500

/** Who may give codes. */
export const keeperRoles = ['reviewer', 'admin'] as const

type Order = Selectable<Tables['codeAssignments']>
const toldOf = ({ unitCode, state, addresses, seen, given }: Order): Assignment => ({
  ...{ unitCode, state, addresses, seen, given },
})
const none: Assignment = { unitCode: null, state: 'none', addresses: 0, seen: 0, given: 0 }

export function openAssignment(house: House) {
  const { db, tiles } = house
  let stopping = false

  async function patiently<T>(work: () => Promise<T>): Promise<T> {
    for (; ; await sleep(TRY_AGAIN_MS)) {
      if (stopping) throw new Cancelled()
      try {
        return await work()
      } catch (error) {
        if (describeError(error).status !== 503) throw error
      }
    }
  }

  /** @throws Cancelled where the order was stopped, or the server is stopping */
  async function work({ id, unitCode, households, userId }: Order): Promise<void> {
    const user = await keeper(userId)
    expectOwn(user, unitCode)
    const { all } = await cityAddresses(tiles)
    const own = [...all.values()].filter((one) => one.unitCode === unitCode)
    const counts = households === 'counted' ? await householdsByAddress(tiles) : null
    for (let i = 0; i < own.length; i += AT_A_TIME) {
      const some = own.slice(i, i + AT_A_TIME)
      const wanted = ({ id }: { id: string }) => Math.min(HOUSEHOLDS_MOST, Math.max(1, counts?.get(id) ?? 1))
      await patiently(() =>
        giveCodes(house, user, some, wanted, async (trx, given) => {
          const goesOn = await trx
            .updateTable('codeAssignments')
            .set((eb) => ({ addresses: own.length, seen: i + some.length, given: eb('given', '+', given) }))
            .where('id', '=', id)
            .where('state', '=', 'running')
            .returning('id')
            .executeTakeFirst()
          if (!goesOn) throw new Cancelled()
        }),
      )
      await breathe() // others are answered meanwhile
    }
  }

  /** As the account is now: it may have been closed since. */
  async function keeper(id: string): Promise<User> {
    const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    if (row.active && keeperRoles.some((role) => role === row.role)) return userOf(row)
    const message = both('Người ra lệnh cấp mã không còn quyền này', 'Who ordered the codes may no longer do so')
    throw refuse(403, 'codes/keeper', message, row.name)
  }

  const end = (id: string, state: 'done' | 'cancelled' | 'failed') =>
    db.updateTable('codeAssignments').set({ state }).where('id', '=', id).where('state', '=', 'running').execute()

  const run = (order: Order) =>
    house.later(async () => {
      try {
        await patiently(() => work(order))
        await patiently(() => end(order.id, 'done'))
      } catch (error) {
        if (error instanceof Cancelled) return
        await patiently(() => end(order.id, 'failed'))
        throw error
      }
    })

  house.later(async () => {
    const running = () => db.selectFrom('codeAssignments').selectAll().where('state', '=', 'running').execute()
    const open = await patiently(running).catch((error: unknown) => {
      if (error instanceof Cancelled) return []
      throw error
    })
    for (const order of open) run(order)
  })

  return {
    /** The last one; of another unit nothing is told. */
    async state({ unitCode }: User): Promise<Assignment> {
      const last = await db
        .selectFrom('codeAssignments')
        .selectAll()
        .$if(unitCode !== null, (some) => some.where('unitCode', '=', unitCode!))
        .orderBy('startedAt', 'desc')
        .limit(1)
        .executeTakeFirst()
      return last ? toldOf(last) : none
    },
    async start(user: User, { unitCode, households }: NewAssignment): Promise<Assignment> {
      expectOwn(user, unitCode)
      const order = await db
        .insertInto('codeAssignments')
        .values({
          ...{ id: recordId(), unitCode, households, userId: user.id, state: 'running' },
          ...{ addresses: 0, seen: 0, given: 0, startedAt: new Date() },
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!order) {
        const message = both('Đang cấp mã cho một đơn vị; hãy chờ', 'Codes are being given to a unit; wait')
        throw refuse(409, 'codes/busy', message, unitCode)
      }
      run(order)
      return toldOf(order)
    },
    async cancel(user: User): Promise<Assignment> {
      const open = await db.selectFrom('codeAssignments').selectAll().where('state', '=', 'running').executeTakeFirst()
      if (open) {
        expectOwn(user, open.unitCode)
        await end(open.id, 'cancelled')
      }
      return this.state(user)
    },
    close() {
      stopping = true
    },
  }
}
