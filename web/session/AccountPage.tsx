/** One's own account: who one is, the password, the second step. */

import { useState } from 'react'
import { both } from '../../scenarios/text.ts'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { roleTitle } from '../shared/roles.ts'
import { Link, navigate } from '../shared/route.tsx'
import { useSession, useSignOut } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import { ChangePassword } from './ChangePassword.tsx'
import { nextPath } from './next.ts'
import { SecondStep } from './SecondStep.tsx'

const text = {
  title: both('Tài khoản của tôi', 'My account'),
  ledger: both('Sổ cái', 'Ledger'),
  loading: both('Đang tải…', 'Loading…'),
  signOut: both('Đăng xuất', 'Sign out'),
  admin: both('Quản trị', 'Administration'),
  signIn: both('Hãy đăng nhập', 'Sign in'),
  role: both('Vai trò', 'Role'),
  unit: both('Đơn vị', 'Unit'),
  everyUnit: both('mọi đơn vị', 'every unit'),
  sso: both(
    'Bạn đăng nhập bằng tài khoản tỉnh: mật khẩu và bước thứ hai do hệ thống của tỉnh giữ.',
    "You signed in with the province's account: its system keeps the password and the second step.",
  ),
  changed: both(
    'Đã đổi mật khẩu; các phiên đăng nhập khác đã kết thúc.',
    'The password is changed; other sessions have ended.',
  ),
}

export default function AccountPage() {
  const { t } = useWords()
  const { user, session } = useSession()
  const signOut = useSignOut()
  const [changed, setChanged] = useState(false)
  return (
    <>
      <Header />
      <main className="page slim stack" id="main">
        <h1>{t(text.title)}</h1>
        {user === undefined ? (
          <p role="status">{t(text.loading)}</p>
        ) : user === null ? (
          <p>
            <Link href="/login?next=/account">{t(text.signIn)}</Link>
          </p>
        ) : (
          <>
            <div className="card stack">
              <h2>{user.displayName}</h2>
              <p className="soft">
                {user.name} · {t(text.role)}: {t(roleTitle[user.role])} · {t(text.unit)}:{' '}
                {user.unitCode ?? t(text.everyUnit)}
              </p>
              <div className="row">
                {/* On a phone the bar has no room for these. */}
                <Link href="/ledger" className="button">
                  {t(text.ledger)}
                </Link>
                {user.role === 'admin' ? (
                  <Link href="/admin" className="button">
                    {t(text.admin)}
                  </Link>
                ) : null}
                <button type="button" onClick={signOut}>
                  {t(text.signOut)}
                </button>
              </div>
            </div>
            {session.bySso ? (
              <Banner kind="info">{t(text.sso)}</Banner>
            ) : (
              <>
                <div className="card">
                  {/* Shown until its recovery codes are noted, whatever the session says by then. */}
                  <SecondStep done={() => location.search && navigate(nextPath())} />
                </div>
                <div className="card stack">
                  {changed ? <Banner kind="info">{t(text.changed)}</Banner> : null}
                  <ChangePassword key={String(changed)} heading="h2" done={() => setChanged(true)} />
                </div>
              </>
            )}
          </>
        )}
      </main>
    </>
  )
}
