/**
 * Finding the embedded server's processes. A process id alone may be someone else's by now, so one counts only where its
 * working folder is the data folder: the postmaster and all its children work there.
 */
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The process id of the running postmaster; null where none runs. Its working folder is the data folder. */
export function postmaster(data: string): number | null {
  const pid = postmasterFile(data)
  return pid !== null && processesIn(data).includes(pid) ? pid : null
}

function postmasterFile(data: string): number | null {
  try {
    return Number(readFileSync(`${data}/postmaster.pid`, 'utf8').split('\n')[0])
  } catch {
    return null
  }
}

function processesIn(data: string): number[] {
  const folder = realpathSync(data)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
}

/** After a killed postmaster: waits until its children are gone, then takes away the files that say it still runs. */
export async function clearRemains(data: string, socketDir: string): Promise<void> {
  for (let tick = 0; processesIn(data).length > 0; tick++) {
    if (tick === 100) for (const pid of processesIn(data)) signal(pid, 'SIGQUIT')
    if (tick === 200) for (const pid of processesIn(data)) signal(pid, 'SIGKILL')
    if (tick === 300) throw new Error(`Expected no process in ${data}, got ${processesIn(data).join(', ')}`)
    await sleep(50)
  }
  rmSync(`${data}/postmaster.pid`, { force: true })
  rmSync(`${socketDir}/.s.PGSQL.5432.lock`, { force: true })
  rmSync(`${socketDir}/.s.PGSQL.5432`, { force: true })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone already
  }
}
