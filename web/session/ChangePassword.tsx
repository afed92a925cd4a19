/** A new password, as a one-time password asks for it or as the person wants it. */
import { useState } from 'react'
import { passwordSchema } from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import { useForm } from './form.ts'

const text = {
  change: both('Đổi mật khẩu', 'Change the password'),
  why: both(
    'Mật khẩu dùng một lần phải được đổi trước khi làm việc.',
    'A one-time password must be changed before work begins.',
  ),
  current: both('Mật khẩu hiện tại', 'Current password'),
  next: both('Mật khẩu mới', 'New password'),
  again: both('Nhập lại mật khẩu mới', 'New password again'),
  rules: both(
    'Ít nhất 12 ký tự; vài từ không liên quan là tốt nhất. Không dùng tên của bạn, tên thành phố hay mật khẩu thường gặp.',
    'At least 12 characters; a few unrelated words are best. Not your name, the city’s name or a common password.',
  ),
  differ: both('Hai lần nhập mật khẩu mới không giống nhau.', 'The two new passwords differ.'),
  save: both('Lưu mật khẩu mới', 'Save the new password'),
}

/** @param done after the password was changed */
export function ChangePassword({ heading: Heading, done }: { heading: 'h1' | 'h2'; done(): void }) {
  const { t } = useWords()
  const { user, set } = useSession()
  const [differ, setDiffer] = useState(false)
  const { problem, busy, submit } = useForm(async (form) => {
    const next = String(form.get('next'))
    setDiffer(next !== form.get('again'))
    if (next !== form.get('again')) return
    set(await api.session.changePassword(String(form.get('current')), passwordSchema.parse(next)))
    done()
  })
  return (
    <form className="stack" onSubmit={submit} aria-label={t(text.change)}>
      <Heading>{t(text.change)}</Heading>
      {user?.mustChangePassword ? <p>{t(text.why)}</p> : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {differ ? <Banner kind="error">{t(text.differ)}</Banner> : null}
      <Field label={t(text.current)}>
        {(id) => <input id={id} name="current" type="password" autoComplete="current-password" required />}
      </Field>
      <Field label={t(text.next)} hint={t(text.rules)}>
        {(id) => <input id={id} name="next" type="password" autoComplete="new-password" minLength={12} required />}
      </Field>
      <Field label={t(text.again)}>
        {(id) => <input id={id} name="again" type="password" autoComplete="new-password" minLength={12} required />}
      </Field>
      <div>
        <button type="submit" className="primary" disabled={busy}>
          {t(text.save)}
        </button>
      </div>
    </form>
  )
}
