/** `vithanh user add`, `vithanh ledger verify` and `vithanh ledger rotate-key`, on a running and on a stopped database. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readLedgerExport } from '../../scenarios/ledger/export.ts'
import { authenticate } from '../../server/accounts.ts'
import { openStore } from '../../server/database.ts'
import { prepareDatabase } from '../../server/prepare.ts'
import { startDatabase } from './databases.ts'
import { openFolder } from './server-harness.ts'

const dir = openFolder('commands')
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('an account is added and reset, and the ledger verified, whether the database runs or not', {
  timeout: 180_000,
}, async () => {
  const database = await startDatabase(dir)
  await prepareDatabase(database.connection, dir, null)
  const served = 'connectionString' in database.connection ? database.connection.connectionString : ''
  const vithanh = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../../bin/vithanh.ts'), ...args], {
      env: { ...process.env, DATA_DIR: dir, DATABASE_URL: served },
      encoding: 'utf8',
    })
  const passwordOf = (out: string) => /one-time password: (\S+)/.exec(out)![1]!

  const running = vithanh('user', 'add', '--name', 'lan', '--display-name', 'Lan', '--role', 'planner')
  const store = openStore(database.connection)
  expect(await authenticate(store.db, 'lan', passwordOf(running.stdout))).toMatchObject({
    role: 'planner',
    displayName: 'Lan',
    mustChangePassword: true,
  })
  const again = vithanh('user', 'add', '--name', 'lan')
  expect([again.status, again.stderr.includes('The name is taken')]).toEqual([2, true])
  expect(vithanh('user', 'add', '--name', 'x!').status).toBe(2)
  // A lost phone at the command line: the last administrator has nobody else to ask.
  const { id } = await store.db.selectFrom('users').select('id').where('name', '=', 'lan').executeTakeFirstOrThrow()
  await store.db
    .insertInto('secondSteps')
    .values({ userId: id, secret: 'x', confirmed: true, lastCounter: 0 })
    .execute()
  await store.close()

  // The embedded one stops; the command starts it for itself and stops it again.
  if (!served) await database.stop()
  const reset = vithanh('user', 'add', '--name', 'lan', '--reset', '--second-step')
  expect(passwordOf(reset.stdout)).not.toBe(passwordOf(running.stdout))
  const verified = vithanh('ledger', 'verify')
  expect([verified.status, verified.stdout]).toEqual([0, '4 mục / entries, 0 lỗi / faults\n'])

  const rotated = vithanh('ledger', 'rotate-key')
  expect([rotated.status, rotated.stdout]).toEqual([0, expect.stringContaining('-----BEGIN PUBLIC KEY-----')])
  const file = join(dir, 'ledger.jsonl')
  const exported = vithanh('ledger', 'verify', '--export', file)
  expect([exported.status, exported.stdout]).toEqual([0, '5 mục / entries, 0 lỗi / faults\n'])
  const fingerprint = /SHA-256 ([0-9a-f]{64})/.exec(rotated.stdout)![1]
  const alone = vithanh('ledger', 'verify', '--file', file)
  expect([alone.status, alone.stdout]).toEqual([
    0,
    `khóa / key SHA-256 ${fingerprint}\n5 mục / entries, 0 lỗi / faults\n`,
  ])
  // A head that someone kept: of more than the file holds, of another ledger, and of this one.
  const entries = readLedgerExport(readFileSync(file, 'utf8'), file).entries
  const head = join(dir, 'head.json')
  for (const [kept, status] of [
    [{ ...entries[3]!, sequence: 9 }, 3],
    [{ ...entries[3]!, hash: 'f'.repeat(64) }, 3],
    [{ head: entries[3] }, 0],
    [{}, 2],
  ] as const) {
    writeFileSync(head, JSON.stringify(kept))
    expect(vithanh('ledger', 'verify', '--file', file, '--head', head).status).toBe(status)
  }
  expect(vithanh('ledger', 'verify', '--file', head).status).toBe(2)
  expect(vithanh('ledger', 'verify', '--head', head).status).toBe(2)
  if (served) await database.stop()
})
