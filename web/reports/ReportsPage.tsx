/** The staff's page: field reports. */
import { both } from '../../scenarios/text.ts'
import { CitizenNav } from '../shared/citizen-nav.tsx'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'

const text = { title: both('Phản ánh hiện trường', 'Field reports') }

export default function ReportsPage(_: { path: string }) {
  const { t } = useWords()
  return (
    <>
      <Header />
      <main className="page" id="main">
        <CitizenNav />
        <h1>{t(text.title)}</h1>
      </main>
    </>
  )
}
