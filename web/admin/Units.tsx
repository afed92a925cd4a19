/** What the papers of each unit's desk print: the office, its accounts and fees. */
import { type FormEvent, useEffect, useState } from 'react'
import type { OfficeAnswer, UnitSetting } from '../../scenarios/api/office.ts'
import { procedures, procedureTitles } from '../../scenarios/permits/application.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner } from '../shared/ui.tsx'
import { SaveButton, SavedLine, TextField, useServer } from './parts.tsx'
import { text } from './text.ts'

export function UnitsSection() {
  const { t } = useWords()
  const { value, problem, busy, attempt } = useServer(api.office.get)
  const [code, setCode] = useState<string | null>(null)
  const units = value?.units ?? []
  const unit = units.find((one) => one.code === code) ?? units[0]
  return (
    <section className="stack" aria-label={t(text.units)}>
      <p className="soft">{t(text.unitsWhy)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {value === null ? problem ? null : <p role="status">{t(text.loading)}</p> : null}
      {value && units.length === 0 ? <Banner kind="info">{t(text.noUnits)}</Banner> : null}
      {unit ? (
        <>
          <Field label={t(text.unit)}>
            {(id) => (
              <select id={id} value={unit.code} onChange={(event) => setCode(event.target.value)}>
                {units.map((one) => (
                  <option key={one.code} value={one.code}>
                    {one.name} ({one.code})
                  </option>
                ))}
              </select>
            )}
          </Field>
          <UnitForm
            key={`${unit.code} ${unit.revision}`}
            unit={unit}
            busy={busy}
            save={(setting) => attempt(() => api.office.saveUnit(unit.code, { setting, revision: unit.revision }))}
          />
        </>
      ) : null}
    </section>
  )
}

type Unit = OfficeAnswer['units'][number]

/** Where nothing was saved, people reach the papers' pages where the administrator does. */
const startOf = ({ setting, revision }: Unit): UnitSetting =>
  revision > 0 ? setting : { ...setting, office: { ...setting.office, publicUrl: location.origin } }

function UnitForm({ unit, busy, save }: { unit: Unit; busy: boolean; save(setting: UnitSetting): void }) {
  const { t } = useWords()
  const [{ office, fees }, setSetting] = useState(() => startOf(unit))
  useEffect(() => setSetting(startOf(unit)), [unit])
  const set = (change: Partial<UnitSetting['office']>) =>
    setSetting((old) => ({ ...old, office: { ...old.office, ...change } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save({ office, fees })
  }
  const line = (key: 'name' | 'desk' | 'unitName' | 'place' | 'address' | 'phone' | 'receiver', max = 120) => ({
    value: office[key],
    max,
    onChange: (value: string) => set({ [key]: value }),
  })
  return (
    <form className="card stack" onSubmit={submit} aria-label={unit.name}>
      <SavedLine {...unit} />
      <fieldset>
        <legend>{t(text.office)}</legend>
        <div className="fields">
          <TextField label={t(text.officeName)} required {...line('name')} />
          <TextField label={t(text.desk)} required {...line('desk')} />
          <TextField label={t(text.unitName)} required {...line('unitName')} />
          <TextField label={t(text.place)} required {...line('place', 60)} />
          <TextField label={t(text.address)} {...line('address', 200)} />
          <TextField label={t(text.phone)} {...line('phone', 30)} />
          <TextField label={t(text.receiver)} hint={t(text.receiverHint)} {...line('receiver')} />
          <TextField
            label={t(text.publicUrl)}
            type="url"
            required
            max={200}
            value={office.publicUrl}
            onChange={(value) => set({ publicUrl: value.replace(/\/+$/, '') })}
          />
          <TextField
            label={t(text.capacity)}
            required
            value={office.signer.capacity}
            onChange={(capacity) => set({ signer: { ...office.signer, capacity } })}
          />
          <TextField
            label={t(text.signer)}
            value={office.signer.name ?? ''}
            onChange={(name) => set({ signer: { ...office.signer, name: name || null } })}
          />
        </div>
      </fieldset>
      <Accounts accounts={office.accounts} onChange={(accounts) => set({ accounts })} />
      <Fees fees={fees} onChange={(next) => setSetting((old) => ({ ...old, fees: next }))} />
      <div>
        <SaveButton busy={busy} />
      </div>
    </form>
  )
}

type AccountList = UnitSetting['office']['accounts']

function Accounts({ accounts, onChange }: { accounts: AccountList; onChange(accounts: AccountList): void }) {
  const { t } = useWords()
  const change = (at: number, more: Partial<AccountList[number]>) =>
    onChange(accounts.map((one, i) => (i === at ? { ...one, ...more } : one)))
  return (
    <fieldset className="stack">
      <legend>{t(text.accounts)}</legend>
      {accounts.map((account, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line of the form is its place
        <div className="line" key={i}>
          <TextField
            label={t(text.accountNumber)}
            value={account.number}
            required
            max={40}
            pattern="[0-9A-Za-z .\-]{4,40}"
            onChange={(number) => change(i, { number })}
          />
          <TextField label={t(text.bank)} value={account.bank} required onChange={(bank) => change(i, { bank })} />
          <TextField
            label={t(text.holder)}
            value={account.holder}
            required
            onChange={(holder) => change(i, { holder })}
          />
          <button
            type="button"
            aria-label={t(text.remove, { what: account.number || `${i + 1}` })}
            onClick={() => onChange(accounts.filter((_, k) => k !== i))}
          >
            ×
          </button>
        </div>
      ))}
      {accounts.length < 5 ? (
        <div>
          <button type="button" onClick={() => onChange([...accounts, { number: '', bank: '', holder: '' }])}>
            {t(text.add)}
          </button>
        </div>
      ) : null}
    </fieldset>
  )
}

function Fees({ fees: table, onChange }: { fees: UnitSetting['fees']; onChange(fees: UnitSetting['fees']): void }) {
  const { t } = useWords()
  const set = (procedure: (typeof procedures)[number], of: 'house' | 'other', typed: string) =>
    onChange({
      ...table,
      fees: { ...table.fees, [procedure]: { ...table.fees[procedure], [of]: typed === '' ? null : Number(typed) } },
    })
  return (
    <fieldset className="stack">
      <legend>{t(text.fees)}</legend>
      <div className="scroll-x">
        <table aria-label={t(text.fees)}>
          <thead>
            <tr>
              <th scope="col">{t(text.procedure)}</th>
              <th scope="col">{t(text.house)}</th>
              <th scope="col">{t(text.other)}</th>
            </tr>
          </thead>
          <tbody>
            {procedures.map((procedure) => (
              <tr key={procedure}>
                <th scope="row">{t(procedureTitles[procedure])}</th>
                {(['house', 'other'] as const).map((of) => (
                  <td key={of}>
                    <input
                      type="number"
                      inputMode="numeric"
                      min={0}
                      max={1_000_000_000}
                      step={1}
                      aria-label={`${t(procedureTitles[procedure])}, ${t(of === 'house' ? text.house : text.other)}`}
                      placeholder={t(text.noFee)}
                      value={table.fees[procedure][of] ?? ''}
                      onChange={(event) => set(procedure, of, event.target.value)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TextField
        label={t(text.resolution)}
        hint={t(text.resolutionHint)}
        max={200}
        value={table.resolution ?? ''}
        onChange={(resolution) => onChange({ ...table, resolution: resolution || null })}
      />
    </fieldset>
  )
}
