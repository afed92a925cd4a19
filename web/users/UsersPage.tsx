/** The accounts: listed, added with a one-time password that is shown once, changed, put to rest, given a new password. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { Account, Identity } from '../../scenarios/api/accounts.ts'
import { type Role, roles, type User } from '../../scenarios/api/api.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { roleTitle } from '../shared/roles.ts'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { Signers } from './Signers.tsx'

const text = {
  title: both('Tài khoản', 'Users'),
  admin: both('Quản trị', 'Administration'),
  adminsOnly: both('Chỉ quản trị viên xem được trang này.', 'Only administrators may see this page.'),
  signIn: both('Đăng nhập', 'Sign in'),
  loading: both('Đang tải danh sách…', 'Loading the list…'),
  add: both('Thêm tài khoản', 'Add a user'),
  name: both('Tên đăng nhập', 'User name'),
  nameHint: both('Chữ thường, số, dấu chấm, gạch nối.', 'Lower-case letters, digits, dots, hyphens.'),
  displayName: both('Tên hiển thị', 'Display name'),
  role: both('Vai trò', 'Role'),
  roleOf: both('Vai trò của {name}', 'Role of {name}'),
  unit: both('Đơn vị', 'Unit'),
  unitOf: both('Đơn vị của {name}', 'Unit of {name}'),
  unitHint: both(
    'Mã đơn vị hành chính có hồ sơ được xem; để trống: mọi đơn vị.',
    'Code of the administrative unit whose permit cases are seen; empty: every unit.',
  ),
  state: both('Trạng thái', 'State'),
  active: both('đang dùng', 'active'),
  inactive: both('đã ngừng', 'deactivated'),
  mustChange: both('chưa đổi mật khẩu', 'password not yet changed'),
  created: both('Ngày tạo', 'Created'),
  actions: both('Thao tác', 'Actions'),
  deactivate: both('Ngừng', 'Deactivate'),
  activate: both('Cho dùng lại', 'Activate'),
  reset: both('Cấp lại mật khẩu', 'Reset password'),
  secondStep: both('có bước thứ hai', 'has a second step'),
  resetSecondStep: both('Bỏ bước thứ hai', 'Remove second step'),
  sureSecondStep: both(
    'Bỏ bước đăng nhập thứ hai của {name}? Chỉ làm khi chính người đó báo mất điện thoại.',
    'Remove the second sign-in step of {name}? Only where the person reports a lost phone.',
  ),
  waits: both('chờ đến {time} vì nhập sai nhiều lần', 'waits until {time} after wrong tries'),
  unlock: both('Cho thử lại ngay', 'End the wait'),
  sso: both('tài khoản tỉnh: {names}', 'province account: {names}'),
  waiting: both('Tài khoản tỉnh chờ giao vai trò', 'Province accounts that wait for a role'),
  seen: both('Đăng nhập lần cuối', 'Last seen'),
  as: both('Giao cho', 'Give it'),
  newAccount: both('tài khoản mới', 'a new account'),
  admit: both('Giao', 'Give'),
  once: both(
    'Mật khẩu dùng một lần của {name}, chỉ hiện lần này:',
    'The one-time password of {name}, shown only this once:',
  ),
  noted: both('Đã ghi lại', 'Noted'),
}

export default function UsersPage() {
  const { t } = useWords()
  const { user } = useSession()
  return (
    <>
      <Header />
      <main className="page stack" id="main">
        <h1>{t(text.title)}</h1>
        {user?.role === 'admin' ? (
          <p>
            <Link href="/admin">← {t(text.admin)}</Link>
          </p>
        ) : null}
        {user === undefined ? (
          <p role="status">{t(text.loading)}</p>
        ) : user?.role === 'admin' ? (
          <Users />
        ) : (
          <Banner kind="warning">
            {t(text.adminsOnly)} <Link href="/login?next=/users">{t(text.signIn)}</Link>
          </Banner>
        )}
      </main>
    </>
  )
}

function Users() {
  const { t, dateTime } = useWords()
  const [users, setUsers] = useState<Account[] | null>(null)
  const [waiting, setWaiting] = useState<Identity[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null)

  const attempt = useCallback(async (work: () => Promise<void>) => {
    try {
      setProblem(null)
      await work()
      setUsers(await api.users.list())
      setWaiting(await api.identities.list())
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [])
  useEffect(() => void attempt(async () => {}), [attempt])

  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const values = new FormData(form)
    void attempt(async () => {
      const made = await api.users.add({
        name: String(values.get('name')),
        displayName: String(values.get('displayName')),
        role: values.get('role') as Role,
        unitCode: unitFrom(values.get('unitCode')),
      })
      setSecret({ name: made.user.name, password: made.oneTimePassword })
      form.reset()
    })
  }
  const reset = (user: User) =>
    attempt(async () => {
      const answer = await api.users.reset(user.id)
      if (answer.oneTimePassword) setSecret({ name: user.name, password: answer.oneTimePassword })
    })

  return (
    <>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {secret ? (
        <Banner kind="info">
          {t(text.once, { name: secret.name })} <code className="secret">{secret.password}</code>{' '}
          <button type="button" onClick={() => setSecret(null)}>
            {t(text.noted)}
          </button>
        </Banner>
      ) : null}
      <div className="card scroll-x">
        {users === null ? (
          <p role="status">{t(text.loading)}</p>
        ) : (
          <table className="accounts" aria-label={t(text.title)}>
            <thead>
              <tr>
                <th scope="col">{t(text.name)}</th>
                <th scope="col">{t(text.displayName)}</th>
                <th scope="col">{t(text.role)}</th>
                <th scope="col">{t(text.unit)}</th>
                <th scope="col">{t(text.state)}</th>
                <th scope="col">{t(text.created)}</th>
                <th scope="col">{t(text.actions)}</th>
              </tr>
            </thead>
            <tbody>
              {users.map((user) => (
                <tr key={user.id}>
                  <td>{user.name}</td>
                  <td>{user.displayName}</td>
                  <td>
                    <RoleSelect
                      label={t(text.roleOf, { name: user.name })}
                      value={user.role}
                      onChange={(role) => attempt(async () => void (await api.users.change(user.id, { role })))}
                    />
                  </td>
                  <td>
                    <input
                      key={user.unitCode}
                      aria-label={t(text.unitOf, { name: user.name })}
                      title={t(text.unitHint)}
                      defaultValue={user.unitCode ?? ''}
                      maxLength={10}
                      size={6}
                      onBlur={({ target }) => {
                        const unitCode = unitFrom(target.value)
                        if (unitCode === user.unitCode) return
                        void attempt(async () => void (await api.users.change(user.id, { unitCode })))
                      }}
                    />
                  </td>
                  <td>
                    {t(user.active ? text.active : text.inactive)}
                    {user.mustChangePassword ? <div className="hint">{t(text.mustChange)}</div> : null}
                    {user.secondStep ? <div className="hint">{t(text.secondStep)}</div> : null}
                    {user.ssoNames.length > 0 ? (
                      <div className="hint">{t(text.sso, { names: user.ssoNames.join(', ') })}</div>
                    ) : null}
                    {user.waitsUntil ? (
                      <div className="hint warn">{t(text.waits, { time: dateTime(user.waitsUntil) })}</div>
                    ) : null}
                  </td>
                  <td>{dateTime(user.createdAt)}</td>
                  <td>
                    <div className="row">
                      <button
                        type="button"
                        aria-label={`${t(user.active ? text.deactivate : text.activate)} ${user.name}`}
                        onClick={() =>
                          attempt(async () => void (await api.users.change(user.id, { active: !user.active })))
                        }
                      >
                        {t(user.active ? text.deactivate : text.activate)}
                      </button>
                      <button type="button" aria-label={`${t(text.reset)} ${user.name}`} onClick={() => reset(user)}>
                        {t(text.reset)}
                      </button>
                      {user.secondStep ? (
                        <button
                          type="button"
                          aria-label={`${t(text.resetSecondStep)} ${user.name}`}
                          onClick={() =>
                            confirm(t(text.sureSecondStep, { name: user.name })) &&
                            attempt(async () => void (await api.users.change(user.id, { resetSecondStep: true })))
                          }
                        >
                          {t(text.resetSecondStep)}
                        </button>
                      ) : null}
                      {user.waitsUntil ? (
                        <button
                          type="button"
                          aria-label={`${t(text.unlock)} ${user.name}`}
                          onClick={() => attempt(async () => void (await api.users.change(user.id, { unlock: true })))}
                        >
                          {t(text.unlock)}
                        </button>
                      ) : null}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {waiting.length > 0 && users ? (
        <section className="card stack" aria-labelledby="waiting">
          <h2 id="waiting">{t(text.waiting)}</h2>
          {waiting.map((identity) => (
            <Waiting
              key={identity.id}
              identity={identity}
              users={users}
              admit={(as) => attempt(async () => void (await api.identities.admit(identity.id, as)))}
            />
          ))}
        </section>
      ) : null}
      {users ? <Signers users={users} /> : null}
      <form className="card stack" onSubmit={add} aria-label={t(text.add)}>
        <h2>{t(text.add)}</h2>
        <div className="fields">
          <Field label={t(text.name)} hint={t(text.nameHint)}>
            {(id) => <input id={id} name="name" pattern="[a-z0-9][a-z0-9._\-]+" autoCapitalize="none" required />}
          </Field>
          <Field label={t(text.displayName)}>
            {(id) => <input id={id} name="displayName" maxLength={120} required />}
          </Field>
          <Rights />
        </div>
        <div>
          <button type="submit" className="primary">
            {t(text.add)}
          </button>
        </div>
      </form>
    </>
  )
}

/** A subject of the single sign-on: tied to an account that is there, or given one of its own. */
function Waiting(props: {
  identity: Identity
  users: readonly User[]
  admit(as: Parameters<typeof api.identities.admit>[1]): void
}) {
  const { t, dateTime } = useWords()
  const { identity, users, admit } = props
  const [userId, setUserId] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    if (userId) return admit({ userId })
    admit({
      name: String(values.get('name')),
      displayName: identity.displayName,
      role: values.get('role') as Role,
      unitCode: unitFrom(values.get('unitCode')),
    })
  }
  const wanted = (identity.name ?? '').toLowerCase().replace(/@.*/, '')
  return (
    <form className="stack" onSubmit={submit} aria-label={identity.displayName}>
      <div>
        <b>{identity.displayName}</b> {identity.name}{' '}
        <span className="soft">
          {t(text.seen)}: {dateTime(identity.lastSeenAt)}
        </span>
      </div>
      <div className="fields">
        <Field label={t(text.as)}>
          {(id) => (
            <select id={id} value={userId} onChange={(event) => setUserId(event.target.value)}>
              <option value="">{t(text.newAccount)}</option>
              {users.map((user) => (
                <option key={user.id} value={user.id}>
                  {user.name} · {user.displayName}
                </option>
              ))}
            </select>
          )}
        </Field>
        {userId ? null : (
          <>
            <Field label={t(text.name)} hint={t(text.nameHint)}>
              {(id) => (
                <input
                  id={id}
                  name="name"
                  defaultValue={/^[a-z0-9][a-z0-9._-]+$/.test(wanted) ? wanted : ''}
                  pattern="[a-z0-9][a-z0-9._\-]+"
                  autoCapitalize="none"
                  required
                />
              )}
            </Field>
            <Rights />
          </>
        )}
      </div>
      <div>
        <button type="submit">{t(text.admit)}</button>
      </div>
    </form>
  )
}

/** Empty: every unit. */
const unitFrom = (typed: FormDataEntryValue | null): string | null => String(typed ?? '').trim() || null

function RoleSelect(props: { label: string; value: Role; onChange(role: Role): void }) {
  const { t } = useWords()
  return (
    <select
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(roleTitle[role])}
        </option>
      ))}
    </select>
  )
}

/** Role and unit of a new account. */
function Rights() {
  const { t } = useWords()
  return (
    <>
      <Field label={t(text.role)}>
        {(id) => (
          <select id={id} name="role" defaultValue="planner">
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(roleTitle[role])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t(text.unit)} hint={t(text.unitHint)}>
        {(id) => <input id={id} name="unitCode" maxLength={10} pattern="[0-9A-Za-z]*" />}
      </Field>
    </>
  )
}
