/** Where a code of the second step is typed: six digits, or a recovery code. */
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Field } from '../shared/ui.tsx'

const text = {
  code: both('Mã xác thực', 'Code'),
  hint: both(
    'Sáu số trong ứng dụng xác thực, hoặc một mã khôi phục.',
    'Six digits of the authenticator app, or a recovery code.',
  ),
}

export function CodeField({ autoFocus = false }: { autoFocus?: boolean }) {
  const { t } = useWords()
  return (
    <Field label={t(text.code)} hint={t(text.hint)}>
      {(id) => (
        <input
          id={id}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          // biome-ignore lint/a11y/noAutofocus: the one thing on the page that was asked for
          autoFocus={autoFocus}
          required
        />
      )}
    </Field>
  )
}
