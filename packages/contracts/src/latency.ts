import { type Static, Type } from 'typebox'

const Ms = Type.Union([Type.Number(), Type.Null()], { description: 'milliseconds; null: nobody searched' })

const quantiles = { searches: Type.Integer(), p50: Ms, p95: Ms, p99: Ms }

/** How long searches took, over all gateways. */
export const SearchLatency = Type.Object(
  {
    ...quantiles,
    from: Type.String(),
    to: Type.String(),
    steps: Type.Array(Type.Object({ at: Type.String(), ...quantiles }), {
      description: 'each minute of an hour, each quarter of an hour of a day',
    }),
  },
  { $id: 'SearchLatency' },
)
export type SearchLatency = Static<typeof SearchLatency>
