/** The staff's page: address codes. */
import { both } from '../../scenarios/text.ts'
import { CitizenNav } from '../shared/citizen-nav.tsx'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'

const text = { title: both('Mã địa chỉ', 'Address codes') }

export default function CodesPage(_: { path: string }) {
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
