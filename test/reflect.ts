/** What `@peculiar/x509` asks of the proposal for metadata (its container keeps what it knows of classes there): kept by class and key. */
const kept = new WeakMap<object, Map<unknown, unknown>>()
const own = (key: unknown, target: object): unknown => kept.get(target)?.get(key)

Object.assign(Reflect, {
  getOwnMetadata: own,
  hasOwnMetadata: (key: unknown, target: object) => kept.get(target)?.has(key) ?? false,
  getMetadata(key: unknown, target: object): unknown {
    for (let one: object | null = target; one; one = Object.getPrototypeOf(one)) {
      if (kept.get(one)?.has(key)) return own(key, one)
    }
    return undefined
  },
  defineMetadata(key: unknown, value: unknown, target: object) {
    kept.set(target, (kept.get(target) ?? new Map()).set(key, value))
  },
})
