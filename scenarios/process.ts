/** What all processes with a table of states share: how a move that the table or the roles do not allow is refused. */
import { Problem } from './problem.ts'
import { type Bilingual, both } from './text.ts'

/** @param area what the codes of its problems begin with: `permit`, `works` */
export const problemIn =
  (area: string) =>
  (code: string, vi: string, en: string, place?: string, expected?: string): Problem =>
    new Problem({
      code: `${area}/${code}`,
      message: both(vi, en),
      ...(place === undefined ? {} : { place }),
      ...(expected === undefined ? {} : { expected }),
    })

export interface Step<State extends string, Role extends string> {
  /** What moves: `hồ sơ`, `the case is`. */
  readonly subject: Bilingual
  readonly did: Bilingual
  readonly stands: Bilingual
  /** By the table; null: not possible there. */
  readonly next: State | null
  readonly role: Role
  /** Who may. */
  readonly actors: readonly Role[]
}

/** The state that the table leads to, or why it may not. */
export function allowed<State extends string, Role extends string>(
  problem: ReturnType<typeof problemIn>,
  { subject, did, stands, next, role, actors }: Step<State, Role>,
): State | Problem {
  if (next === null)
    return problem(
      'impossible',
      `Không thể “${did.vi}” khi ${subject.vi} ở trạng thái “${stands.vi}”`,
      `“${did.en}” cannot happen while ${subject.en} “${stands.en}”`,
      'event',
    )
  if (actors.includes(role)) return next
  return problem(
    'role',
    `Vai trò này không được “${did.vi}”`,
    `This role may not “${did.en}”`,
    'role',
    actors.join(', '),
  )
}
