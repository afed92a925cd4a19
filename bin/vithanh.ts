/**
 * The command line `vithanh`. Each command is a file of its own in `commands/`, loaded when it is called; it gets its
 * arguments and answers with an exit status. A problem of the world is told in both languages and ends with 2; a bug with 1.
 */
import { describeProblem, Problem } from '../scenarios/problem.ts'

export interface Command {
  /** One line: arguments and what it does. */
  readonly usage: string
  run(args: string[]): Promise<number>
}

const commands: Record<string, () => Promise<Command>> = {
  'city build': () => import('./commands/city-build.ts'),
  'city import': () => import('./commands/city-import.ts'),
  'city export': () => import('./commands/city-export.ts'),
  'city info': () => import('./commands/city-info.ts'),
  'layer import': () => import('./commands/layer-import.ts'),
  'layer export': () => import('./commands/layer-export.ts'),
  'layer formats': () => import('./commands/layer-formats.ts'),
  'tiles build': () => import('./commands/tiles-build.ts'),
  'simulate drainage': () => import('./commands/simulate-drainage.ts'),
  'simulate traffic': () => import('./commands/simulate-traffic.ts'),
  'simulate lighting': () => import('./commands/simulate-lighting.ts'),
  geocode: () => import('./commands/geocode.ts'),
  ies: () => import('./commands/ies.ts'),
  'permit check': () => import('./commands/permit-check.ts'),
  'permit recheck': () => import('./commands/permit-recheck.ts'),
  'permit verify': () => import('./commands/permit-verify.ts'),
  'permit schema': () => import('./commands/permit-schema.ts'),
  'gis refresh': () => import('./commands/gis-refresh.ts'),
  'plan verify': () => import('./commands/plan-verify.ts'),
  'user add': () => import('./commands/user-add.ts'),
  'ledger verify': () => import('./commands/ledger-verify.ts'),
  'ledger rotate-key': () => import('./commands/ledger-rotate-key.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
}

async function main(args: string[]): Promise<number> {
  const name = Object.keys(commands).find((key) => key.split(' ').every((word, i) => args[i] === word))
  if (!name) {
    const all = await Promise.all(Object.values(commands).map((load) => load()))
    const help = args.length === 0 || args.includes('--help')
    const out = help ? process.stdout : process.stderr
    if (!help) out.write(`Không có lệnh / no such command: ${args.join(' ')}\n\n`)
    out.write(`${all.map((command) => `vithanh ${command.usage}`).join('\n')}\n`)
    return help ? 0 : 2
  }
  const command = await commands[name]!()
  const rest = args.slice(name.split(' ').length)
  if (rest.includes('--help')) {
    process.stdout.write(`vithanh ${command.usage}\n`)
    return 0
  }
  return command.run(rest)
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status
  },
  (error: unknown) => {
    if (error instanceof Problem) {
      process.stderr.write(`${describeProblem(error.detail, 'vi')}\n${describeProblem(error.detail, 'en')}\n`)
      process.exitCode = 2
    } else if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 2
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exitCode = 1
    }
  },
)
