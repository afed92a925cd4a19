/** Given to the server with `--import`: its clock stands some days on, so that a term is over without waiting for it. */
const { DAYS_ON } = process.env
const by = Number(DAYS_ON) * 86_400_000
const Real = Date
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + by)
    else super(...given)
  }
  static now() {
    return Real.now() + by
  }
}
