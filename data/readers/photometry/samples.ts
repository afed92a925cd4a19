/** Small photometric files made here, for the tests of the readers. */

export interface IesChoice {
  readonly first?: string
  readonly tilt?: string
  readonly planes?: readonly number[]
  readonly gammas?: readonly number[]
  readonly candela?: (plane: number, gamma: number) => number
  readonly head?: string
  readonly electric?: string
  readonly newline?: string
  /** Numbers a line; 0: each list on one. */
  readonly perLine?: number
}

export function iesText(choice: IesChoice = {}): string {
  const {
    first = 'IESNA:LM-63-2002',
    tilt = 'TILT=NONE',
    planes = [0, 90],
    gammas = [0, 45, 90],
    candela = (plane: number, gamma: number) => 1000 - 5 * gamma + plane,
    head = `1 1000 1 ${gammas.length} ${planes.length} 1 2 0.1 0.1 0`,
    electric = '1 1 80',
    newline = '\n',
    perLine = 0,
  } = choice
  const list = (values: readonly number[]) => {
    const step = perLine || values.length
    const rows: string[] = []
    for (let i = 0; i < values.length; i += step) rows.push(values.slice(i, i + step).join(' '))
    return rows.join(newline)
  }
  return [
    first,
    '[TEST] 12',
    '[MANUFAC] Vị Thanh',
    '[MORE] Twin',
    tilt,
    head,
    electric,
    list(gammas),
    list(planes),
    ...planes.map((plane) => list(gammas.map((gamma) => candela(plane, gamma)))),
    '',
  ].join(newline)
}

/** @param isym 0 … 4 @param candela per 1000 lm by plane */
export function eulumdatText(isym: number, candela: (plane: number, gamma: number) => number, lumens = 2000): string {
  const all = [0, 45, 90, 135, 180, 225, 270, 315]
  const gammas = [0, 30, 60, 90]
  const given = [all, [0], [0, 45, 90, 135, 180], [270, 315, 0, 45, 90], [0, 45, 90]][isym]!
  return [
    'Vị Thanh Twin',
    '2',
    isym,
    all.length,
    45,
    gammas.length,
    30,
    'R1',
    'Đèn đường',
    'VT-1',
    'vt1.ldt',
    '2026-11-25',
    ...[500, 200, 100, 400, 150, 0, 0, 0, 0, 95, 80, 1, 0],
    ...[1, 1, 'LED', lumens, '4000 K', '70', 16],
    ...Array.from({ length: 10 }, (_, k) => (0.5 + k / 100).toFixed(2)),
    ...all,
    ...gammas,
    ...given.flatMap((plane) => gammas.map((gamma) => candela(plane, gamma))),
    '',
  ].join('\r\n')
}
