/** The staff's page of address codes: how far each unit is, addresses, the register. */
import { useCallback, useState } from 'react'
import { api } from '../shared/api.ts'
import { CitizenNav } from '../shared/citizen-nav.tsx'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { useSession } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import { Addresses } from './Addresses.tsx'
import { When } from './parts.tsx'
import { Register } from './Register.tsx'
import { text } from './text.ts'
import { Units } from './Units.tsx'
import './codes.css'

const STAFF = new Set(['reviewer', 'approver', 'admin'])
const KEEPERS = new Set(['reviewer', 'admin'])
const tabs = ['units', 'addresses', 'register'] as const

export default function CodesPage(_: { path: string }) {
  const { t } = useWords()
  const { user } = useSession()
  return (
    <>
      <Header />
      <main className="page stack codes-page" id="main">
        <CitizenNav />
        <h1>{t(text.title)}</h1>
        <p>{t(text.intro)}</p>
        {user && STAFF.has(user.role) ? <Parts mayGive={KEEPERS.has(user.role)} /> : <p>{t(text.staffOnly)}</p>}
      </main>
    </>
  )
}

function Parts({ mayGive }: { mayGive: boolean }) {
  const { t } = useWords()
  const [tab, setTab] = useState<(typeof tabs)[number]>('units')
  const [round, setRound] = useState(0)
  const again = useCallback(() => setRound((before) => before + 1), [])
  const loaded = useLoaded((signal) => api.codes.statistics(signal), [tab, round])
  return (
    <>
      <nav className="row codes-tabs" aria-label={t(text.tabs)}>
        {tabs.map((one) => (
          <button key={one} type="button" aria-current={tab === one ? 'page' : undefined} onClick={() => setTab(one)}>
            {t(text[one])}
          </button>
        ))}
      </nav>
      <When loaded={loaded}>
        {(statistics) => (
          <>
            {statistics.illustrative ? <Banner kind="warning">{t(text.illustrative)}</Banner> : null}
            {tab === 'units' ? <Units statistics={statistics} mayGive={mayGive} onGiven={again} /> : null}
            {tab === 'addresses' ? <Addresses units={statistics.units} mayGive={mayGive} /> : null}
            {tab === 'register' ? <Register units={statistics.units} mayGive={mayGive} /> : null}
          </>
        )}
      </When>
    </>
  )
}
